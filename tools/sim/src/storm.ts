import type { Cluster, Slot } from './cluster.ts';
import { SERVICES } from './instance.ts';
import { CALM, type Milestone, type Weather } from './network.ts';

/** Where a kill hurts most: between any two steps of the protocol. */
const WHERE: readonly Milestone[] = [
  'commit sent',
  'commit sent',
  'commit applied',
  'append sent',
  'append applied',
  'take-over sent',
  'take-over applied',
  'leftovers applied',
];
/** Where one that stops is the longest in doubt: what it asked for is done, and it has not heard, or it has and did not go on. */
const WHERE_STOPPED: readonly Milestone[] = [
  'commit sent',
  'commit applied',
  'wide commit applied',
  'wide commit applied',
  'wide commit applied',
  'wide commit applied',
  'append sent',
];
const HOUR = 3_600_000;

/** How unkind a seed is, from not at all to very. */
const weatherBy = (cluster: Cluster): Weather => {
  const { random } = cluster.network;
  const share = (): number => random.among([0, 0, 0.01, 0.03, 0.1]);
  return {
    usual: random.among([1, 2, 5, 30]),
    commit: random.among([0, 40, 400, 2_000]),
    slow: random.among([0, 0.01, 0.05]),
    longest: random.among([50, 300, 2_000]),
    failing: {
      commit: random.among([0, 0.02, 0.1, 0.25]),
      append: random.among([0, 0.03, 0.1, 0.3]),
      http: share(),
      'take-over': random.among([0, 0.05]),
      statement: random.among([0, 0.01]),
      load: random.among([0, 0.01]),
      confirm: random.among([0, 0.02]),
    },
  };
};

/** Brings about so many faults within so long, most of them to the services the seed has chosen. */
export const storm = (cluster: Cluster, faults: number, withinMs: number): void => {
  const { network } = cluster;
  const { random, time } = network;
  network.weather = weatherBy(cluster);
  network.trace?.(`the weather: ${JSON.stringify(network.weather)}`);
  const focus = random.chance(0.6) ? [random.among(SERVICES), random.among(SERVICES)] : SERVICES;
  const chosen = (): Slot =>
    random.among(cluster.of(random.chance(0.8) ? random.among(focus) : random.among(SERVICES)));
  const kill = (slot: Slot): void =>
    cluster.kill(slot, random.among([0, 10, 200, 3_000]), random.among([5, 100, 1_000, 5_000]));

  /** At a place of a process that is alive, of those the chosen service has. */
  const at = (places: readonly Milestone[], what: (slot: Slot) => void): void => {
    const { service } = chosen();
    const place = random.among(places);
    const cancel = network.at(service, place, random.below(place.startsWith('wide') ? 3 : 8), (host) => {
      const alive = cluster.of(service).filter((slot) => slot.host.alive);
      const there = alive.find((slot) => slot.host.name === host);
      if (alive.length > 0) what(there !== undefined && random.chance(0.8) ? there : random.among(alive));
    });
    time.after(withinMs, cancel);
  };
  const rebalance = (): void => {
    const { service } = chosen();
    const how = random.among(['anew', 'zombie', 'zombie', 'all to one', 'mixed', 'mixed'] as const);
    network.trace?.(`${service} is dealt out: ${how}`);
    cluster.rebalance(service, how);
    time.after(random.among([20, 500, 4_000]), () => cluster.rebalance(service, 'anew'));
  };
  /** SIGSTOP: what it is told meanwhile it hears when it goes on, and goes on it does with all it had. */
  const freeze = ({ host, service }: Slot): void => {
    network.trace?.(`${host.name} stops`);
    host.stop();
    const how = random.among(['anew', 'zombie', 'mixed', 'mixed', 'mixed', 'mixed'] as const);
    time.after(random.among([5, 100, 1_500]), () => host.stopped && cluster.rebalance(service, how));
    time.after(random.chance(0.3) ? random.between(50, 2_000) : random.between(2_000, 12_000), () => host.goOn());
    time.after(14_000, () => cluster.rebalance(service, 'anew'));
  };
  const setClock = (): void => {
    const { host } = chosen();
    host.skew += random.among([-HOUR, HOUR, -2_000, 2_000, 90]);
    network.trace?.(`${host.name} clock is off by ${host.skew}`);
  };
  const slowness = (): void => {
    const before = network.weather;
    network.weather = { ...before, slow: 0.3, longest: random.among([100, 1_000, 4_000]) };
    time.after(random.below(3_000), () => {
      if (network.weather !== CALM) network.weather = before;
    });
  };
  const kinds = [
    () => kill(chosen()),
    () => at(WHERE, kill),
    () => at(WHERE, kill),
    () => freeze(chosen()),
    () => at(WHERE_STOPPED, freeze),
    () => at(WHERE_STOPPED, freeze),
    () => at(WHERE_STOPPED, freeze),
    rebalance,
    rebalance,
    setClock,
    slowness,
  ];
  for (let fault = 0; fault < faults; fault++) time.after(random.below(withinMs), random.among(kinds));
};

/** The storm is over: nothing fails any more, and everyone comes back. */
export const calm = (cluster: Cluster): void => {
  cluster.network.weather = CALM;
  cluster.heal();
};
