import { centre, everyone, futuresFor, markov, type Rules, twin } from '@warmline/queue-wait-estimation/forecast';
import { chance } from './chance.ts';
import { looking } from './look.ts';
import { rounded } from './rows.ts';
import { median, spent } from './spent.ts';

export interface WaitCosts {
  /** Milliseconds of processor time of one set of futures, which serves all who wait: the median of some, and the slowest. */
  readonly everyone: readonly Row[];
  /** Of one look of the service: the futures, and what is made of them for everyone with what was proven; by the twin nearly alone, and where all estimators speak. */
  readonly looks: readonly Row[];
  readonly blended: readonly Row[];
  /** Time of one forecast of the digital twin for one alone, of 50 futures, to that of the Markov estimator, at 200 waiting. */
  readonly twinToMarkov: number;
}

interface Row {
  readonly waiting: number;
  readonly agents: number;
  readonly futures: number;
  readonly ms: number;
  readonly slowest: number;
}

const TEAMS = ['billing', 'tech', 'sales', 'retention', 'enterprise'];
const RULES: Rules = {
  credit_s: 300,
  subjects: Object.fromEntries(
    TEAMS.map((team) => [
      team,
      { groups: [team, ...(team === 'sales' ? [] : ['general'])], fallback_after_s: [0, 45] },
    ]),
  ),
};
/** Four hours: what lies beyond is behind the last bucket that is told. */
const HORIZON = 14_400;
const NOW = 7_200;

/** Every agent busy, so many waiting, and two hours of conversations, arrivals and people who gave up to have learnt from. */
const rush = (agents: number, waiting: number) => {
  const { upTo } = chance(agents + waiting);
  const subject = (i: number): string => TEAMS[i % TEAMS.length] ?? '';
  const known = centre(RULES);
  const { hear, learnt } = known;
  for (let i = 0; i < agents; i++) {
    const groups = i % 6 === 5 ? ['general'] : [subject(i)];
    hear({ type: 'agent.status', t: 0, agent: `a${i}`, status: 'online', groups, capacity: 1 });
  }
  for (let i = 0; i < 3_000; i++) learnt.handling.learn(subject(i), `a${i % agents}`, 120 + upTo(600), 1);
  for (let i = 0; i < 2_000; i++) learnt.patience.learn(subject(i), 30 + upTo(1_200), i % 5 === 0);
  for (let i = 0; i < agents; i++) {
    hear({ type: 'handoff.requested', t: 6_000 + i / 10, id: `s${i}`, subject: subject(i), priority: 0 });
    hear({ type: 'handoff.assigned', t: 6_000 + i / 10, id: `s${i}`, agent: `a${i}` });
  }
  for (let i = 0; i < waiting; i++) {
    const t = NOW - 1_000 + (i * 1_000) / waiting;
    hear({ type: 'handoff.requested', t, id: `w${i}`, subject: subject(i), priority: upTo(4) });
  }
  return known;
};

const timed = (times: number, work: (n: number) => unknown): number[] =>
  Array.from({ length: times }, (_, n) => {
    const began = spent();
    work(n);
    return spent() - began;
  });

const SIZES = [
  { waiting: 200, agents: 60, times: 30 },
  { waiting: 1_000, agents: 200, times: 15 },
  { waiting: 10_000, agents: 1_000, times: 7 },
] as const;
type Size = Pick<Row, 'waiting' | 'agents'>;

/** What it costs, on one core, to tell everyone his wait. */
export const wait = (): WaitCosts => {
  const rowOf = (times: number, { waiting, agents }: Size, work: (n: number) => unknown): Row => {
    timed(3, work);
    const took = timed(times, work);
    const futures = futuresFor(waiting);
    return { waiting, agents, futures, ms: rounded(median(took)), slowest: rounded(Math.max(...took)) };
  };
  const rows = SIZES.map((size) => {
    const known = rush(size.agents, size.waiting);
    const futures = futuresFor(size.waiting);
    return rowOf(size.times, size, (n) => everyone(known, NOW, { futures, horizon: HORIZON, seed: `${n}` }));
  });
  const looks = SIZES.map((size) => {
    const { look, evenly } = looking(size.agents, size.waiting);
    const alone = rowOf(size.times, size, look);
    evenly();
    return { alone, blended: rowOf(size.times, size, look) };
  });
  const { floor, learnt } = rush(60, 200);
  const request = { type: 'handoff.requested', t: NOW, id: 'x', subject: 'billing', priority: 0 } as const;
  const cost = (estimator: ReturnType<typeof twin>): number => {
    const hundred = (n: number) => {
      for (let i = 0; i < 100; i++) estimator.estimate({ ...request, id: `x${n}-${i}` });
    };
    timed(3, hundred);
    return median(timed(9, hundred));
  };
  const twinToMarkov = rounded(cost(twin(floor, RULES, learnt, 50)) / cost(markov(floor, RULES, learnt)));
  return {
    everyone: rows,
    looks: looks.map(({ alone }) => alone),
    blended: looks.map(({ blended }) => blended),
    twinToMarkov,
  };
};

/** A table in Markdown. */
export const waitTable = ({ everyone: rows, looks, blended, twinToMarkov }: WaitCosts): string => {
  const lines = (what: string, of: readonly Row[]) =>
    of.map(
      ({ waiting, agents, futures, ms, slowest }) =>
        `| ${what} | ${waiting.toLocaleString('en')} | ${agents.toLocaleString('en')} | ${futures} | ${ms} | ${slowest} |`,
    );
  return [
    '| one core, for all who wait | waiting | agents | futures | ms, median | ms, slowest |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...lines('one set of futures', rows),
    ...lines('a look of the service', looks),
    ...lines('a look where every estimator speaks', blended),
    '',
    `A forecast of the twin for one alone takes ${twinToMarkov} times as long as one of the Markov estimator.`,
  ].join('\n');
};
