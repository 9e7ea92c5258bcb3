import { beforeEach, describe, expect, test } from '@jest/globals';
import { type TopicDefinition, topics } from '@warmline/contracts';
import { type Command, derivedId, Executor, MemoryExecutorStore, MemoryStore, systemClock } from '@warmline/messaging';
import { commandTargets } from './command-targets.ts';
import type { Desk } from './domain/desk/desk.ts';
import { stages } from './stages.ts';

const NOW = 1_760_000_010_000;
const AGENT = 'mia';

/** The gateway's stages over a store in memory. */
const gateway = () => {
  const memory = new MemoryStore();
  const store = new MemoryExecutorStore(memory, 'gateway');
  let transactions = 0;
  const executor = new Executor({
    service: 'gateway',
    stages: stages({
      botTimeoutMs: 1_000,
      policyVersionOf: () => 'default-1',
      defaultPolicyVersion: 'default-1',
      botOf: () => null,
    }),
    store: {
      transact: (request, decide) => {
        transactions++;
        return store.transact(request, decide);
      },
      isDataError: () => false,
    },
    clock: systemClock,
    onCommitted: () => {},
    onDueChanged: () => {},
  });
  const cause = { id: 'cause', at: NOW, tenantId: 'default', correlationId: 'c', traceparent: undefined };
  const run = (...commands: readonly Omit<Command, 'cause'>[]) => executor.run(commands.map((c) => ({ ...c, cause })));
  /** The commands that the sample of an event of another service leads to. */
  const targetsOf = (type: string, topic: TopicDefinition, data: object = {}) => {
    const sample = topic.events[type]?.sample as object;
    const id = derivedId(type);
    const input = { type, id, at: NOW - 5_000, data: { ...sample, ...data }, key: 'k', tenantId: 'default' };
    const routed = commandTargets(() => NOW)({ ...input, correlationId: 'k', traceparent: undefined }, topic);
    if (typeof routed === 'string') throw new Error(routed);
    return routed;
  };
  const desk = () => memory.states.get(`desk\u0000${AGENT}`)?.data as Desk;
  const rows = () => (store.timeline.get(`desk\u0000${AGENT}`) ?? []).map(({ type }) => type);
  return { run, targetsOf, desk, rows, memory, transactions: () => transactions };
};
let subject: ReturnType<typeof gateway>;
beforeEach(async () => {
  subject = gateway();
  const { teams, skills, languages, capacity, poolId, tenantId } = topics.desk.events.AgentPresenceChanged.sample;
  const profile = {
    agentId: AGENT,
    name: 'Mia',
    status: 'online',
    teams,
    skills,
    languages,
    capacity,
    poolId,
    tenantId,
  };
  await subject.run({
    stage: 'desk',
    key: AGENT,
    event: { type: 'SetPresence', id: 'p', at: NOW - 60_000, data: profile },
  });
});

describe.each(['HandoffOfferedToAgent', 'CallbackAssigned'])('the desk gets %s', (type) => {
  const row = type === 'CallbackAssigned' ? 'callback' : 'offer';
  const arrival = () => subject.targetsOf(type, topics.routing);
  const request = () => subject.targetsOf('HandoffRequested', topics.escalation, { handoffId: 'h-1' });

  test('at once when the request was received before, in one transaction', async () => {
    await subject.run(...request());
    const before = subject.transactions();
    await subject.run(...arrival());
    expect(subject.rows()).toEqual(['presence', row]);
    expect(subject.transactions() - before).toBe(1);
  });

  test('together with the request when that is received later', async () => {
    await subject.run(...arrival());
    expect(subject.rows()).toEqual(['presence']);
    await subject.run(...request());
    expect(subject.rows()).toEqual(['presence', row]);
    expect(subject.memory.states.get('handoff-payload\u0000h-1')?.data).toMatchObject({ is: 'requested' });
  });

  test.each([0, 1])('when both are in one batch, in either order (%j)', async (first) => {
    const both = [arrival(), request()];
    await subject.run(...(both[first] ?? []), ...(both[1 - first] ?? []));
    expect(subject.rows()).toEqual(['presence', row]);
  });
});

test('the desk never gets an offer that was withdrawn before its request is received', async () => {
  await subject.run(...subject.targetsOf('HandoffOfferedToAgent', topics.routing));
  await subject.run(...subject.targetsOf('HandoffAbandoned', topics.routing));
  await subject.run(...subject.targetsOf('HandoffRequested', topics.escalation, { handoffId: 'h-1' }));
  expect(subject.rows()).toEqual(['presence']);
  expect(subject.desk().offers).toEqual({});
});
