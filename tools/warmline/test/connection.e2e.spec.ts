import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { apiClient } from '@warmline/testing/api';
import { type Browser, openBrowser, openPage, type Page } from '@warmline/testing/browser';
import { eventually, freePort } from '@warmline/testing/processes';
import { type ServerProcess, startAllInOne } from '@warmline/testing/system';
import { startTcpProxy, type TcpProxy } from '@warmline/testing/tcp-proxy';
import { conversationOf } from './ada-story.ts';

const HEARTBEAT_MS = 500;
const GRACE_SECONDS = 15;
const dataDir = mkdtempSync(join(tmpdir(), 'warmline-connection-'));
const pictures = process.env.WARMLINE_PICTURES;
let up: ServerProcess;
let browser: Browser;
let proxy: TcpProxy;
/** The agent's page is behind the proxy, the customer's is not. */
let agent: Page;
let customer: Page;

const textOf = async (page: Page, id: string) => (await page.getByTestId(id).textContent()) ?? '';
const picture = async (page: Page, name: string) => {
  if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${name}.png`) });
};
const conversationId = async (): Promise<string> => {
  const session = await customer.evaluate(() => localStorage.getItem('warmline.widget') ?? '{}');
  return (JSON.parse(session) as { conversationId: string }).conversationId;
};
const owner = async (id: string) => (await conversationOf(apiClient(up.url), id)).owner;

beforeAll(async () => {
  const teams = readFileSync(resolve(import.meta.dirname, '../../../deploy/defaults/teams.yaml'), 'utf8');
  const teamsFile = join(dataDir, 'teams.yaml');
  writeFileSync(teamsFile, teams.replace(/disconnectGraceSeconds: \d+/, `disconnectGraceSeconds: ${GRACE_SECONDS}`));
  const env = { DESK_HEARTBEAT_MS: String(HEARTBEAT_MS), TEAMS_FILE: teamsFile, RATE_LIMIT: '10000' };
  [up, browser] = await Promise.all([startAllInOne({ dataDir, env }), openBrowser()]);
  proxy = await startTcpProxy(Number(new URL(up.url).port), await freePort());
  ({ page: customer } = await openPage(browser, up.url));
  ({ page: agent } = await openPage(browser, `http://127.0.0.1:${proxy.port}`));
}, 90_000);

afterAll(async () => {
  await browser?.close();
  await proxy?.close();
  await up?.process.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

const accept = async (): Promise<string> => {
  await agent.getByTestId('offer-card').waitFor();
  await agent.getByTestId('offer-accept').click();
  const id = await conversationId();
  await eventually(async () => expect((await owner(id)).kind).toBe('agent'));
  return id;
};

test('given a desk whose connection falls silent, then the page says so, opens a new one, and the agent keeps everything', async () => {
  await customer.getByTestId('widget-input').fill('speak to a human');
  await customer.getByTestId('widget-send').click();
  await agent.getByTestId('agent-picker').selectOption('ben');
  await agent.getByTestId('go-online').click();
  const id = await accept();
  await sleep(2 * HEARTBEAT_MS);
  proxy.silence();
  const banner = agent.getByTestId('desk-connection').getByText('Connection lost');
  await banner.waitFor();
  await banner.waitFor({ state: 'detached' });
  // The stream of the conversation was cut with that of the desk.
  await customer.getByTestId('widget-input').fill('Are you still there?');
  await customer.getByTestId('widget-send').click();
  await agent.locator('#desk').getByText('Are you still there?').waitFor();
  await sleep(GRACE_SECONDS * 1_000);
  expect(await owner(id)).toMatchObject({ kind: 'agent', id: 'ben' });
}, 60_000);

test('given a network that is cut for less than the grace, then status and conversation are as before', async () => {
  await agent.getByTestId('presence').selectOption('away');
  await proxy.close();
  await agent.getByTestId('desk-connection').getByText('Connection lost').waitFor();
  expect(await textOf(agent, 'desk-connection')).toContain('your conversations go back to the queue');
  await picture(agent, 'connection-lost');
  await sleep(2_000);
  await proxy.open();
  await agent.getByTestId('desk-connection').getByText('Connection lost').waitFor({ state: 'detached' });
  expect(await agent.getByTestId('presence').inputValue()).toBe('away');
  expect((await owner(await conversationId())).kind).toBe('agent');
}, 60_000);

test('given a new conversation while a person is there, then the customer is asked first, and may stay', async () => {
  await customer.getByTestId('new-conversation').click();
  expect(await textOf(customer, 'leave-dialog')).toContain('Leave the conversation with Ben');
  await picture(customer, 'leave-dialog');
  await customer.getByTestId('leave-stay').click();
  await customer.getByTestId('leave-dialog').waitFor({ state: 'detached' });
  expect((await owner(await conversationId())).kind).toBe('agent');
}, 30_000);

test('given a cut that is longer than the grace, then the customer is told and back in the queue, and the agent is signed off and may go online again', async () => {
  const id = await conversationId();
  await proxy.close();
  await eventually(async () => expect((await owner(id)).kind).toBe('queue'), { withinMs: 30_000 });
  expect(await textOf(customer, 'widget-log')).toMatch(/connection to Ben was lost/);
  await proxy.open();
  await agent.getByText('You were signed off').waitFor();
  expect(await textOf(agent, 'offline-reason')).toContain('lost for too long');
  await picture(agent, 'signed-off');
  await agent.getByTestId('go-online').click();
  await accept();
}, 60_000);

test('given a customer who confirms that they leave, then their conversation ends and a new one begins', async () => {
  const id = await conversationId();
  await customer.getByTestId('new-conversation').click();
  await customer.getByTestId('leave-confirm').click();
  await customer.getByTestId('leave-dialog').waitFor({ state: 'detached' });
  await eventually(async () => expect((await conversationOf(apiClient(up.url), id)).ended).toBe(true));
  expect(await conversationId()).not.toBe(id);
  expect(await textOf(customer, 'widget-log')).toContain('Hello, how can we help?');
}, 30_000);

test('given a customer in the queue, then a new conversation asks before it drops their place', async () => {
  await customer.getByTestId('widget-input').fill('speak to a human');
  await customer.getByTestId('widget-send').click();
  await customer.getByTestId('waiting-card').waitFor();
  await customer.getByTestId('new-conversation').click();
  expect(await textOf(customer, 'leave-dialog')).toContain('lose your place in the queue');
}, 30_000);
