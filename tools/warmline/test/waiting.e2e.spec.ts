import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { declaredTopics } from '@warmline/messaging';
import { type ApiClient, apiClient } from '@warmline/testing/api';
import { type Browser, openBrowser, openPage, type Page } from '@warmline/testing/browser';
import { type KafkaBroker, startKafka } from '@warmline/testing/kafka';
import { eventually } from '@warmline/testing/processes';
import { openTransport, type ServerProcess, startAllInOne } from '@warmline/testing/system';

/** WAITING_STORY=all runs it in each of these, WAITING_STORY=ar/kafka in that one; without it, in the first. Pictures go to WARMLINE_PICTURES. */
const RUNS = [
  { locale: 'en-GB', on: 'embedded' },
  { locale: 'ar', on: 'embedded' },
  { locale: 'en-GB', on: 'kafka' },
  { locale: 'ar', on: 'kafka' },
] as const;
const { WAITING_STORY: story = 'en-GB/embedded' } = process.env;
const runs = RUNS.filter(({ locale, on }) => story === 'all' || story === `${locale}/${on}`);

/** Billing and general are closed for two days; the technical team is open, and nobody is on duty; Mia takes one customer at a time. */
const teamsFile = (folder: string): string => {
  const inTwoDays = new Date(Date.now() + 2 * 86_400_000);
  const day = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'][inTwoDays.getUTCDay()];
  const night = `  night:\n    timeZone: UTC\n    week:\n      - { days: [${day}], from: "09:00", to: "18:00" }\n`;
  const teams = readFileSync('deploy/defaults/teams.yaml', 'utf8')
    .replace('calendars:\n', `calendars:\n${night}`)
    .replace('hours: {}', 'hours: { billing_team: night, general_team: night }')
    .replace(/(id: (?:mia|sofia)[\s\S]*?languages: \[).*?\]([\s\S]*?capacity: )3/g, '$1en, ar]$21');
  const path = join(folder, 'teams.yaml');
  writeFileSync(path, teams);
  return path;
};

describe.each(runs)('given a browser in $locale, and $on', ({ locale, on }) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'warmline-waiting-'));
  const pictures = process.env.WARMLINE_PICTURES ?? join(dataDir, 'pictures');
  mkdirSync(pictures, { recursive: true });
  let faults: readonly string[] = [];
  let kafka: KafkaBroker | undefined;
  let up: ServerProcess;
  let browser: Browser;
  let page: Page;
  let api: ApiClient;

  const the = (id: string) => page.getByTestId(id);
  const read = async (id: string) => (await the(id).textContent()) ?? '';
  /** The conversation that the widget shows. */
  const conversationOfPage = async (): Promise<string> => {
    const session = await page.evaluate(() => localStorage.getItem('warmline.widget') ?? '{}');
    return (JSON.parse(session) as { conversationId: string }).conversationId;
  };
  const picture = (name: string) => page.screenshot({ path: join(pictures, `${locale}-${on}-${name}.png`) });
  const says = async (text: string) => {
    await the('widget-input').fill(text);
    await the('widget-send').click();
  };
  const startsNew = async (customer: 'ada' | 'guest') => {
    await the('new-conversation').click();
    // Who waits or talks to a person is asked first.
    if (await the('leave-dialog').isVisible()) await the('leave-confirm').click();
    await the('customer-picker').selectOption(customer);
  };
  const cardIs = (state: string) =>
    eventually(async () => expect(await the('waiting-card').getAttribute('data-state')).toBe(state), {
      withinMs: 15_000,
    });
  const chooses = async (choice: string, details?: string) => {
    const button = the(`choice-${choice}`);
    if (!(await button.isVisible())) await the('other-ways').click();
    await button.click();
    if (details === undefined) return;
    await the('choice-details').fill(details);
    await the('choice-send').click();
  };
  const waitsNoMore = () => eventually(async () => expect(await the('waiting-card').count()).toBe(0));

  /** Takes a way out of the wait, with what it needs. */
  const leavesBy = async (way: 'ticket' | 'callback' | 'schedule-call' | 'back-to-bot') => {
    if (way === 'back-to-bot') await chooses(way);
    else if (way === 'schedule-call') {
      await chooses(way);
      await the('callback-window').waitFor();
      await the('call-phone').fill('+44 20 7946 0958');
      await the('call-book').click();
    } else await chooses(way, way === 'ticket' ? 'Order 4411' : '+44 20 7946 0958');
    await waitsNoMore();
    if (way !== 'callback' && way !== 'schedule-call') return;
    // A call that was promised takes an agent; it can be taken back.
    await the('call-cancel').click();
    await eventually(async () => expect(await the('call-cancel').count()).toBe(0));
  };

  beforeAll(async () => {
    kafka = on === 'kafka' ? await startKafka() : undefined;
    if (kafka !== undefined) {
      const log = openTransport(kafka.brokers, 'postgres://unused');
      await log.applyTopics(declaredTopics());
      await log.close();
    }
    const env = { TEAMS_FILE: teamsFile(dataDir), ...(kafka === undefined ? {} : { KAFKA_BROKERS: kafka.brokers }) };
    [up, browser] = await Promise.all([startAllInOne({ dataDir, env }), openBrowser()]);
    api = apiClient(up.url);
    ({ page, faults } = await openPage(browser, up.url, { locale, timezoneId: 'Asia/Dubai' }));
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    await up?.process.stop();
    await kafka?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }, 30_000);

  test('when all teams are closed, then hours and next opening are shown without minutes, the bot goes on answering, and a note is taken', async () => {
    await startsNew('ada');
    await says('My invoice is wrong. I want to talk to a human about my bill.');
    await cardIs('closed');
    expect(await read('waiting-card')).not.toMatch(/\bminutes?\b|دقيقة|دقائق|#\d/);
    await says('What are your opening hours?');
    await eventually(async () => expect(await read('widget-log')).toContain('Monday to Friday from 9:00 to 18:00'));
    await picture('1-closed');
    await chooses('leave-note', 'Please look into it: ada@example.org');
    await waitsNoMore();
    for (const way of ['ticket', 'callback', 'schedule-call', 'back-to-bot'] as const) {
      await startsNew('ada');
      await says('My invoice is wrong. I want to talk to a human about my bill.');
      await cardIs('closed');
      await leavesBy(way);
    }
  }, 90_000);

  test('when nobody on duty can serve it, then it is said without a number, and a callback is promised for a number that can be called', async () => {
    await startsNew('ada');
    await says('The app shows an error and crashes. I want to talk to a human.');
    await cardIs('nobody');
    expect(await read('waiting-card')).not.toMatch(/\d/);
    await picture('2-nobody');
    await chooses('callback', 'call me');
    await eventually(async () => expect(await page.getByRole('alert').count()).toBeGreaterThan(0));
    await the('choice-details').fill('+44 20 7946 0958');
    await the('choice-send').click();
    await waitsNoMore();
  }, 60_000);

  test('when all agents are busy, then the card shows the place, and each way out is offered', async () => {
    await the('agent-picker').selectOption('mia');
    await the('go-online').click();
    const other = await api.post<{ conversationId: string }>('/v1/conversations', {
      channel: 'web',
      externalId: 'other',
    });
    const { conversationId } = other.body;
    await api.post(`/v1/conversations/${conversationId}/messages`, { role: 'customer', text: 'Cancel my account.' });
    await the('offer-accept').click();
    await startsNew('guest');
    await says('I want to cancel my account today.');
    await cardIs('queue');
    expect(await read('waiting-card')).toMatch(/1/);
    await the('other-ways').click();
    for (const choice of ['callback', 'schedule-call', 'email', 'back-to-bot'])
      expect(await the(`choice-${choice}`).isVisible()).toBe(true);
    await picture('3-queue');
    await chooses('wait');
    await cardIs('queue');
    await chooses('email', 'guest@example.org');
    await waitsNoMore();
    for (const way of ['callback', 'schedule-call', 'back-to-bot'] as const) {
      await startsNew('guest');
      await says('I want to cancel my account today.');
      await cardIs('queue');
      await leavesBy(way);
    }
    await picture('4-back-to-bot');
    await api.post(`/v1/desk/agents/mia/conversations/${conversationId}/resolve`, { resolved: true });
  }, 60_000);

  test('when an agent is free, then the card says who is asked, and details join the card of the agent', async () => {
    await startsNew('ada');
    await says('I want to talk to a human about cancelling my account.');
    await cardIs('ringing');
    await picture('5-ringing');
    await the('share-details-input').fill('It is about contract 4411');
    await the('choice-share-details').click();
    await eventually(async () => expect(await read('offer-card')).toContain('contract 4411'));
    expect(await read('widget-log')).toContain('contract 4411');
    await the('offer-accept').click();
    await waitsNoMore();
    await the('agent-joined').waitFor();
    expect(await read('widget-log')).toContain('Mia Torres');
    await picture('6-introduced');
  }, 60_000);

  test('when the agent transfers the conversation, then the customer hears it, waits on one card, and is introduced to the next agent', async () => {
    const prepared = await the('desk-input').inputValue();
    expect(prepared).toContain('Mia');
    await the('desk-send').click();
    await eventually(async () => expect(await read('widget-log')).toContain(prepared));
    const id = await conversationOfPage();
    await api.put('/v1/desk/agents/sofia/presence', { status: 'online' });
    const to = { kind: 'agent', id: 'sofia' };
    const transfer = await api.post(`/v1/desk/agents/mia/conversations/${id}/transfer`, {
      to,
      note: 'Knows contracts',
    });
    expect(transfer.status).toBe(202);
    await cardIs('ringing');
    await picture('7-transfer');
    const { offerId } = await eventually(async () => {
      const { body } = await api.get<{ offers: { offerId: string }[] }>('/v1/desk/agents/sofia');
      const [offer] = body.offers;
      if (offer === undefined) throw new Error('no offer yet');
      return offer;
    });
    await api.post(`/v1/desk/agents/sofia/offers/${offerId}/accept`, {});
    await eventually(async () => expect(await read('widget-log')).toContain('Sofia Reyes'));
    await waitsNoMore();
  }, 60_000);

  test('when the hand-off is closed, then it is surveyed, and a customer who returns starts with the bot again', async () => {
    const id = await conversationOfPage();
    await api.post(`/v1/desk/agents/sofia/conversations/${id}/resolve`, { resolved: true });
    await the('survey-form').waitFor();
    await the('survey-context-yes').check();
    await the('survey-star-5').check();
    await picture('8-survey');
    await the('survey-send').click();
    await the('survey-thanks').waitFor();
    await says('Where is my order #20017?');
    await eventually(async () => expect(await read('widget-log')).toContain('being packed'));
    await picture('9-with-the-bot');
    expect((await api.post(`/v1/conversations/${id}/end`, {})).status).toBe(202);
    const message = { role: 'customer', text: 'Hello again, where is my order #20018?' };
    expect((await api.post(`/v1/conversations/${id}/messages`, message)).status).toBe(201);
    await eventually(async () => expect(await read('widget-log')).toContain('leaves tomorrow'));
    await picture('10-reopened');
  }, 60_000);

  test('the page has no errors beside the refused number', () =>
    expect(faults.filter((fault) => !/409/.test(fault))).toEqual([]));
});
