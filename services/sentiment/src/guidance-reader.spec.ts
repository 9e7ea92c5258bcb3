import { afterEach, describe, expect, test } from '@jest/globals';
import { type DataOf, type Owner, type Policy, subscriptions, topics } from '@warmline/contracts';
import {
  declaredTopics,
  encode,
  MemoryStore,
  memoryTransport,
  NotReadyError,
  noopObserver,
  Processor,
  readToEnd,
  systemClock,
} from '@warmline/messaging';
import { PolicyVersions } from '@warmline/service-kit';
import { modelEndpoint } from '@warmline/service-kit/model-endpoint';
import { loadPolicy } from '@warmline/service-kit/policy-file';
import { botTurnIn, emergency, matches, messageIn, press, type Reply, startModelServer } from './guidance.fixtures.ts';
import { guidanceModel } from './guidance-model.ts';
import { guidanceReader } from './guidance-reader.ts';
import { stages } from './stages.ts';

const shipped: Policy = loadPolicy(new URL('../../../deploy/defaults/policy.yaml', import.meta.url).pathname);
const guided: Policy = { ...shipped, version: 'guided-1', guidance: [press, emergency] };
const HELP = 'my father collapsed in your shop';
const log = { info: () => {}, warn: () => {}, error: () => {} };
const ended: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ended.splice(0).reverse()) await end();
});

/** One conversation of a tenant, with sequence numbers as the gateway gives them. */
const conversation = (conversationId = 'c-1') => {
  let seq = 0;
  const event = (type: string, data: object) => {
    const common = { conversationId, tenantId: 'acme', seq: ++seq };
    const cause = { id: 'cause', at: 1_000 + seq, tenantId: 'acme', correlationId: 'x', traceparent: undefined };
    return encode('gateway', { type, data: { ...common, ...data } }, `${conversationId}/${seq}`, cause);
  };
  return {
    started: (policyVersion: string) =>
      event('ConversationStarted', { channel: 'web', externalId: 'w', policyVersion, hasBot: true }),
    says: (text: string, role = 'customer') =>
      event('MessagePosted', { messageId: `m-${seq + 1}`, role, text, epoch: 1 }),
    owned: (kind: Owner['kind']) =>
      event('OwnerChanged', {
        owner: { kind, id: 'o', epoch: 2 },
        previous: { kind: 'bot', id: 'b', epoch: 1 },
        reason: 'x',
      }),
    ended: () => event('ConversationEnded', { by: 'customer' }),
  };
};

/** The service over the memory transport, with a language model at a real address. */
const startService = async (first: Reply, { timeoutMs = 1_000, published = [guided] as readonly Policy[] } = {}) => {
  const reply = { current: first };
  const { asked, stop, url } = await startModelServer(reply);
  ended.push(stop);
  const transport = memoryTransport();
  await transport.applyTopics(declaredTopics());
  for (const policy of published) {
    const cause = { id: policy.version, at: 1, tenantId: 'acme', correlationId: 'c', traceparent: undefined };
    const data = { tenantId: 'acme', version: policy.version, policy };
    await transport.append([encode('gateway', { type: 'PolicyPublished', data }, cause.id, cause)]);
  }
  const policies = new PolicyVersions({
    defaultPolicy: shipped,
    readPublished: (onEvent) => readToEnd(transport, topics.policy, onEvent),
    now: Date.now,
    log,
    countFaults: () => {},
  });
  const ask = modelEndpoint({ url, model: 'small-1', timeoutMs });
  const judge = guidanceModel({ ask, callsPerMinute: 600, now: Date.now, log, countOutcome: () => {} });
  const guidance = guidanceReader({ judge, model: 'small-1', policyOf: policies.find, timeoutMs, log });
  const processor = new Processor({
    service: 'sentiment',
    topics: subscriptions.sentiment,
    stages: stages({ guidance }),
    store: new MemoryStore(),
    transport,
    clock: systemClock,
    log,
    observer: noopObserver,
    ready: () => {},
    fatal: (error) => {
      throw error;
    },
  });
  ended.push(() => processor.stop());
  await processor.start();
  const scores: DataOf<'SentimentScored'>[] = [];
  ended.push(
    await transport.tail(
      [topics.sentiment.name],
      ({ value }) => void scores.push(JSON.parse(Buffer.from(value ?? []).toString())),
      true,
    ),
  );
  /** The scores once there are as many. */
  const scored = async (count: number) => {
    for (let n = 0; n < 600 && scores.length < count; n++) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(scores).toHaveLength(count);
    return scores.toSorted((a, b) => a.seq - b.seq);
  };
  return { append: transport.append.bind(transport), scored, asked, reply };
};

describe('a conversation whose policy has guidance', () => {
  test('has what applies to its messages in their scores, also where it starts in the same batch', async () => {
    const { append, scored, asked } = await startService((response, request) =>
      matches(...(messageIn(request) === HELP ? ['emergency'] : []))(response, request),
    );
    const { started, says } = conversation();
    await append([started('guided-1'), says('Hello', 'bot'), says('good morning'), says(HELP), says('😀')]);
    const [first, second, third] = await scored(3);
    expect(first?.guidance).toEqual({ model: 'small-1', policyVersion: 'guided-1', matched: [] });
    expect(second?.guidance).toEqual({ model: 'small-1', policyVersion: 'guided-1', matched: ['emergency'] });
    expect(third?.guidance).toBeUndefined();
    expect(asked.map(messageIn).sort()).toEqual(['good morning', HELP]);
    expect(asked.map(botTurnIn)).toEqual(['Hello', undefined]);
  });

  test('keeps its version over batches, and a message to an agent is not asked about', async () => {
    const { append, scored, asked } = await startService(matches('press'));
    const { started, says, owned } = conversation();
    await append([started('guided-1'), says('I am a reporter')]);
    await scored(1);
    await append([owned('queue'), says('are you there?')]);
    await scored(2);
    await append([says('hello agent'), owned('bot'), says('back with the bot')]);
    const all = await scored(4);
    expect(all.map(({ guidance }) => guidance?.matched)).toEqual([['press'], undefined, undefined, ['press']]);
    expect(asked.map(messageIn)).toEqual(['I am a reporter', 'back with the bot']);
  });

  test('is scored without guidance where the model fails or is late', async () => {
    const { append, scored, reply } = await startService((response) => void response.writeHead(500).end(), {
      timeoutMs: 150,
    });
    const { started, says } = conversation();
    await append([started('guided-1'), says(HELP)]);
    await scored(1);
    reply.current = () => {};
    await append([says('and nobody helps us')]);
    const all = await scored(2);
    expect(all.map(({ guidance }) => guidance)).toEqual([undefined, undefined]);
    expect(all.map(({ label }) => label)).not.toContain('unknown');
  });
});

describe('the model is never asked', () => {
  test('where the policy has no guidance, disables the rule, or nobody published it in time', async () => {
    const silent = { ...shipped, version: 'silent-1' };
    const rules = { ...shipped.rules, 'guidance.matched': { enabled: false, verdict: 'immediate' } as const };
    const disabled = { ...guided, version: 'disabled-1', rules };
    const { append, scored, asked } = await startService(matches('emergency'), {
      timeoutMs: 200,
      published: [silent, disabled],
    });
    for (const version of [shipped.version, 'silent-1', 'disabled-1', 'lost-1']) {
      const { started, says } = conversation(version);
      await append([started(version), says(HELP)]);
    }
    expect((await scored(4)).map(({ guidance }) => guidance)).toEqual([undefined, undefined, undefined, undefined]);
    expect(asked).toEqual([]);
  });

  test('about a conversation that has ended, or began before its version was kept', async () => {
    const { append, scored, asked } = await startService(matches('emergency'));
    const { started, says, ended: ends } = conversation();
    await append([started('guided-1'), ends(), says(HELP)]);
    await append([conversation('c-2').says(HELP)]);
    await scored(2);
    expect(asked).toEqual([]);
  });
});

test('policies that cannot be read cost their own messages the guidance, and no others', async () => {
  const errors: string[] = [];
  const read = guidanceReader({
    judge: async (questions) => questions.map(() => ['press']),
    model: 'small-1',
    policyOf: (_, version) => {
      if (version === guided.version) return guided;
      throw new NotReadyError(version, () => Promise.reject(new Error('no broker')));
    },
    timeoutMs: 1_000,
    log: { error: (_, message) => void errors.push(message) },
  });
  const asked = [guided.version, 'other-1', 'other-1'].map((policyVersion) => ({
    tenantId: 't',
    policyVersion,
    text: HELP,
    botTurn: '',
  }));
  expect((await read(asked)).map((guidance) => guidance?.matched)).toEqual([['press'], undefined, undefined]);
  expect(errors).toEqual(['the published policies cannot be read']);
});
