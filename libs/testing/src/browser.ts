import chromium from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

export type { Browser, BrowserContext, Page } from 'playwright-core';

/** No sandbox, because it needs privileges that a container lacks; no GPU; no background traffic of the browser. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-dev-shm-usage',
];

/** A headless Chromium from an npm package, unpacked once into the temporary folder (Linux only). The caller closes it. */
export const openBrowser = async (): Promise<Browser> =>
  playwright.launch({ executablePath: await chromium.executablePath(), args: FLAGS, headless: true });
