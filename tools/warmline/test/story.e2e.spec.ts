import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { apiClient } from '@warmline/testing/api';
import { type Browser, openBrowser, openPage, type Page } from '@warmline/testing/browser';
import { eventually } from '@warmline/testing/processes';
import { type ServerProcess, startAllInOne } from '@warmline/testing/system';
import { type Conversation, conversationOf, lines, turnsOf } from './ada-story.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'warmline-story-'));
/** Folder of the pictures; WARMLINE_PICTURES keeps them. */
const pictures = process.env.WARMLINE_PICTURES ?? join(dataDir, 'pictures');
mkdirSync(pictures, { recursive: true });

let up: ServerProcess;
let browser: Browser;
let page: Page;
let conversationId = '';
let handoffId = '';
let faults: readonly string[] = [];

const the = (id: string) => page.getByTestId(id);
const read = async (id: string) => (await the(id).textContent()) ?? '';
const picture = (name: string) => page.screenshot({ path: join(pictures, `${name}.png`) });
/** The current page, at both widths and in both colour schemes. */
const pictureBoth = async (name: string) => {
  await picture(`${name}-1440`);
  await page.emulateMedia({ colorScheme: 'dark' });
  await picture(`${name}-1440-dark`);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: join(pictures, `${name}-390.png`), fullPage: true });
  await page.setViewportSize({ width: 1440, height: 900 });
};
const says = async (text: string) => {
  await the('widget-input').fill(text);
  await the('widget-send').click();
};

interface Living {
  readonly pid: number;
  readonly ppid: number;
}
const living = (): Living[] =>
  execFileSync('ps', ['-eo', 'pid=,ppid=,stat='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter(([, , stat]) => !stat?.startsWith('Z'))
    .map(([pid, ppid]) => ({ pid: Number(pid), ppid: Number(ppid) }));
/** A process with all its descendants. */
const familyOf = (root: number): number[] => {
  const all = living();
  const family = [root];
  for (const pid of family) family.push(...all.filter((p) => p.ppid === pid).map((p) => p.pid));
  return family;
};

beforeAll(async () => {
  [up, browser] = await Promise.all([startAllInOne({ dataDir }), openBrowser()]);
  ({ page, faults } = await openPage(browser, up.url, { colorScheme: 'light' }));
}, 90_000);

afterAll(async () => {
  await browser?.close();
  await up?.process.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

test('an angry customer whose cancellation the bot cannot find is told about the hand-off and queued', async () => {
  await the('customer-picker').selectOption({ label: 'Ada Byron, premium' });
  await picture('1-welcome');
  for (const [n, line] of lines.entries()) {
    await says(line);
    if (n < lines.length - 1)
      await eventually(async () => expect(await the('widget-log').locator('[data-role=bot]').count()).toBe(n + 1));
  }
  await the('waiting-card').waitFor();
  const session = await page.evaluate(() => localStorage.getItem('warmline.widget') ?? '{}');
  conversationId = (JSON.parse(session) as { conversationId: string }).conversationId;
  const turns = await turnsOf(apiClient(up.url), conversationId);
  const warning = turns.find(({ role, text }) => role === 'system' && /sorry.*specialist/is.test(text))?.text ?? '';
  expect(warning).not.toBe('');
  expect(await read('widget-log')).toContain(warning);
  await pictureBoth('2-in-line');
}, 30_000);

test('the offer of the agent shows the priority, the summary, what to do, and why this agent', async () => {
  await the('agent-picker').selectOption('mia');
  await the('go-online').click();
  await the('offer-card').waitFor();
  const card = await read('offer-card');
  expect(card).toContain('100');
  expect(card).toContain('Ada Byron');
  expect(card).toContain('12345');
  expect(card).toContain('Why you');
  expect(card).toContain('Recommended actions');
  expect(card).toContain('Likely issue');
  expect(await read('offer-now')).toMatch(/12345|sending it back/);
  expect(await read('offer-tried')).toMatch(/look|answer/i);
  await pictureBoth('3-offer');
}, 30_000);

test('on acceptance the panel shows the known facts, and the customer reads who has joined', async () => {
  await the('offer-accept').click();
  await the('panel-summary').waitFor();
  expect(await read('panel-priority')).toMatch(/100/);
  expect(await read('panel-summary')).toMatch(/12345/);
  expect(await read('panel-likely-issue')).toMatch(/cancel/i);
  expect(await the('panel-actions').locator('li').count()).toBeGreaterThan(0);
  expect(await read('panel-note')).toMatch(/empathy/i);
  await the('agent-joined').waitFor();
  expect(await read('widget-log')).toMatch(/Ada, Mia Torres from the retention team/);

  const { body } = await apiClient(up.url).get<Conversation>(`/v1/conversations/${conversationId}`);
  expect(body).toMatchObject({ owner: { kind: 'agent', id: 'mia' }, handoff: { state: 'assigned' } });
  handoffId = body.handoff?.handoffId ?? '';
  const { body: desk } = await apiClient(up.url).get<{ conversations: { handoff: object }[] }>('/v1/desk/agents/mia');
  expect(desk.conversations[0]?.handoff).toMatchObject({
    priority: 100,
    reasons: expect.arrayContaining(['negative_sentiment', 'policy_exception']),
    sentiment_recovery: true,
  });
  await pictureBoth('4-accepted');
}, 30_000);

test('the customer reads the prepared first message of the agent', async () => {
  const prepared = await the('desk-input').inputValue();
  expect(prepared).toMatch(/^Hello Ada, I'm Mia\..*need not repeat/);
  await the('desk-send').click();
  await eventually(async () => expect(await read('widget-log')).toContain(prepared));
  await says('Thank you Mia, that is all I wanted.');
  await eventually(async () => expect(await read('thread-log')).toContain('that is all I wanted'));
  expect((await turnsOf(apiClient(up.url), conversationId)).at(-1)?.role).toBe('customer');
  await pictureBoth('5-talking');
}, 30_000);

test('the resolution and the five stars of the customer are recorded', async () => {
  await the('resolve-open').click();
  await the('resolve-resolved').check();
  await picture('6-resolve');
  await the('resolve-send').click();
  await the('survey-form').waitFor();
  await the('survey-context-yes').check();
  await the('survey-star-5').check();
  await pictureBoth('7-survey');
  await the('survey-send').click();
  await the('survey-thanks').waitFor();
  await eventually(async () => {
    const { status, body } = await apiClient(up.url).get(`/v1/outcomes/handoffs/${handoffId}`);
    expect([status, body]).toMatchObject([200, { resolved: true, stars: 5 }]);
  });
  await pictureBoth('8-thanks');
}, 30_000);

test('the page has no errors', () => expect(faults).toEqual([]));

test('a SIGINT to the process group ends everything within 5 s, Postgres included', async () => {
  const family = familyOf(up.process.pid);
  expect(family.length).toBeGreaterThan(3);
  up.process.kill('SIGINT');
  const before = Date.now();
  await eventually(
    () => {
      const alive = new Set(living().map((p) => p.pid));
      expect(family.filter((pid) => alive.has(pid))).toEqual([]);
    },
    { withinMs: 5_000 },
  );
  expect(await up.process.exited).toEqual({ code: 0, signal: null });
  expect(Date.now() - before).toBeLessThan(5_000);
}, 30_000);

test('after a second start on the same folder the conversation is still there, in the page too', async () => {
  const before = new URL(up.url).port;
  up = await startAllInOne({ dataDir, port: Number(before) });
  expect(await conversationOf(apiClient(up.url), conversationId)).toMatchObject({
    handoff: { handoffId, state: 'closed' },
  });
  await page.reload();
  await eventually(async () => expect(await read('widget-log')).toContain(lines[0]));
  await says('One more thing: what are your delivery times?');
  await eventually(async () => expect((await turnsOf(apiClient(up.url), conversationId)).at(-1)?.role).toBe('bot'));
  await picture('9-after-restart');
}, 90_000);
