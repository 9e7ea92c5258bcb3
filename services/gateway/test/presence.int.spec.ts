import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type ApiClient, apiClient, type EventStream } from '@warmline/testing/api';
import { openDeskTab } from '@warmline/testing/desk-tab';
import { eventually, freePort } from '@warmline/testing/processes';
import { type ServerProcess, startAllInOne } from '@warmline/testing/system';
import { startTcpProxy, type TcpProxy } from '@warmline/testing/tcp-proxy';

/** A stream is silent after three heartbeats and a closed one ends after one. A cut of 30 s is one of CUT_MS here. */
const HEARTBEAT_MS = 400;
const GRACE_SECONDS = 3;
const CUT_MS = 2_500;
const ENDED_MS = 3 * HEARTBEAT_MS + GRACE_SECONDS * 1_000;

interface Desk {
  readonly status: string;
  readonly connection: string;
  readonly offers: readonly { readonly offerId: string; readonly handoffId: string }[];
  readonly conversations: readonly { readonly handoffId: string }[];
}
interface Conversation {
  readonly owner: { readonly kind: string; readonly id?: string };
  readonly handoff?: { readonly handoffId: string };
}

const dataDir = mkdtempSync(join(tmpdir(), 'warmline-presence-'));
const teamsFile = join(dataDir, 'teams.yaml');
const defaultTeams = readFileSync(resolve(import.meta.dirname, '../../../deploy/defaults/teams.yaml'), 'utf8');
let up: ServerProcess;
let it: ApiClient;
let proxy: TcpProxy;
let customers = 0;
const closing: (() => void)[] = [];

beforeAll(async () => {
  writeFileSync(
    teamsFile,
    defaultTeams.replace(/disconnectGraceSeconds: \d+/, `disconnectGraceSeconds: ${GRACE_SECONDS}`),
  );
  const env = { DESK_HEARTBEAT_MS: String(HEARTBEAT_MS), TEAMS_FILE: teamsFile, RATE_LIMIT: '10000' };
  up = await startAllInOne({ dataDir, env });
  it = apiClient(up.url);
  proxy = await startTcpProxy(Number(new URL(up.url).port), await freePort());
}, 90_000);
afterEach(() => {
  for (const close of closing.splice(0)) close();
});
afterAll(async () => {
  await proxy?.close();
  await up?.process.stop();
  rmSync(dataDir, { recursive: true, force: true });
}, 30_000);

const desk = async (agentId: string): Promise<Desk> => (await it.get<Desk>(`/v1/desk/agents/${agentId}`)).body;
/** Every agent has a tenant, and so a queue, of their own. */
const presence = (agentId: string, status: string, more: object = {}) =>
  it.put(`/v1/desk/agents/${agentId}/presence`, {
    status,
    tenantId: agentId,
    name: agentId,
    teams: ['general_team'],
    capacity: 1,
    ...more,
  });

/** A tab of a desk, behind a network that may be cut. The answers to its heartbeats take another way. */
const openTab = async (agentId: string, network: ApiClient = it): Promise<EventStream> => {
  const tab = await openDeskTab(agentId, network, it);
  closing.push(tab.close);
  await eventually(async () => expect((await desk(agentId)).connection).toBe('open'));
  return tab;
};

/** A customer of the tenant who asks for a person. */
const asking = async (tenantId: string): Promise<string> => {
  const origin = { tenantId, channel: 'api', externalId: `presence-${++customers}` };
  const { body } = await it.post<{ conversationId: string }>('/v1/conversations', origin);
  await it.post(`/v1/conversations/${body.conversationId}/human`, {});
  return body.conversationId;
};
const offerTo = (agentId: string) =>
  eventually(async () => {
    const [found] = (await desk(agentId)).offers;
    if (found === undefined) throw new Error(`nothing is offered to ${agentId}`);
    return found;
  });
/** A conversation that the agent, the only one of their tenant, has accepted. */
const talkingTo = async (agentId: string): Promise<{ id: string; handoffId: string }> => {
  const id = await asking(agentId);
  const { offerId, handoffId } = await offerTo(agentId);
  expect((await it.post(`/v1/desk/agents/${agentId}/offers/${offerId}/accept`, {})).status).toBe(202);
  await eventually(async () => expect(await ownerOf(id)).toBe(agentId));
  return { id, handoffId };
};
const ownerOf = async (id: string): Promise<string> => {
  const { owner } = (await it.get<Conversation>(`/v1/conversations/${id}`)).body;
  return owner.kind === 'agent' ? String(owner.id) : owner.kind;
};
const saidTo = async (id: string): Promise<readonly string[]> =>
  (await it.get<{ turns: { text: string }[] }>(`/v1/conversations/${id}/transcript`)).body.turns.map(
    ({ text }) => text,
  );
/** The conversation is in the queue again, before a customer who asked later, and its customer knows why. */
const expectReturned = async ({ id, handoffId }: { id: string; handoffId: string }, tenantId: string) => {
  await asking(tenantId);
  await eventually(async () => expect(await ownerOf(id)).toBe('queue'), { withinMs: ENDED_MS + 4_000 });
  expect(await saidTo(id)).toContainEqual(expect.stringMatching(/connection to \S+ was lost/));
  await presence(`${tenantId}-2`, 'online', { tenantId });
  expect((await offerTo(`${tenantId}-2`)).handoffId).toBe(handoffId);
};

test('given a desk whose only tab is closed, then after the grace its conversation returns with its age and the customer is told', async () => {
  await presence('ann', 'online');
  const tab = await openTab('ann');
  const talk = await talkingTo('ann');
  tab.close();
  await eventually(async () => expect((await desk('ann')).connection).toBe('lost'));
  await expectReturned(talk, 'ann');
  expect(await desk('ann')).toMatchObject({ status: 'offline', connection: 'none', conversations: [] });
}, 30_000);

test('given a desk with two tabs, when one is closed, then the agent keeps the conversation', async () => {
  await presence('bob', 'online');
  const [first] = [await openTab('bob'), await openTab('bob')];
  const talk = await talkingTo('bob');
  first.close();
  await sleep(ENDED_MS + 1_000);
  expect(await ownerOf(talk.id)).toBe('bob');
  expect(await desk('bob')).toMatchObject({ status: 'online', connection: 'open' });
}, 30_000);

test('given a laptop that is closed, so that its connection stays open and carries nothing, then its conversation returns and the customer is told', async () => {
  await presence('cat', 'online');
  const behind = apiClient(`http://127.0.0.1:${proxy.port}`);
  await openTab('cat', behind);
  const talk = await talkingTo('cat');
  proxy.silence();
  await expectReturned(talk, 'cat');
}, 30_000);

test('given a network cut that is shorter than the grace, then the agent keeps conversation and status', async () => {
  await presence('dan', 'online');
  const behind = apiClient(`http://127.0.0.1:${proxy.port}`);
  await openTab('dan', behind);
  const talk = await talkingTo('dan');
  await presence('dan', 'away');
  proxy.silence();
  await sleep(CUT_MS);
  expect(await desk('dan')).toMatchObject({ status: 'away', connection: 'lost' });
  await openTab('dan', behind);
  await sleep(ENDED_MS);
  expect(await desk('dan')).toMatchObject({
    status: 'away',
    connection: 'open',
    conversations: [{ handoffId: talk.handoffId }],
  });
  expect(await ownerOf(talk.id)).toBe('dan');
}, 30_000);

test('given a desk that answers no heartbeats, then its open connection keeps the agent present, and its end does not', async () => {
  await presence('eve', 'online');
  const stream = await it.openStream('/v1/desk/agents/eve/events');
  await eventually(async () => expect((await desk('eve')).connection).toBe('open'));
  await sleep(6 * HEARTBEAT_MS);
  expect((await desk('eve')).connection).toBe('open');
  expect(stream.received.filter(({ event }) => event === 'heartbeat')).toEqual([]);
  stream.close();
  await eventually(async () => expect(await desk('eve')).toMatchObject({ status: 'offline', connection: 'none' }), {
    withinMs: ENDED_MS + 3_000,
  });
}, 30_000);

test('given a desk that announces a stream and opens none, then the agent is disconnected; one who announces none stays present', async () => {
  await presence('fay', 'online', { awaitsStream: true });
  await presence('gil', 'online');
  expect((await desk('fay')).connection).toBe('open');
  await eventually(async () => expect((await desk('fay')).status).toBe('offline'), { withinMs: ENDED_MS + 3_000 });
  expect(await desk('gil')).toMatchObject({ status: 'online', connection: 'none' });
}, 30_000);

test('a heartbeat of a stream that is not open is answered with 404, so that the desk opens a new one', async () => {
  await presence('hal', 'away');
  const answer = await it.post('/v1/desk/agents/hal/streams/never/heartbeat', {});
  expect([answer.status, answer.body]).toMatchObject([404, { title: 'Stream closed' }]);
});

test('given a gateway that is killed, then desks find it again within their grace and nothing is lost', async () => {
  await presence('ida', 'online');
  await openTab('ida');
  const talk = await talkingTo('ida');
  up.process.kill('SIGKILL');
  await up.process.exited;
  const port = Number(new URL(up.url).port);
  const env = { DESK_HEARTBEAT_MS: String(HEARTBEAT_MS), TEAMS_FILE: teamsFile, RATE_LIMIT: '10000' };
  up = await startAllInOne({ dataDir, env, port });
  it = apiClient(up.url);
  await openTab('ida');
  await sleep(ENDED_MS);
  expect(await desk('ida')).toMatchObject({
    status: 'online',
    connection: 'open',
    conversations: [{ handoffId: talk.handoffId }],
  });
  expect(await ownerOf(talk.id)).toBe('ida');
}, 60_000);
