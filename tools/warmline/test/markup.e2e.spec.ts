import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Browser, openBrowser, openPage, type Page } from '@warmline/testing/browser';
import { eventually } from '@warmline/testing/processes';
import { type ServerProcess, startAllInOne } from '@warmline/testing/system';

const dataDir = mkdtempSync(join(tmpdir(), 'warmline-markup-'));
let up: ServerProcess;
let browser: Browser;
let page: Page;

const MARKUP = `<img src=x onerror="window.hit=1"><script>window.hit=2</script><a href="javascript:window.hit=3">human</a> {{7*7}}`;
const the = (id: string) => page.getByTestId(id);

beforeAll(async () => {
  [up, browser] = await Promise.all([startAllInOne({ dataDir }), openBrowser()]);
  ({ page } = await openPage(browser, up.url));
}, 90_000);

afterAll(async () => {
  await browser?.close();
  await up?.process.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

test('markup that a customer writes is text in the widget, in the offer and on the desk', async () => {
  for (const text of [`Where is my order? ${MARKUP}`, 'speak to a human']) {
    await the('widget-input').fill(text);
    await the('widget-send').click();
  }
  await the('agent-picker').selectOption('ben');
  await the('go-online').click();
  await the('offer-card').waitFor();
  // The card quotes the customer's own words, without the markup.
  const offer = (await the('offer-card').textContent()) ?? '';
  expect(offer).toContain('{{7*7}}');
  await the('offer-accept').click();
  await eventually(async () => {
    const shown = (await page.locator('body').textContent()) ?? '';
    expect(shown.split(MARKUP).length - 1).toBeGreaterThanOrEqual(2);
  });
  expect(await page.locator('img[src=x], a[href^="javascript:"], body script:not([src])').count()).toBe(0);
  expect(await page.evaluate('window.hit')).toBeUndefined();
}, 60_000);

test('the page runs no script that is written into it', async () => {
  await page.evaluate(`
    const script = document.createElement('script');
    script.textContent = 'window.hit = 4';
    document.body.append(script);
    document.body.setAttribute('onclick', 'window.hit = 5');
    document.body.click();
  `);
  expect(await page.evaluate('window.hit')).toBeUndefined();
});
