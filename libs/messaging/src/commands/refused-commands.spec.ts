import { expect, test } from '@jest/globals';
import { systemClock } from '../clock.ts';
import { MemoryExecutorStore } from '../memory/memory-executor-store.ts';
import { MemoryStore } from '../memory/memory-store.ts';
import type { Command, CommandStage } from './command.ts';
import { Executor, RefusedCommands } from './executor.ts';

/** Counts in its state; throws on the text `bug`, after it has forwarded to another counter. */
const counter: CommandStage = {
  name: 'counter',
  step: (state, event) => {
    const count = ((state as number | null) ?? 0) + 1;
    if (event.type === 'bug') throw new Error('a bug in the rules');
    return {
      state: count,
      verdict: { is: 'emit', outputs: [] },
      answer: { status: 200, body: count },
      timeline: [{ seq: count, type: event.type, at: event.at, data: {} }],
    };
  },
  due: () => null,
};

const subject = () => {
  const memory = new MemoryStore();
  const store = new MemoryExecutorStore(memory, 'gateway');
  let transactions = 0;
  const executor = new Executor({
    service: 'gateway',
    stages: [counter],
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
  const command = (key: string, type = 'add'): Command => ({
    stage: 'counter',
    key,
    event: { type, id: `${key}/${type}`, at: 1 },
    cause: { id: 'cause', at: 1, tenantId: 't', correlationId: key, traceparent: undefined },
  });
  return { executor, command, transactions: () => transactions, states: memory.states, timeline: store.timeline };
};

test('one command that throws fails alone, and the others of its group commit in the same transaction', async () => {
  const { executor, command, transactions, timeline } = subject();
  await executor.execute(command('warm-up'));
  const before = transactions();
  const keys = Array.from({ length: 50 }, (_, n) => `k-${n}`);
  const results = await Promise.allSettled(
    keys.flatMap((key, n) => [
      executor.execute(command(key)),
      ...(n === 20 ? [executor.execute(command(key, 'bug'))] : []),
    ]),
  );
  expect(results.filter(({ status }) => status === 'rejected')).toEqual([
    { status: 'rejected', reason: expect.objectContaining({ message: 'a bug in the rules' }) },
  ]);
  expect(transactions() - before).toBeLessThanOrEqual(2);
  expect(timeline.get('counter\u0000k-20')).toHaveLength(1);
});

test('a command that throws leaves its state as it was', async () => {
  const { executor, command, states } = subject();
  await executor.execute(command('k'));
  await expect(executor.execute(command('k', 'bug'))).rejects.toThrow('a bug in the rules');
  expect(await executor.execute(command('k'))).toEqual({ status: 200, body: 2 });
  expect(states.get('counter\u0000k')?.data).toBe(2);
});

test('a batch of the stream with commands that throw writes nothing, and names all of them', async () => {
  const { executor, command, states } = subject();
  const batch = [command('a'), command('b', 'bug'), command('c'), command('d', 'bug')];
  const refused: unknown = await executor.run(batch).catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(RefusedCommands);
  expect([...(refused as RefusedCommands).errors.keys()]).toEqual([1, 3]);
  expect(states.get('counter\u0000a')).toBeUndefined();
});
