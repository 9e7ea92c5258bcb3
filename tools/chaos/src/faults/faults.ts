import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '@warmline/contracts';
import type { RunningProcess } from '@warmline/testing/processes';
import { Client } from 'pg';
import type { Cluster } from '../cluster.ts';
import { ownedBy, type Recovery } from '../facts/recovery.ts';
import type { Instance } from '../instance.ts';
import type { Fault, Planned } from './plan.ts';
import { wakeAgainstSuccessor } from './zombie.ts';

/** A point that is not reached by then is given up, and the process killed where it is. */
const REACH_MS = 4_000;
const REACH_TAKE_OVER_MS = 12_000;
const READY_MS = 30_000;
const QUIET_MS = 15_000;
/** Longer than a produce request waits for its answer: it is sent again, and the first one lands too. */
const BROKER_FROZEN_MS = 16_500;

export interface Done {
  /** Milliseconds after the start, when it was begun. */
  readonly at: number;
  readonly tookMs: number;
  readonly fault: Fault;
  /** What came of it, where it is not what was planned. */
  readonly note?: string;
}

export interface Context {
  readonly cluster: Cluster;
  readonly recovery: Recovery;
  /** Processes that ended without being told to; they were started again. */
  readonly unexpected: string[];
  readonly done: Done[];
}

/** Starts the place again whenever its process ends by itself, as any supervisor would. */
const supervise = ({ cluster, unexpected }: Context, expected: WeakSet<object>, over: AbortSignal): void => {
  for (const instance of cluster.instances) {
    const watch = (it: RunningProcess): void =>
      void it.exited.then(({ code, signal }) => {
        if (over.aborted || expected.has(it)) return;
        unexpected.push(`${instance.name} ended by itself (${signal ?? code}): ${it.output().slice(-500)}`);
        instance.start();
      });
    instance.onStart = watch;
    watch(instance.process);
  }
};

const endWith = async (
  instance: Instance,
  point: string,
  context: Pick<Context, 'recovery'> & { readonly expected: WeakSet<object> },
): Promise<void> => {
  const { process: it } = instance;
  context.expected.add(it);
  it.kill('SIGKILL');
  await it.exited;
  context.recovery.killed(instance, point, Date.now());
  instance.start();
};

export const startFaults = (context: Context, plan: readonly Planned[], over: AbortSignal) => {
  const { cluster, recovery, done } = context;
  const expected = new WeakSet<object>();
  supervise(context, expected, over);
  const locks = new Map<ServiceName, Promise<unknown>>();
  const began = Date.now();
  const ready = (instance: Instance) =>
    Promise.race([instance.ready().catch(() => undefined), sleep(READY_MS, undefined, { ref: false })]);
  const placeOf = ({ service, index }: { service: ServiceName; index: number }) => {
    const all = cluster.of(service);
    const [instance, other] = [all[index], all[1 - index]];
    if (instance === undefined || other === undefined) throw new Error(`${service} has no place ${index}`);
    return { instance, other, all };
  };
  const leave = async (instance: Instance, awayMs: number): Promise<void> => {
    expected.add(instance.process);
    await instance.process.stop();
    await sleep(awayMs);
    instance.start();
  };

  const kill = async (fault: Extract<Fault, { is: 'kill' }>): Promise<string | undefined> => {
    const { instance, other } = placeOf(fault);
    const { point } = fault;
    await ready(instance);
    if (point === 'anywhere') {
      await endWith(instance, point, { recovery, expected });
      await ready(instance);
      return undefined;
    }
    const { process: it } = instance;
    expected.add(it);
    instance.arm(point);
    const away = point === 'take-over' ? leave(other, 300) : undefined;
    const limit = sleep(point === 'take-over' ? REACH_TAKE_OVER_MS : REACH_MS, 'late' as const, { ref: false });
    const late = (await Promise.race([it.exited, limit])) === 'late';
    if (late) await endWith(instance, `${point}, not reached`, { recovery, expected });
    else {
      recovery.killed(instance, point, Date.now());
      instance.start();
    }
    await away;
    await Promise.all([ready(instance), ready(other)]);
    return late ? 'the point was not reached' : undefined;
  };

  const broker = async ({ how }: Extract<Fault, { is: 'broker' }>): Promise<void> => {
    const { kafka } = cluster;
    if (how === 'freeze') {
      kafka.pause();
      await sleep(BROKER_FROZEN_MS);
      kafka.resume();
      return;
    }
    if (how === 'kill') await kafka.kill();
    await kafka.restart();
  };

  const perform = async (fault: Fault): Promise<string | undefined> => {
    switch (fault.is) {
      case 'kill':
        return kill(fault);
      case 'zombie': {
        const { instance, other, all } = placeOf(fault);
        await Promise.all([ready(instance), ready(other)]);
        const owned = () => ownedBy(instance, all);
        const killed = () => endWith(other, 'beside-a-zombie', { recovery, expected });
        const note = await wakeAgainstSuccessor(instance, fault.point, owned, killed);
        await Promise.all([ready(instance), ready(other)]);
        return note;
      }
      case 'leave': {
        const { instance } = placeOf(fault);
        await ready(instance);
        await leave(instance, fault.awayMs);
        await ready(instance);
        return undefined;
      }
      case 'broker':
        await broker(fault);
        return undefined;
      case 'postgres':
        process.kill(cluster.postgres.pid(), 'SIGQUIT');
        await sleep(200);
        await answering(cluster.databaseUrl);
        return undefined;
    }
  };

  const carryOut = async (fault: Fault): Promise<void> => {
    const at = Date.now();
    const note = await perform(fault);
    const said = note === undefined ? {} : { note };
    done.push({ at: at - began, tookMs: Date.now() - at, fault, ...said });
  };

  const run = async (): Promise<void> => {
    for (const { at, fault } of plan) {
      await sleep(Math.max(0, began + at - Date.now()));
      if (over.aborted) break;
      if (fault.is === 'broker' || fault.is === 'postgres') {
        // What a service does while the broker is away is one thing, how soon it gets up after a kill another.
        await Promise.all(locks.values());
        const until = Date.now() + QUIET_MS;
        while (!recovery.isQuiet && Date.now() < until) await sleep(50);
        await carryOut(fault);
        await Promise.all(cluster.instances.map(ready));
        continue;
      }
      const before = locks.get(fault.service);
      locks.set(
        fault.service,
        Promise.resolve(before).then(() => carryOut(fault)),
      );
    }
    await Promise.all(locks.values());
  };
  return run();
};

const answering = async (databaseUrl: string): Promise<void> => {
  for (;;) {
    const client = new Client({ connectionString: databaseUrl, connectionTimeoutMillis: 1_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return;
    } catch {
      await sleep(50);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
};
