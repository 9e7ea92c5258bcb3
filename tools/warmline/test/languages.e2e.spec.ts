import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { apiClient } from '@warmline/testing/api';
import { type Browser, openBrowser, openPage, type Page } from '@warmline/testing/browser';
import { eventually } from '@warmline/testing/processes';
import { type ServerProcess, startAllInOne } from '@warmline/testing/system';

const dataDir = mkdtempSync(join(tmpdir(), 'warmline-languages-'));
/** Folder of the pictures; WARMLINE_PICTURES keeps them. */
const pictures = process.env.WARMLINE_PICTURES ?? join(dataDir, 'pictures');
mkdirSync(pictures, { recursive: true });

let up: ServerProcess;
let browser: Browser;

beforeAll(async () => {
  [up, browser] = await Promise.all([startAllInOne({ dataDir }), openBrowser()]);
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await up?.process.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

/** What a page of this kind shows beside names and the messages of bot, agent and customer. */
const ownTexts = (page: Page, part: string): Promise<string> =>
  page.locator(part).evaluate((element) => {
    const copy = element.cloneNode(true) as typeof element;
    for (const said of copy.querySelectorAll('.message-text, .avatar, time, select')) said.remove();
    for (const labelled of element.querySelectorAll('[aria-label], [placeholder], [title]'))
      copy.append(
        ` ${['aria-label', 'placeholder', 'title'].map((name) => labelled.getAttribute(name) ?? '').join(' ')} `,
      );
    return copy.textContent ?? '';
  });

/** Words of English that each text of the product would show, were it not translated. */
const ENGLISH = /\b(?:the|you|your|our|with|conversation|please|agent|wait|queue|send|call)\b/i;

describe.each([
  {
    locale: 'ar-EG',
    dir: 'rtl',
    question: 'أين طلبي؟',
    waiting: /لا أحد في الخدمة/,
    joined: /معك الآن Ben Okafor من فريق خدمة العملاء/,
  },
  {
    locale: 'de-AT',
    dir: 'ltr',
    question: 'Wo ist meine Bestellung?',
    waiting: /niemand im Dienst/,
    joined: /Ben Okafor aus dem Team Kundenservice/,
  },
])('a customer and an agent whose browsers are in $locale', ({ locale, dir, question, waiting, joined }) => {
  let page: Page;
  let faults: readonly string[] = [];
  const the = (id: string) => page.getByTestId(id);
  const read = async (id: string) => (await the(id).textContent()) ?? '';
  const picture = (name: string) => page.screenshot({ path: join(pictures, `${locale}-${name}.png`) });
  const expectTranslated = async () => {
    const text = (await ownTexts(page, '.widget')).replaceAll(/Ben Okafor|Ben|Warmline/g, '');
    expect(text).not.toMatch(ENGLISH);
    if (dir === 'rtl') expect(text.replaceAll(/name@example\.com/g, '')).not.toMatch(/[A-Za-z]{2,}/);
  };

  beforeAll(async () => {
    ({ page, faults } = await openPage(browser, up.url, { locale, timezoneId: 'Europe/Vienna' }));
    await apiClient(up.url).put('/v1/desk/agents/ben/presence', { status: 'offline', languages: [locale.slice(0, 2)] });
  }, 30_000);
  afterAll(() => page?.context().close());

  test('read the page in their language and direction', async () => {
    expect(await page.locator('html').getAttribute('dir')).toBe(dir);
    expect(await page.locator('html').getAttribute('lang')).toBe(locale.slice(0, 2));
    await the('customer-picker').selectOption('guest');
    await expectTranslated();
    expect(await ownTexts(page, '.desk')).not.toMatch(ENGLISH);
    await picture('1-welcome');
  });

  test('read one waiting card in it while nobody who speaks it is on duty, with every way out', async () => {
    await the('widget-input').fill(question);
    await the('widget-send').click();
    await eventually(async () => expect(await the('widget-log').locator('[data-role=bot]').count()).toBe(1));
    await the('talk-to-human').click();
    await eventually(async () => expect(await read('waiting-card')).toMatch(waiting), { withinMs: 20_000 });
    await the('other-ways').click();
    await expectTranslated();
    await picture('2-waiting');
  }, 40_000);

  test('read who has joined, and the agent a first message, in it', async () => {
    await the('agent-picker').selectOption('ben');
    await the('go-online').click();
    await the('offer-card').waitFor();
    await picture('3-offer');
    await the('offer-accept').click();
    await the('agent-joined').waitFor();
    expect(await read('widget-log')).toMatch(joined);
    expect(await the('desk-input').inputValue()).not.toMatch(ENGLISH);
    await the('desk-send').click();
    await expectTranslated();
    await picture('4-talking');
  }, 40_000);

  test('read the survey in it', async () => {
    await the('resolve-open').click();
    await picture('5-resolve');
    await page.locator('label', { has: the('resolve-resolved') }).click();
    await the('resolve-send').click();
    await the('survey-form').waitFor();
    await expectTranslated();
    await picture('6-survey');
    await the('go-online').waitFor({ state: 'detached' });
    await the('presence').selectOption('offline');
    await the('go-online').waitFor();
    expect(faults).toEqual([]);
  }, 40_000);
});

describe.each([
  { name: 'a telephone', width: 390, height: 844 },
  { name: 'a desktop', width: 1440, height: 900 },
])('on $name', ({ width, height }) => {
  test.each(['en', 'de', 'es', 'fr', 'ar'])(
    'no text of the page is cut off or runs out of its place in %s',
    async (lang) => {
      const options = { viewport: { width, height }, locale: 'pt-BR' };
      const { page } = await openPage(browser, `${up.url}?lang=${lang}`, options);
      await page.getByTestId('talk-to-human').waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe(lang);
      const outside = await page.locator('button, h2, label, .hint').evaluateAll((all) =>
        all
          .filter((element) => element.clientWidth > 0 && !element.matches('.visually-hidden'))
          .filter((element) => {
            const own = element.getBoundingClientRect();
            const card =
              element.closest('.card')?.getBoundingClientRect() ?? element.ownerDocument.body.getBoundingClientRect();
            return (
              own.left < card.left - 1 || own.right > card.right + 1 || element.scrollWidth > element.clientWidth + 1
            );
          })

          .map((element) => element.textContent),
      );
      expect(outside).toEqual([]);
      await page.screenshot({ path: join(pictures, `welcome-${lang}-${width}.png`), fullPage: width < 500 });
      await page.context().close();
    },
  );
});
