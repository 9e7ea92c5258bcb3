import { setTimeout as sleep } from 'node:timers/promises';
import { SimulatedAgents, tenantOf } from '../latency/agents.ts';
import { HUMAN_REQUEST, ORDINARY_MESSAGES } from '../latency/customer-messages.ts';
import { HttpClient } from '../latency/http-client.ts';
import { openLoop } from '../latency/open-loop.ts';

/** Customer messages of a conversation; a bot answers each over HTTP. */
export const TURNS = 4;
/** One of so many conversations asks for a person with its last message, is served, and rates it. */
export const HANDOFF_EVERY = 10;
const STARTS_PER_SECOND = 10;
const TURN_MS = 500;
/** One for each turn: a bot that repeats itself is a reason for a hand-off. */
const BOT_REPLIES = [
  'Hello! I have opened your order and can see all the details of the delivery.',
  'Thank you, the driver will find that note on the label of the parcel.',
  'That is arranged; you will get a message an hour before the delivery.',
  'You are welcome. The invoice was sent to you by e-mail this morning.',
] as const;
/** Of the owner of a conversation that nobody has taken over. */
const FIRST_EPOCH = 1;
const HANDLE_TIME_MS = 1_000;
const TENANTS = 3;
const HANDED_OVER_MS = 4_000;

/** Runs whole conversations over HTTP: start, turns of customer and bot, perhaps a hand-off, end. Throws where one is refused. */
export const runConversations = async (url: string, count: number, run: string): Promise<void> => {
  const http = new HttpClient(url);
  const failures: string[] = [];
  const agents = new SimulatedAgents({
    http,
    pools: TENANTS,
    agentsPerPool: 4,
    capacity: 10,
    handleTimeMs: HANDLE_TIME_MS,
    onFailure: (what) => void failures.push(what),
    onOffer: () => {},
  });
  await agents.open();
  const send = async (path: string, body: object, key: string): Promise<Readonly<Record<string, unknown>>> => {
    const answer = await http.send('POST', path, body, key);
    if (answer.status >= 300) throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const converse = async (n: number): Promise<void> => {
    const name = `${run}-${n}`;
    const origin = { tenantId: tenantOf(n % TENANTS), channel: 'chat', externalId: name, language: 'en' };
    const path = `/v1/conversations/${String((await send('/v1/conversations', origin, name)).conversationId)}`;
    const isHandedOver = n % HANDOFF_EVERY === 0;
    for (let turn = 0; turn < TURNS; turn++) {
      const asks = isHandedOver && turn === TURNS - 1;
      const text = asks ? HUMAN_REQUEST : ORDINARY_MESSAGES[(n + turn) % ORDINARY_MESSAGES.length];
      await send(`${path}/messages`, { role: 'customer', text }, `${name}/${turn}`);
      await sleep(asks ? HANDED_OVER_MS : TURN_MS);
      if (asks) break;
      await send(
        `${path}/messages`,
        { role: 'bot', text: BOT_REPLIES[turn], epoch: FIRST_EPOCH },
        `${name}/${turn}/bot`,
      );
      await sleep(TURN_MS);
    }
    await send(`${path}/end`, {}, `${name}/end`);
  };
  const conversations: Promise<void>[] = [];
  await openLoop(STARTS_PER_SECOND, count / STARTS_PER_SECOND, (n) => {
    conversations.push(converse(n).catch((error: Error) => void failures.push(error.message)));
  });
  await Promise.all(conversations);
  const { closed } = agents.counts;
  await agents.close();
  http.close();
  if (failures.length > 0) throw new Error(`${failures.length} requests failed, the first: ${failures[0]}`);
  const expected = Math.ceil(count / HANDOFF_EVERY);
  if (closed !== expected) throw new Error(`${closed} of ${expected} hand-offs were served`);
};
