import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { PostgresExecutorStore, PostgresStore } from '@warmline/messaging';
import { FIRED_FILE, POINT_FILE, type Point, TAKEN_FILE, type Taken } from './points.ts';

/**
 * Loaded into a service's process before it (`node --import`). The product has no switch for any of this: its classes are patched here,
 * from the outside. SIGUSR2 arms the point whose name stands in a file; the first to reach it ends the process with SIGKILL, or freezes
 * it with SIGSTOP.
 */
const fileOf = (name: string): string => {
  const file = process.env[name];
  if (file === undefined) throw new Error(`${name} is not set`);
  return file;
};
const files = { point: fileOf(POINT_FILE), fired: fileOf(FIRED_FILE), taken: fileOf(TAKEN_FILE) };
/** Long enough for an append and for whoever reads it, short enough that nobody else becomes the owner meanwhile. */
const UNCOMMITTED_MS = 400;

let armed: Point | null = null;
process.on('SIGUSR2', () => {
  armed = readFileSync(files.point, 'utf8').trim() as Point;
});

const reached = (point: Point): boolean => {
  if (armed !== point) return false;
  armed = null;
  return true;
};
const fired = (point: Point): void =>
  appendFileSync(files.fired, `${JSON.stringify({ pid: process.pid, point, at: Date.now() })}\n`);
const die = (point: Point): void => {
  fired(point);
  process.kill(process.pid, 'SIGKILL');
};
const freeze = (point: Point): void => {
  fired(point);
  process.kill(process.pid, 'SIGSTOP');
};
/** Bytes that a call has put into its socket are on the wire within a turn or two of the loop. */
const dieSoon = (point: Point): void => void setTimeout(() => die(point), Math.random() * 4);

/** A commit by whichever store: the points around it. */
const around = async <T>(work: () => Promise<T>): Promise<T> => {
  if (reached('freeze-before-commit')) freeze('freeze-before-commit');
  if (reached('before-commit')) {
    await sleep(UNCOMMITTED_MS);
    die('before-commit');
  }
  if (reached('commit-in-flight')) dieSoon('commit-in-flight');
  const done = await work();
  if (reached('after-commit')) die('after-commit');
  return done;
};

const { commit, takeOver } = PostgresStore.prototype;
PostgresStore.prototype.commit = function (this: PostgresStore, batch) {
  // A batch that tells nobody anything proves nothing.
  if (batch.tasks.every((task) => task.outbox === null)) return commit.call(this, batch);
  return around(() => commit.call(this, batch));
};
PostgresStore.prototype.takeOver = async function (this: PostgresStore, n) {
  const row = await takeOver.call(this, n);
  const taken: Taken = { pid: process.pid, n, version: row.version, at: Date.now() };
  appendFileSync(files.taken, `${JSON.stringify(taken)}\n`);
  if (reached('take-over')) die('take-over');
  return row;
};

const { transact } = PostgresExecutorStore.prototype;
PostgresExecutorStore.prototype.transact = function (this: PostgresExecutorStore, wanted, decide) {
  // Only a group of the stream is owned: a request of its own has no guard to fail.
  if (wanted.guards.length === 0 && armed === 'freeze-before-commit') return transact.call(this, wanted, decide);
  return around(() => transact.call(this, wanted, decide));
};

interface Appending {
  append(taken: readonly unknown[]): Promise<void>;
}
/** Of the same instance of the library that the service runs, where it is not exported. */
const { Publisher } = (await import(new URL('./publisher.js', import.meta.resolve('@warmline/messaging')).href)) as {
  Publisher: { prototype: Appending };
};
const { append } = Publisher.prototype;
Publisher.prototype.append = async function (this: Appending, taken) {
  if (reached('freeze-before-publish')) freeze('freeze-before-publish');
  if (reached('publish-in-flight')) dieSoon('publish-in-flight');
  await append.call(this, taken);
  if (reached('after-publish')) die('after-publish');
};
