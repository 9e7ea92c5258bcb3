import type { DataOf, EventType, Subject } from '@warmline/contracts';
import type { AnyEvent, Verdict } from '@warmline/messaging/decider';
import { stages } from '@warmline/routing/stages';
import { loadTeams } from '@warmline/service-kit/teams-file';
import { seededRandom } from '@warmline/testing/random';
import { medianIndex } from 'd3-array';
import { cpuTime } from './cpu-time.ts';
import { threeDigits } from './throughput-table.ts';

export interface RoutingCosts {
  readonly agents: number;
  readonly teams: number;
  /** With 10,000 waiting: requests, answers and ends. Their cost includes the ticks between them; the count does not. */
  readonly decisionsPerSecond: number;
  readonly with100: Cost;
  readonly with10000: Cost;
  /** Cost of an event or a tick with 10,000 waiting divided by that with 100. */
  readonly ratio10000to100: number;
}

const FILE = new URL('../../../deploy/defaults/teams.yaml', import.meta.url).pathname;
const SUBJECTS: readonly Subject[] = ['billing', 'technical', 'cancellation', 'enterprise', 'general'];
const AGENTS = 1_000;
const TEAMS = 20;
const CAPACITY = 3;
const SKILLS = ['refunds', 'networking', 'contracts'];
const ROUNDS = 5_000;
/** Number of measurements; the median counts. */
const REPEATS = 5;
/** Events between two commits of the runtime; a commit clears the record of changed rows. */
const BATCH = 300;
const STEP_MS = 20;
const START = 1_760_000_000_000;
const poolRef = { poolId: 'bench', tenantId: 'bench' };

interface RoutingState {
  readonly agents: { readonly saved: () => unknown };
  readonly handoffs: { readonly saved: () => unknown };
}

/** Twenty teams, four for each subject one after the other, with the settings of the default file. */
const benchTeams = () => {
  const steps = (n: number) =>
    Array.from({ length: 4 }, (_, i) => ({ team: `team-${n * 4 + i}`, afterSeconds: i * 45 }));
  const [billing, technical, cancellation, enterprise, general] = SUBJECTS.map((_, n) => steps(n));
  if (!billing || !technical || !cancellation || !enterprise || !general) throw new Error('five subjects');
  return { ...loadTeams(FILE), routes: { billing, technical, cancellation, enterprise, general } };
};

/** One pool with all its agents, its offers and its assignments. */
const routingPool = () => {
  const teams = benchTeams();
  const pool = stages(() => teams).find(({ name }) => name === 'pool');
  if (pool === undefined) throw new Error('routing has no stage named pool');
  const { step, due } = pool.step;
  let state: unknown = null;
  let now = START;
  let decided = 0;
  let ticks = 0;
  const offers: DataOf<'HandoffOfferedToAgent'>[] = [];
  const assignments: DataOf<'HandoffAssigned'>[] = [];
  const apply = (event: AnyEvent): Verdict => {
    const stepped = step(state, event, { id: (name) => `${event.id}/${name}` });
    state = stepped.state;
    for (const { type, data } of stepped.verdict.is === 'emit' ? stepped.verdict.outputs : []) {
      if (type === 'HandoffOfferedToAgent') offers.push(data);
      if (type === 'HandoffAssigned') assignments.push(data);
    }
    return stepped.verdict;
  };
  const feed = <T extends EventType>(type: T, data: DataOf<T>): void => {
    now += STEP_MS;
    const next = (): number => (state === null ? null : due(state)) ?? Number.POSITIVE_INFINITY;
    for (let at = next(); at <= now; at = next()) apply({ type: 'Tick', id: `tick-${ticks++}`, at });
    const verdict = apply({ type, id: `e-${decided}`, at: now, data });
    if (verdict.is !== 'emit') throw new Error(`${type}: ${verdict.reason}`);
    decided += 1;
    if (decided % BATCH === 0) {
      const { agents, handoffs, ...rest } = state as RoutingState;
      state = { ...rest, agents: agents.saved(), handoffs: handoffs.saved() };
    }
  };
  return { feed, offers, assignments, now: () => now, decided: () => decided, ticks: () => ticks };
};

const skillsOf = (n: number) => [{ name: SKILLS[n % SKILLS.length] ?? '', level: 1 + (n % 5) }];
const presenceOf = (n: number): DataOf<'AgentPresenceChanged'> => ({
  ...{ ...poolRef, agentId: `a${n}`, name: `Agent ${n}`, status: 'online', capacity: CAPACITY },
  ...{ teams: [`team-${n % TEAMS}`, `team-${(n * 7 + 3) % TEAMS}`], skills: skillsOf(n) },
  languages: n % 3 === 0 ? ['en', 'de'] : ['en'],
});

interface Cost {
  /** Microseconds of an external event, including the ticks after it. */
  readonly perEvent: number;
  /** Microseconds of an event or a tick. */
  readonly perStep: number;
  /** Ticks for each event: a waiting hand-off wakes when a team opens to it, and once for its age. */
  readonly ticks: number;
}

/** Fills agents and queue, then measures a typical mix: one hand-off ends, one is accepted and answered, one arrives. */
const measureCost = (waiting: number): Cost => {
  const { feed, offers, assignments, now, decided, ticks } = routingPool();
  const random = seededRandom(waiting);
  let count = 0;
  const enqueue = (): void => {
    const handoffId = `h${count++}`;
    feed('HandoffReceived', {
      ...{ ...poolRef, handoffId, conversationId: `c-${handoffId}`, requestedAt: now(), type: 'support' },
      subject: SUBJECTS[random.below(SUBJECTS.length)] ?? 'general',
      ...{ priority: 1 + random.below(100), durationSeconds: 60, seniorFirst: false, channel: 'web' },
      skills: random.chance(0.3) ? skillsOf(random.below(3)).map(({ name }) => ({ name, level: 1 })) : [],
      language: random.chance(0.1) ? 'de' : 'en',
    });
  };
  const acceptOffers = (): void => {
    for (const { handoffId, conversationId, agentId, offerId } of offers.splice(0)) {
      const who = { ...poolRef, handoffId, conversationId, agentId };
      feed('OfferAccepted', { ...who, offerId });
      feed('AgentFirstResponded', who);
    }
  };
  const resolveNext = (): void => {
    const first = assignments.shift();
    if (first === undefined) throw new Error('nobody is served');
    const { handoffId, conversationId, agentId } = first;
    const end = { resolution: { resolved: true }, resolvedAt: now() };
    feed('HandoffResolved', { ...poolRef, handoffId, conversationId, agentId, ...end });
  };
  for (let n = 0; n < AGENTS; n++) feed('AgentPresenceChanged', presenceOf(n));
  while (count - assignments.length < waiting) {
    enqueue();
    acceptOffers();
  }
  const rounds = (): void => {
    for (let n = 0; n < ROUNDS; n++) {
      resolveNext();
      acceptOffers();
      enqueue();
      acceptOffers();
    }
  };
  rounds();
  const measured = Array.from({ length: REPEATS }, (): Cost => {
    const [began, before, ticksBefore] = [cpuTime(), decided(), ticks()];
    rounds();
    const [events, tickCount] = [decided() - before, ticks() - ticksBefore];
    const microseconds = (cpuTime() - began) * 1_000;
    return { perEvent: microseconds / events, perStep: microseconds / (events + tickCount), ticks: tickCount / events };
  });
  const median = measured[medianIndex(measured, ({ perStep }) => perStep)];
  if (median === undefined) throw new Error('nothing was measured');
  return median;
};

/** The cost of a routing decision on one core, the rules alone. */
export const measureRouting = (): RoutingCosts => {
  const few = measureCost(100);
  const many = measureCost(10_000);
  return {
    agents: AGENTS,
    teams: TEAMS,
    decisionsPerSecond: Math.round(1_000_000 / many.perEvent),
    with100: few,
    with10000: many,
    ratio10000to100: threeDigits(many.perStep / few.perStep),
  };
};

const row = (waiting: string, { perEvent, perStep, ticks }: Cost): string =>
  `| ${waiting} | ${threeDigits(perStep)} | ${threeDigits(perEvent)} | ${threeDigits(ticks)} |`;

/** Two tables in Markdown. */
export const routingTable = (costs: RoutingCosts): string =>
  [
    `| one core, ${costs.agents.toLocaleString('en')} agents in ${costs.teams} teams | |`,
    '| --- | ---: |',
    `| decisions/s with 10,000 waiting | ${costs.decisionsPerSecond.toLocaleString('en')} |`,
    `| an event or a tick, 10,000 to 100 waiting, time | ${costs.ratio10000to100} |`,
    '',
    '| waiting | µs an event or a tick | µs an event, its ticks included | ticks an event |',
    '| ---: | ---: | ---: | ---: |',
    row('100', costs.with100),
    row('10,000', costs.with10000),
  ].join('\n');
