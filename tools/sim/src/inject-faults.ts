import type { Cluster, Replica } from './cluster.ts';
import { SERVICES } from './instance.ts';
import { type NetworkConditions, NO_FAULTS, type ProtocolStep } from './network.ts';

/** Where a kill is most likely to expose a bug: between two steps of the protocol. */
const KILL_STEPS: readonly ProtocolStep[] = [
  'commit sent',
  'commit sent',
  'commit applied',
  'append sent',
  'append applied',
  'take-over sent',
  'take-over applied',
  'leftovers applied',
];
/** Where a frozen host is uncertain for longest: its request took effect, and it has not read or not used the answer. */
const FREEZE_STEPS: readonly ProtocolStep[] = [
  'commit sent',
  'commit applied',
  'wide-commit applied',
  'wide-commit applied',
  'wide-commit applied',
  'wide-commit applied',
  'append sent',
];
const HOUR = 3_600_000;

/** The network of a seed, from faultless to very unreliable. */
const conditionsFor = (cluster: Cluster): NetworkConditions => {
  const { random } = cluster.network;
  const share = (): number => random.pick([0, 0, 0.01, 0.03, 0.1]);
  return {
    usualDelayMs: random.pick([1, 2, 5, 30]),
    commitDelayMs: random.pick([0, 40, 400, 2_000]),
    slowShare: random.pick([0, 0.01, 0.05]),
    longestDelayMs: random.pick([50, 300, 2_000]),
    failureShares: {
      commit: random.pick([0, 0.02, 0.1, 0.25]),
      append: random.pick([0, 0.03, 0.1, 0.3]),
      http: share(),
      'take-over': random.pick([0, 0.05]),
      statement: random.pick([0, 0.01]),
      load: random.pick([0, 0.01]),
      confirm: random.pick([0, 0.02]),
    },
  };
};

/** Schedules this many faults within `withinMs`, most of them on the services the seed has chosen. */
export const injectFaults = (cluster: Cluster, faults: number, withinMs: number): void => {
  const { network } = cluster;
  const { random, time } = network;
  network.conditions = conditionsFor(cluster);
  network.trace?.(`network conditions: ${JSON.stringify(network.conditions)}`);
  const focus = random.chance(0.6) ? [random.pick(SERVICES), random.pick(SERVICES)] : SERVICES;
  const chooseReplica = (): Replica =>
    random.pick(cluster.replicasOf(random.chance(0.8) ? random.pick(focus) : random.pick(SERVICES)));
  const kill = (replica: Replica): void =>
    cluster.kill(replica, random.pick([0, 10, 200, 3_000]), random.pick([5, 100, 1_000, 5_000]));

  /** Runs `what` when a live process of the chosen service reaches one of the steps. */
  const atStep = (steps: readonly ProtocolStep[], what: (replica: Replica) => void): void => {
    const { service } = chooseReplica();
    const step = random.pick(steps);
    const cancel = network.onStep(service, step, random.below(step.startsWith('wide') ? 3 : 8), (host) => {
      const alive = cluster.replicasOf(service).filter((replica) => replica.host.isAlive);
      const there = alive.find((replica) => replica.host.name === host);
      if (alive.length > 0) what(there !== undefined && random.chance(0.8) ? there : random.pick(alive));
    });
    time.after(withinMs, cancel);
  };
  const rebalance = (): void => {
    const { service } = chooseReplica();
    const how = random.pick(['even', 'zombie', 'zombie', 'all-to-one', 'mixed', 'mixed'] as const);
    network.trace?.(`${service} partitions are assigned again: ${how}`);
    cluster.rebalance(service, how);
    time.after(random.pick([20, 500, 4_000]), () => cluster.rebalance(service, 'even'));
  };
  /** SIGSTOP: what arrives meanwhile is delivered on resume, and the process continues with everything it had in memory. */
  const freeze = ({ host, service }: Replica): void => {
    network.trace?.(`${host.name} freezes`);
    host.freeze();
    const how = random.pick(['even', 'zombie', 'mixed', 'mixed', 'mixed', 'mixed'] as const);
    time.after(random.pick([5, 100, 1_500]), () => host.isFrozen && cluster.rebalance(service, how));
    time.after(random.chance(0.3) ? random.between(50, 2_000) : random.between(2_000, 12_000), () => host.resume());
    time.after(14_000, () => cluster.rebalance(service, 'even'));
  };
  const setClock = (): void => {
    const { host } = chooseReplica();
    host.clockSkew += random.pick([-HOUR, HOUR, -2_000, 2_000, 90]);
    network.trace?.(`${host.name} clock is off by ${host.clockSkew}`);
  };
  const slowNetwork = (): void => {
    const before = network.conditions;
    network.conditions = { ...before, slowShare: 0.3, longestDelayMs: random.pick([100, 1_000, 4_000]) };
    time.after(random.below(3_000), () => {
      if (network.conditions !== NO_FAULTS) network.conditions = before;
    });
  };
  const kinds = [
    () => kill(chooseReplica()),
    () => atStep(KILL_STEPS, kill),
    () => atStep(KILL_STEPS, kill),
    () => freeze(chooseReplica()),
    () => atStep(FREEZE_STEPS, freeze),
    () => atStep(FREEZE_STEPS, freeze),
    () => atStep(FREEZE_STEPS, freeze),
    rebalance,
    rebalance,
    setClock,
    slowNetwork,
  ];
  for (let fault = 0; fault < faults; fault++) time.after(random.below(withinMs), random.pick(kinds));
};

/** Ends the fault phase: nothing fails any more, and every host runs. */
export const stopFaults = (cluster: Cluster): void => {
  cluster.network.conditions = NO_FAULTS;
  cluster.heal();
};
