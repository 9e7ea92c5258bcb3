import { setTimeout as sleep } from 'node:timers/promises';
import type { ServiceName } from '@warmline/contracts';
import type { RunningProcess } from '@warmline/testing/processes';
import { Client } from 'pg';
import type { Cluster } from '../cluster.ts';
import type { Instance } from '../instance.ts';
import { type Recovery, tasksOwnedBy } from '../observation/recovery.ts';
import type { Fault, PlannedFault } from './fault-plan.ts';
import { type LostTopicObserver, loseTopic } from './lost-topic.ts';
import { exhaustConnections } from './no-connections.ts';
import { freezeUntilReplaced } from './zombie.ts';

/** If the failpoint is not reached within this time, the process is killed where it is. */
const POINT_TIMEOUT_MS = 4_000;
const TAKE_OVER_TIMEOUT_MS = 12_000;
const READY_MS = 30_000;
const SETTLED_WITHIN_MS = 15_000;
/** Longer than the time-out of a produce request: the request is sent again, and the first one takes effect too. */
const BROKER_FROZEN_MS = 16_500;
/** Longer than the session of a consumer: when the broker goes on, every member has left its group. */
const BROKER_HUNG_MS = 30_000;
const CLOCK_WRONG_MS = 8_000;

export interface InjectedFault {
  /** Start of the fault, milliseconds after the start of the run. */
  readonly at: number;
  readonly tookMs: number;
  readonly fault: Fault;
  /** How it differed from the plan. */
  readonly note?: string;
}

export interface FaultContext extends LostTopicObserver {
  readonly cluster: Cluster;
  readonly recovery: Recovery;
  /** Processes that ended unexpectedly; they were started again. */
  readonly unexpected: string[];
  readonly injected: InjectedFault[];
}

/** Restarts a replica whenever its process ends unexpectedly, as a supervisor would. */
const supervise = ({ cluster, unexpected }: FaultContext, expected: WeakSet<object>, stopping: AbortSignal): void => {
  for (const instance of cluster.instances) {
    const restartOnExit = (it: RunningProcess): void =>
      void it.exited.then(({ code, signal }) => {
        if (stopping.aborted || expected.has(it)) return;
        unexpected.push(`${instance.name} exited unexpectedly (${signal ?? code}): ${it.output().slice(-500)}`);
        instance.start();
      });
    instance.onStart = restartOnExit;
    restartOnExit(instance.process);
  }
};

const killAndRestart = async (
  instance: Instance,
  point: string,
  context: Pick<FaultContext, 'recovery'> & { readonly expected: WeakSet<object> },
): Promise<void> => {
  const { process: it } = instance;
  context.expected.add(it);
  it.kill('SIGKILL');
  await it.exited;
  context.recovery.onKilled(instance, point, Date.now());
  instance.start();
};

export const injectFaults = (context: FaultContext, plan: readonly PlannedFault[], stopping: AbortSignal) => {
  const { cluster, recovery, injected } = context;
  const expected = new WeakSet<object>();
  supervise(context, expected, stopping);
  const locks = new Map<ServiceName, Promise<unknown>>();
  const began = Date.now();
  const ready = (instance: Instance) =>
    Promise.race([instance.ready().catch(() => undefined), sleep(READY_MS, undefined, { ref: false })]);
  const replicasFor = ({ service, index }: { service: ServiceName; index: number }) => {
    const all = cluster.replicasOf(service);
    const [instance, other] = [all[index], all[1 - index]];
    if (instance === undefined || other === undefined) throw new Error(`${service} has no replica ${index}`);
    return { instance, other, all };
  };
  const stopAndRestart = async (instance: Instance, awayMs: number): Promise<void> => {
    expected.add(instance.process);
    await instance.process.stop();
    await sleep(awayMs);
    instance.start();
  };

  const kill = async (fault: Extract<Fault, { is: 'kill' }>): Promise<string | undefined> => {
    const { instance, other } = replicasFor(fault);
    const { point } = fault;
    await ready(instance);
    if (point === 'anywhere') {
      await killAndRestart(instance, point, { recovery, expected });
      await ready(instance);
      return undefined;
    }
    const { process: it } = instance;
    expected.add(it);
    instance.arm(point);
    const away = point === 'take-over' ? stopAndRestart(other, 300) : undefined;
    const limit = sleep(point === 'take-over' ? TAKE_OVER_TIMEOUT_MS : POINT_TIMEOUT_MS, 'late' as const, {
      ref: false,
    });
    const isLate = (await Promise.race([it.exited, limit])) === 'late';
    if (isLate) await killAndRestart(instance, `${point}, not reached`, { recovery, expected });
    else {
      recovery.onKilled(instance, point, Date.now());
      instance.start();
    }
    await away;
    await Promise.all([ready(instance), ready(other)]);
    return isLate ? 'the failpoint was not reached' : undefined;
  };

  const broker = async ({ how }: Extract<Fault, { is: 'broker' }>): Promise<void> => {
    const { kafka } = cluster;
    if (how === 'freeze' || how === 'hang') {
      kafka.pause();
      await sleep(how === 'freeze' ? BROKER_FROZEN_MS : BROKER_HUNG_MS);
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
        const { instance, other, all } = replicasFor(fault);
        await Promise.all([ready(instance), ready(other)]);
        const owned = () => tasksOwnedBy(instance, all);
        const killed = () => killAndRestart(other, 'zombie-successor', { recovery, expected });
        const note = await freezeUntilReplaced(instance, fault.point, owned, killed);
        await Promise.all([ready(instance), ready(other)]);
        return note;
      }
      case 'leave': {
        const { instance } = replicasFor(fault);
        await ready(instance);
        await stopAndRestart(instance, fault.awayMs);
        await ready(instance);
        return undefined;
      }
      case 'roll':
        for (const index of [0, 1]) {
          const { instance } = replicasFor({ service: fault.service, index });
          await ready(instance);
          await stopAndRestart(instance, 0);
          await ready(instance);
        }
        return undefined;
      case 'clock': {
        const { instance } = replicasFor(fault);
        await ready(instance);
        const { process: it } = instance;
        instance.arm(`clock:${fault.stepMs}`);
        await sleep(CLOCK_WRONG_MS);
        if (instance.process === it) instance.arm('clock:0');
        return undefined;
      }
      case 'connections':
        return exhaustConnections(cluster.databaseUrl);
      case 'topic':
        return loseTopic(
          cluster,
          async (service) => {
            const all = cluster.instances.filter((each) => service === undefined || each.service === service);
            for (const { process: it } of all) expected.add(it);
            await Promise.all(all.map(({ process: it }) => it.stop()));
          },
          context,
        );
      case 'broker':
        await broker(fault);
        return undefined;
      case 'postgres':
        process.kill(cluster.postgres.pid(), 'SIGQUIT');
        await sleep(200);
        await waitForDatabase(cluster.databaseUrl);
        return undefined;
    }
  };

  const inject = async (fault: Fault): Promise<void> => {
    const at = Date.now();
    const note = await perform(fault);
    const outcome = note === undefined ? {} : { note };
    injected.push({ at: at - began, tookMs: Date.now() - at, fault, ...outcome });
  };

  const run = async (): Promise<void> => {
    for (const { at, fault } of plan) {
      await sleep(Math.max(0, began + at - Date.now()));
      if (stopping.aborted) break;
      if (fault.is === 'broker' || fault.is === 'postgres' || fault.is === 'connections' || fault.is === 'topic') {
        // Recovery from a kill is measured without the outage of a server.
        await Promise.all(locks.values());
        const until = Date.now() + SETTLED_WITHIN_MS;
        while (!recovery.isSettled && Date.now() < until) await sleep(50);
        await inject(fault);
        await Promise.all(cluster.instances.map(ready));
        continue;
      }
      const before = locks.get(fault.service);
      locks.set(
        fault.service,
        Promise.resolve(before).then(() => inject(fault)),
      );
    }
    await Promise.all(locks.values());
  };
  return run();
};

const waitForDatabase = async (databaseUrl: string): Promise<void> => {
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
