import {
  centreModel,
  forecastQueue,
  futureCount,
  markovEstimator,
  type RoutingRules,
  twinEstimator,
} from '@warmline/queue-wait-estimation/forecast';
import { seededRandom } from '@warmline/testing/random';
import { median } from 'd3-array';
import { cpuTime } from './cpu-time.ts';
import { threeDigits } from './throughput-table.ts';
import { waitServiceUnderLoad } from './wait-service.ts';

export interface WaitCosts {
  /** Milliseconds of processor time of one set of futures, which serves everyone who waits: the median, and the slowest. */
  readonly futureSets: readonly WaitRow[];
  /**
   * Cost of one re-estimation by the service: the futures and the forecasts for everyone; with the twin dominating, and with all
   * estimators equal.
   */
  readonly estimations: readonly WaitRow[];
  readonly blendedEstimations: readonly WaitRow[];
  /**
   * Time of one forecast of the digital twin for one customer, with 50 futures, divided by that of the Markov estimator, at 200
   * waiting.
   */
  readonly twinToMarkov: number;
}

interface WaitRow {
  readonly waiting: number;
  readonly agents: number;
  readonly futures: number;
  readonly ms: number;
  readonly slowest: number;
}

const TEAMS = ['billing', 'tech', 'sales', 'retention', 'enterprise'];
const RULES: RoutingRules = {
  credit_s: 300,
  subjects: Object.fromEntries(
    TEAMS.map((team) => [
      team,
      { groups: [team, ...(team === 'sales' ? [] : ['general'])], fallback_after_s: [0, 45] },
    ]),
  ),
};
/** Four hours; longer waits are beyond the last bucket that is announced. */
const HORIZON = 14_400;
const NOW = 7_200;

/** All agents busy, `waiting` customers, and two hours of conversations, arrivals and abandonments to learn from. */
const busyCentre = (agents: number, waiting: number) => {
  const { below } = seededRandom(agents + waiting);
  const subject = (i: number): string => TEAMS[i % TEAMS.length] ?? '';
  const state = centreModel(RULES);
  const { apply: applyEvent, model: history } = state;
  for (let i = 0; i < agents; i++) {
    const groups = i % 6 === 5 ? ['general'] : [subject(i)];
    applyEvent({ type: 'agent.status', t: 0, agent: `a${i}`, status: 'online', groups, capacity: 1 });
  }
  for (let i = 0; i < 3_000; i++) history.handling.learn(subject(i), `a${i % agents}`, 120 + below(600), 1);
  for (let i = 0; i < 2_000; i++) history.patience.learn(subject(i), 30 + below(1_200), i % 5 === 0);
  for (let i = 0; i < agents; i++) {
    applyEvent({ type: 'handoff.requested', t: 6_000 + i / 10, id: `s${i}`, subject: subject(i), priority: 0 });
    applyEvent({ type: 'handoff.assigned', t: 6_000 + i / 10, id: `s${i}`, agent: `a${i}` });
  }
  for (let i = 0; i < waiting; i++) {
    const t = NOW - 1_000 + (i * 1_000) / waiting;
    applyEvent({ type: 'handoff.requested', t, id: `w${i}`, subject: subject(i), priority: below(4) });
  }
  return state;
};

const cpuTimes = (times: number, work: (n: number) => unknown): number[] =>
  Array.from({ length: times }, (_, n) => {
    const startedAt = cpuTime();
    work(n);
    return cpuTime() - startedAt;
  });

const SIZES = [
  { waiting: 200, agents: 60, times: 30 },
  { waiting: 1_000, agents: 200, times: 15 },
  { waiting: 10_000, agents: 1_000, times: 7 },
] as const;
type Size = Pick<WaitRow, 'waiting' | 'agents'>;

/** The cost of estimating the wait of everyone, on one core. */
export const measureWait = (): WaitCosts => {
  const rowOf = (times: number, { waiting, agents }: Size, work: (n: number) => unknown): WaitRow => {
    cpuTimes(3, work);
    const took = cpuTimes(times, work);
    const futures = futureCount(waiting);
    return { waiting, agents, futures, ms: threeDigits(median(took) ?? 0), slowest: threeDigits(Math.max(...took)) };
  };
  const rows = SIZES.map((size) => {
    const state = busyCentre(size.agents, size.waiting);
    const futures = futureCount(size.waiting);
    return rowOf(size.times, size, (n) => forecastQueue(state, NOW, { futures, horizon: HORIZON, seed: `${n}` }));
  });
  const estimations = SIZES.map((size) => {
    const { tick, equalizeEstimators } = waitServiceUnderLoad(size.agents, size.waiting);
    const alone = rowOf(size.times, size, tick);
    equalizeEstimators();
    return { alone, blended: rowOf(size.times, size, tick) };
  });
  const { state, model: learnt } = busyCentre(60, 200);
  const request = { type: 'handoff.requested', t: NOW, id: 'x', subject: 'billing', priority: 0 } as const;
  const cost = (estimator: ReturnType<typeof twinEstimator>): number => {
    const hundred = (n: number) => {
      for (let i = 0; i < 100; i++) estimator.estimate({ ...request, id: `x${n}-${i}` });
    };
    cpuTimes(3, hundred);
    return median(cpuTimes(9, hundred)) ?? 0;
  };
  const twinToMarkov = threeDigits(
    cost(twinEstimator(state, RULES, learnt, 50)) / cost(markovEstimator(state, RULES, learnt)),
  );
  return {
    futureSets: rows,
    estimations: estimations.map(({ alone }) => alone),
    blendedEstimations: estimations.map(({ blended }) => blended),
    twinToMarkov,
  };
};

/** A table in Markdown. */
export const waitTable = ({ futureSets: rows, estimations, blendedEstimations, twinToMarkov }: WaitCosts): string => {
  const lines = (what: string, of: readonly WaitRow[]) =>
    of.map(
      ({ waiting, agents, futures, ms, slowest }) =>
        `| ${what} | ${waiting.toLocaleString('en')} | ${agents.toLocaleString('en')} | ${futures} | ${ms} | ${slowest} |`,
    );
  return [
    '| one core, for all who wait | waiting | agents | futures | ms, median | ms, slowest |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...lines('one set of futures', rows),
    ...lines('a re-estimation by the service', estimations),
    ...lines('a re-estimation with all estimators', blendedEstimations),
    '',
    `A forecast of the twin for one alone takes ${twinToMarkov} times as long as one of the Markov estimator.`,
  ].join('\n');
};
