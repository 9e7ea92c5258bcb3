import { expect, test } from '@jest/globals';
import { systemClock } from '../clock.ts';
import { emit } from '../decider.ts';
import { MemoryExecutorStore } from '../memory/memory-executor-store.ts';
import { MemoryStore } from '../memory/memory-store.ts';
import { NewerSchemaError } from '../state.ts';
import { type Command, commandStage } from './command.ts';
import { Executor } from './executor.ts';

const command = (key: string): Command => ({
  ...{ stage: 'note', key, event: { type: 'Note', id: key, at: 1 } },
  cause: { id: 'c', at: 1, tenantId: 't', correlationId: key, traceparent: undefined },
});

test('a state of a newer version fails the commands on its key, not those that wait beside them', async () => {
  const memory = new MemoryStore();
  memory.states.set('note\u0000newer', { task: 0, schema: 2, due: null, data: {}, tables: {} });
  const executor = new Executor({
    service: 'gateway',
    stages: [
      commandStage<object>({
        name: 'note',
        step: () => ({ state: {}, verdict: emit(), answer: { status: 200, body: {} }, timeline: [] }),
        due: () => null,
      }),
    ],
    store: new MemoryExecutorStore(memory, 'gateway'),
    clock: systemClock,
    onCommitted: () => {},
    onDueChanged: () => {},
  });
  const outcomes = await Promise.allSettled(['first', 'a', 'newer', 'b'].map((key) => executor.execute(command(key))));
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
  const error: unknown = outcomes[2]?.status === 'rejected' ? outcomes[2].reason : undefined;
  expect(error).toBeInstanceOf(NewerSchemaError);
  // Not a fault of the command: a task that meets it is left to a newer instance, and no event becomes a dead letter.
  expect(executor.isRefusal(error)).toBe(false);
});
