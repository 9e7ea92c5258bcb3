import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { apiClient } from '@warmline/testing/api';
import { type Browser, openBrowser, openPage, type Page } from '@warmline/testing/browser';
import { eventually } from '@warmline/testing/processes';
import { type ServerProcess, startAllInOne } from '@warmline/testing/system';
import type { Conversation } from './ada-story.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'warmline-calls-'));
let up: ServerProcess;
let browser: Browser;
let page: Page;
let faults: readonly string[] = [];
const the = (id: string) => page.getByTestId(id);

beforeAll(async () => {
  [up, browser] = await Promise.all([startAllInOne({ dataDir }), openBrowser()]);
  ({ page, faults } = await openPage(browser, up.url));
}, 90_000);
afterAll(async () => {
  await browser?.close();
  await up?.process.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

test('the desk of an agent has a requested callback until the agent reports it as done', async () => {
  const it = apiClient(up.url);
  const started = await it.post<{ conversationId: string }>('/v1/conversations', {
    channel: 'api',
    externalId: 'call',
  });
  const at = `/v1/conversations/${started.body.conversationId}`;
  await it.post(`${at}/human`, {});
  const handoffId = await eventually(async () => {
    const { body } = await it.get<Conversation>(at);
    expect(body.handoff?.state).toBe('queued');
    return body.handoff?.handoffId;
  });
  await it.post(`${at}/choices`, { choice: 'callback', handoffId, details: '+1 212 555 0100' });
  await the('agent-picker').selectOption('ben');
  await the('go-online').click();
  await the('call-card').waitFor();
  expect(await the('call-number').textContent()).toBe('+12125550100');
  if (process.env.WARMLINE_PICTURES !== undefined)
    await page.screenshot({ path: join(process.env.WARMLINE_PICTURES, 'call.png') });
  await the('call-reached').click();
  await the('call-done').click();
  await the('call-card').waitFor({ state: 'detached' });
  await eventually(async () => {
    const { body } = await it.get<{ turns: { text: string }[] }>(`${at}/transcript`);
    expect(body.turns.at(-1)?.text).toMatch(/Thank you for talking to us/);
  });
  expect(faults).toEqual([]);
}, 60_000);
