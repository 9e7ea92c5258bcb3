import { randomUUID } from 'node:crypto';
import type { TopicDefinition } from '@warmline/contracts';
import {
  type Command,
  type CommittedEffect,
  derivedId,
  Executor,
  MemoryExecutorStore,
  MemoryStore,
  systemClock,
} from '@warmline/messaging';
import { commandTargets } from './command-targets.ts';
import { startCommand } from './commands.ts';
import { ExpectedConversations, type GatewayEffect, stages } from './stages.ts';

/** The gateway's stages over a store in memory. `expected` is what its replica knows of addresses. */
export const memoryGateway = (now: () => number) => {
  const memory = new MemoryStore();
  const store = new MemoryExecutorStore(memory, 'gateway');
  const expected = new ExpectedConversations();
  let transactions = 0;
  const executor = new Executor({
    service: 'gateway',
    stages: stages({
      botTimeoutMs: 1_000,
      policyVersionOf: () => 'default-1',
      verdictWaitMsOf: () => 0,
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
    onCommitted: (_rows, _timeline, effects) => {
      for (const { effect } of effects as readonly CommittedEffect<GatewayEffect>[])
        if (effect.type === 'address-found') expected.found(effect.address, effect.conversationId);
    },
    onDueChanged: () => {},
  });
  const cause = { id: 'cause', at: now(), tenantId: 'default', correlationId: 'c', traceparent: undefined };
  const run = (...commands: readonly Omit<Command, 'cause'>[]) => executor.run(commands.map((c) => ({ ...c, cause })));
  const start = (origin: Parameters<typeof startCommand>[0], idempotencyKey?: string, known = expected) =>
    executor.execute(
      startCommand(origin, known, { at: now(), freshId: randomUUID, traceparent: undefined, idempotencyKey }),
    );
  const route = commandTargets(now, expected, randomUUID);
  /** The commands that the sample of an event of another service or a channel leads to. */
  const targetsOf = (type: string, topic: TopicDefinition, data: object = {}) => {
    const sample = topic.events[type]?.sample as object;
    const id = derivedId(type);
    const input = { type, id, at: now() - 5_000, data: { ...sample, ...data }, key: 'k', tenantId: 'default' };
    const routed = route({ ...input, correlationId: 'k', traceparent: undefined }, topic);
    if (typeof routed === 'string') throw new Error(routed);
    return routed;
  };
  const state = <S>(stage: string, key: string) =>
    (memory.states.get(`${stage}\u0000${key}`)?.data ?? null) as S | null;
  const rows = (stage: string, key: string) =>
    (store.timeline.get(`${stage}\u0000${key}`) ?? []).map(({ type }) => type);
  return { executor, run, start, targetsOf, state, rows, memory, transactions: () => transactions };
};
