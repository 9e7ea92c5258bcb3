import { beforeEach, expect, test } from '@jest/globals';
import type { Clock } from '../clock.ts';
import { type Command, commandStage } from './command.ts';
import { Executor, GROUP_INTERVAL_MS, MAX_WAIT_MS, MAX_WAITING, Overloaded } from './executor.ts';
import type { ExecutorStore } from './executor-store.ts';

/** A clock that the test advances. */
const timeline = () => {
  let now = 1_000;
  const timers = new Map<() => void, number>();
  const clock: Clock = {
    now: () => now,
    after: (ms, call) => {
      timers.set(call, now + ms);
      return () => void timers.delete(call);
    },
  };
  const pass = (ms: number): void => {
    now += ms;
    for (const [call, at] of [...timers]) if (at <= now && timers.delete(call)) call();
  };
  return { clock, pass };
};

let submitted = 0;
const command = (): Command => {
  const id = `e-${++submitted}`;
  const cause = { id, at: 1, tenantId: 't', correlationId: id, traceparent: undefined };
  return { stage: 'note', key: id, event: { type: 'Note', id, at: 1 }, cause };
};

/** A store whose transactions end when the test releases them, and the measurements of the executor. */
const world = () => {
  const { clock, pass } = timeline();
  const held: (() => void)[] = [];
  const written: string[] = [];
  const measurements = { waiting: 0, refused: [] as string[] };
  const store: ExecutorStore = {
    transact: async (wanted, decide) => {
      await new Promise<void>((go) => held.push(go));
      decide({ states: new Map(), answers: new Map() });
      written.push(...wanted.keys.map((k) => k.key));
      return [];
    },
    isDataError: () => false,
  };
  const executor = new Executor({
    service: 'gateway',
    stages: [
      commandStage<object>({
        name: 'note',
        step: () => ({
          state: {},
          verdict: { is: 'emit', outputs: [] },
          answer: { status: 201, body: {} },
          timeline: [],
        }),
        due: () => null,
      }),
    ],
    store,
    clock,
    onCommitted: () => {},
    onDueChanged: () => {},
    observer: {
      waiting: (n) => (measurements.waiting = n),
      refused: (reason) => void measurements.refused.push(reason),
      rulesRan: () => {},
    },
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const release = async () => {
    held.shift()?.();
    await settle();
  };
  /** The outcome of a command: its status or the error. */
  const submit = (added = command()) => {
    const result: { id: string; status?: number; error?: unknown } = { id: added.key };
    executor.execute(added).then(
      ({ status }) => (result.status = status),
      (error: unknown) => (result.error = error),
    );
    return result;
  };
  return { submit, pass, release, settle, written, measurements };
};
let w: ReturnType<typeof world>;
beforeEach(() => {
  w = world();
});

test('a command that waits five seconds behind a hanging transaction is refused and never executed', async () => {
  const first = w.submit();
  const early = w.submit();
  w.pass(3_000);
  const later = w.submit();
  w.pass(MAX_WAIT_MS - 3_000);
  await w.settle();
  expect([early.error, later.error, first.error]).toEqual([expect.any(Overloaded), undefined, undefined]);
  expect(w.measurements).toEqual({ waiting: 1, refused: ['timed-out'] });
  await w.release();
  await w.release();
  expect([first.status, later.status]).toEqual([201, 201]);
  expect(w.written).toEqual([first.id, later.id]);
  expect(w.measurements.waiting).toBe(0);
});

test('a full queue refuses one more command at once, and accepts again when it has room', async () => {
  const first = w.submit();
  const waiting = Array.from({ length: MAX_WAITING }, () => w.submit());
  const refused = w.submit();
  await w.settle();
  expect(refused.error).toBeInstanceOf(Overloaded);
  expect(w.measurements).toEqual({ waiting: MAX_WAITING, refused: ['queue-full'] });
  for (let n = 0; n < 20; n++) await w.release();
  expect([first, ...waiting].filter(({ status }) => status !== 201)).toEqual([]);
  w.pass(GROUP_INTERVAL_MS);
  await w.settle();
  const after = w.submit();
  await w.release();
  expect(after.status).toBe(201);
});

test('passing time alone refuses no command', async () => {
  const results = [w.submit(), w.submit(), w.submit()];
  w.pass(MAX_WAIT_MS - 1);
  await w.release();
  await w.release();
  w.pass(10 * MAX_WAIT_MS);
  await w.settle();
  expect(results.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(w.measurements.refused).toEqual([]);
});
