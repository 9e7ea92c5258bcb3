import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Browser, openBrowser } from '@warmline/testing/browser';

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
}, 60_000);
afterAll(() => browser.close());

test('a page is rendered, runs its script and can be captured', async () => {
  const page = await browser.newPage({ viewport: { width: 320, height: 200 } });
  await page.goto(
    'data:text/html,<body style="margin:0;background:red"><button onclick="this.textContent=6*7">ask</button>',
  );
  await page.getByRole('button').click();
  expect(await page.getByRole('button').textContent()).toBe('42');
  const picture = await page.screenshot();
  expect(picture.subarray(1, 4).toString()).toBe('PNG');
  expect([picture.readUInt32BE(16), picture.readUInt32BE(20)]).toEqual([320, 200]);
}, 30_000);
