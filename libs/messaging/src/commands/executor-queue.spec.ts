import { beforeEach, expect, test } from '@jest/globals';
import type { Clock } from '../clock.ts';
import { type Command, commandStage } from './command.ts';
import { Executor, GROUP_INTERVAL_MS, MAX_WAIT_MS, MAX_WAITING, Overloaded } from './executor.ts';
import type { ExecutorStore } from './executor-store.ts';

/** Time that moves when it is told to. */
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

let made = 0;
const command = (): Command => {
  const id = `e-${++made}`;
  const cause = { id, at: 1, tenantId: 't', correlationId: id, traceparent: undefined };
  return { stage: 'note', key: id, event: { type: 'Note', id, at: 1 }, cause };
};

/** A database whose transactions end when they are let go, and what the executor says of itself. */
const world = () => {
  const { clock, pass } = timeline();
  const held: (() => void)[] = [];
  const written: string[] = [];
  const told = { waiting: 0, refused: [] as string[] };
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
    observer: { waiting: (n) => (told.waiting = n), refused: (reason) => void told.refused.push(reason) },
  });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const release = async () => {
    held.shift()?.();
    await settle();
  };
  /** What became of a command: its status, or what it was refused with. */
  const ask = (asked = command()) => {
    const result: { id: string; status?: number; error?: unknown } = { id: asked.key };
    executor.execute(asked).then(
      ({ status }) => (result.status = status),
      (error: unknown) => (result.error = error),
    );
    return result;
  };
  return { ask, pass, release, settle, written, told };
};
let w: ReturnType<typeof world>;
beforeEach(() => {
  w = world();
});

test('a command that waits five seconds behind a hanging transaction is refused and never executed', async () => {
  const first = w.ask();
  const early = w.ask();
  w.pass(3_000);
  const later = w.ask();
  w.pass(MAX_WAIT_MS - 3_000);
  await w.settle();
  expect([early.error, later.error, first.error]).toEqual([expect.any(Overloaded), undefined, undefined]);
  expect(w.told).toEqual({ waiting: 1, refused: ['timed-out'] });
  await w.release();
  await w.release();
  expect([first.status, later.status]).toEqual([201, 201]);
  expect(w.written).toEqual([first.id, later.id]);
  expect(w.told.waiting).toBe(0);
});

test('a full queue refuses one more command at once, and accepts again when it has room', async () => {
  const first = w.ask();
  const waiting = Array.from({ length: MAX_WAITING }, () => w.ask());
  const refused = w.ask();
  await w.settle();
  expect(refused.error).toBeInstanceOf(Overloaded);
  expect(w.told).toEqual({ waiting: MAX_WAITING, refused: ['queue-full'] });
  for (let n = 0; n < 20; n++) await w.release();
  expect([first, ...waiting].filter(({ status }) => status !== 201)).toEqual([]);
  w.pass(GROUP_INTERVAL_MS);
  await w.settle();
  const after = w.ask();
  await w.release();
  expect(after.status).toBe(201);
});

test('passing time alone refuses no command', async () => {
  const asked = [w.ask(), w.ask(), w.ask()];
  w.pass(MAX_WAIT_MS - 1);
  await w.release();
  await w.release();
  w.pass(10 * MAX_WAIT_MS);
  await w.settle();
  expect(asked.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect(w.told.refused).toEqual([]);
});
