import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresExecutorStore, PostgresStore } from '@warmline/messaging';
import {
  type ClockStep,
  type Failpoint,
  FIRED_FILE,
  POINT_FILE,
  TAKE_OVER_FILE,
  type TakeOver,
} from './failpoint-names.ts';

/**
 * Loaded into the process of a service before the service (`node --import`). The product has no switch for failpoints: its classes are
 * patched here. SIGUSR2 arms the failpoint that the file names; the first call that reaches it kills the process with SIGKILL or
 * freezes it with SIGSTOP.
 */
const fileOf = (name: string): string => {
  const file = process.env[name];
  if (file === undefined) throw new Error(`${name} is not set`);
  return file;
};
const files = { point: fileOf(POINT_FILE), fired: fileOf(FIRED_FILE), takeOvers: fileOf(TAKE_OVER_FILE) };
/** Long enough for an append and its readers, short enough that no other process becomes the owner meanwhile. */
const UNCOMMITTED_MS = 400;

const trueNow = Date.now;
let clockOffset = 0;
const TrueDate = Date;
globalThis.Date = class extends TrueDate {
  constructor(...given: [] | [number | string | Date]) {
    super(...((given.length === 0 ? [Date.now()] : given) as [number]));
  }
  static override now(): number {
    return trueNow() + clockOffset;
  }
} as DateConstructor;

let armed: Failpoint | null = null;
process.on('SIGUSR2', () => {
  const order = readFileSync(files.point, 'utf8').trim() as Failpoint | ClockStep;
  const [, step] = /^clock:(-?\d+)$/.exec(order) ?? [];
  if (step === undefined) armed = order as Failpoint;
  else clockOffset = Number(step);
});

const consumeIfArmed = (point: Failpoint): boolean => {
  if (armed !== point) return false;
  armed = null;
  return true;
};
const recordFired = (point: Failpoint): void =>
  appendFileSync(files.fired, `${JSON.stringify({ pid: process.pid, point, at: trueNow() })}\n`);
const killSelf = (point: Failpoint): void => {
  recordFired(point);
  process.kill(process.pid, 'SIGKILL');
};
const freezeSelf = (point: Failpoint): void => {
  recordFired(point);
  process.kill(process.pid, 'SIGSTOP');
};
/** Bytes that a call wrote to its socket are on the wire within one or two turns of the event loop. */
const killSelfSoon = (point: Failpoint): void => void setTimeout(() => killSelf(point), Math.random() * 4);

/** The failpoints around a commit of either store. */
const withCommitFailpoints = async <T>(work: () => Promise<T>): Promise<T> => {
  if (consumeIfArmed('freeze-before-commit')) freezeSelf('freeze-before-commit');
  if (consumeIfArmed('before-commit')) {
    await sleep(UNCOMMITTED_MS);
    killSelf('before-commit');
  }
  if (consumeIfArmed('commit-in-flight')) killSelfSoon('commit-in-flight');
  const done = await work();
  if (consumeIfArmed('after-commit')) killSelf('after-commit');
  return done;
};

const { commit, takeOver } = PostgresStore.prototype;
PostgresStore.prototype.commit = function (this: PostgresStore, batch) {
  // A batch without outputs proves nothing.
  if (batch.tasks.every((task) => task.outbox === null)) return commit.call(this, batch);
  return withCommitFailpoints(() => commit.call(this, batch));
};
PostgresStore.prototype.takeOver = async function (this: PostgresStore, n) {
  const row = await takeOver.call(this, n);
  const takeOverLine: TakeOver = { pid: process.pid, n, version: row.version, at: trueNow() };
  appendFileSync(files.takeOvers, `${JSON.stringify(takeOverLine)}\n`);
  if (consumeIfArmed('take-over')) killSelf('take-over');
  return row;
};

const { transact } = PostgresExecutorStore.prototype;
PostgresExecutorStore.prototype.transact = function (this: PostgresExecutorStore, wanted, decide) {
  // Only a batch of the stream has an owner; an HTTP request has no guard that could fail.
  if (wanted.guards.length === 0 && armed === 'freeze-before-commit') return transact.call(this, wanted, decide);
  return withCommitFailpoints(() => transact.call(this, wanted, decide));
};

interface PublisherPrototype {
  append(taken: readonly unknown[]): Promise<void>;
}
/** The publisher of the library instance that the service runs; the package does not export it. */
const { Publisher } = (await import(new URL('./publisher.js', import.meta.resolve('@warmline/messaging')).href)) as {
  Publisher: { prototype: PublisherPrototype };
};
const { append } = Publisher.prototype;
Publisher.prototype.append = async function (this: PublisherPrototype, taken) {
  if (consumeIfArmed('freeze-before-publish')) freezeSelf('freeze-before-publish');
  if (consumeIfArmed('publish-in-flight')) killSelfSoon('publish-in-flight');
  await append.call(this, taken);
  if (consumeIfArmed('after-publish')) killSelf('after-publish');
};
