import { deciderStep, type Step } from '@warmline/messaging/decider';
import { Table } from '@warmline/messaging/table';
import type { StoryEvent } from '@warmline/testing/story';
import { empiricalDistribution } from './forecast/estimator.ts';
import { exponential, randomOf } from './forecast/random.ts';
import { type Observation, recordObservation, refreshModel } from './history.ts';
import { type Pool, poolTables } from './pool.ts';
import { assigned, at, closed, online, queued, testSettings } from './wait-estimation.fixtures.ts';
import { waitEstimation } from './wait-estimation.ts';

/** The pool as storage returns it: the root and each row through JSON. */
export const reload = (pool: Pool): Pool => {
  const {
    waiting,
    assignments,
    agents,
    openForecasts,
    observations,
    handlings,
    waits,
    arrivalCounts,
    dutyHistories,
    ...root
  } = pool;
  const past = { observations, handlings, waits, arrivalCounts, dutyHistories };
  const rows: Record<string, Table<unknown>> = {
    waiting,
    assignments,
    agents,
    openForecasts,
    ...past,
  };
  const again = poolTables.map((name) => [
    name,
    Table.of((rows[name]?.ids() ?? []).map((id) => [id, JSON.parse(JSON.stringify(rows[name]?.get(id)))] as const)),
  ]);
  return Object.assign(JSON.parse(JSON.stringify(root)), Object.fromEntries(again)) as Pool;
};

/** A team whose agents serve the oldest hand-off first, one at a time; nobody abandons. Seconds. */
export interface TeamScenario {
  readonly agents: number;
  readonly hours: number;
  /** Means of exponential distributions: between two hand-offs, of the conversations learned from, and of those to come. */
  readonly between: number;
  readonly learnedHandling: number;
  readonly handling: number;
  readonly seed: string;
  /** Applied to the pool after each event. */
  readonly afterEvent?: (pool: Pool) => Pool;
}

/** The P80 of a wait at its first refresh, and the seconds from then to its end. */
export interface WaitOutcome {
  readonly p80: number;
  readonly seconds: number;
}

/** Runs the decider beside a simulated team. Its model has learned from `PAST_HANDLINGS` conversations. */
export const simulateTeam = ({
  agents,
  hours,
  between,
  learnedHandling,
  handling,
  seed,
  afterEvent = (pool) => pool,
}: TeamScenario) => {
  const random = randomOf(seed);
  const { step, due }: Step<Pool> = deciderStep(waitEstimation({ ...testSettings, refreshAfterMs: 20_000 }));
  const [outcomes, published]: [WaitOutcome[], unknown[]] = [[], []];
  const firstForecasts = new Map<string, { readonly t: number; readonly p80: number }>();
  const waiting: string[] = [];
  const free = Array.from({ length: agents }, (_, i) => `agent-${i}`);
  const assignments: { readonly id: string; readonly agentId: string; readonly until: number }[] = [];
  let state: Pool | null = null;
  let [events, handoffs, arrival, t] = [0, 0, 0, 0];

  const apply = (line: StoryEvent): void => {
    const id = `e-${events++}`;
    const stepped = step(state, { ...line, id, at: at(t) }, { id: (name) => `${id}/${name}` });
    if (stepped.verdict.is === 'emit') published.push(...stepped.verdict.outputs.map(({ data }) => data));
    state = stepped.state === null ? null : afterEvent(stepped.state);
    for (const handoffId of state?.openForecasts.ids() ?? []) {
      const row = state?.openForecasts.get(handoffId);
      if (row !== undefined && !firstForecasts.has(handoffId))
        firstForecasts.set(handoffId, { t, p80: empiricalDistribution(row.quantiles).quantile(row.levels[1] ?? 0.8) });
    }
  };
  const serve = (): void => {
    while (waiting.length > 0 && free.length > 0) {
      const [id, agentId] = [waiting.shift() ?? '', free.shift() ?? ''];
      const then = firstForecasts.get(id);
      if (then !== undefined) outcomes.push({ p80: then.p80, seconds: t - then.t });
      apply(assigned(id, t, { agentId }));
      assignments.push({ id, agentId, until: t + handling * exponential(random) });
      assignments.sort((a, b) => a.until - b.until);
    }
  };

  for (const agentId of free) apply(online(agentId));
  const observation = (i: number): Observation => {
    const agentId = free[i % agents] ?? '';
    return {
      kind: 'handling',
      subject: 'technical',
      agentId,
      seconds: learnedHandling * exponential(random),
      concurrency: 1,
    };
  };
  if (state !== null)
    state = refreshModel(
      PAST_HANDLINGS.reduce((pool: Pool, i) => recordObservation(pool, observation(i)), state),
      at(0),
    );
  while (t < hours * 3600) {
    const dueAt = state === null ? null : due(state);
    const tick = dueAt === null ? Number.POSITIVE_INFINITY : Math.max(t, (dueAt - at(0)) / 1000);
    const done = assignments[0]?.until ?? Number.POSITIVE_INFINITY;
    t = Math.min(arrival, done, tick);
    if (t === arrival) {
      const id = `h-${handoffs++}`;
      waiting.push(id);
      apply(queued(id, t));
      arrival = t + between * exponential(random);
    } else if (t === done) {
      const { id, agentId } = assignments.shift() ?? { id: '', agentId: '' };
      apply(closed(id, t, { agentId, handledMs: handling * 1000 }));
      free.push(agentId);
    } else apply({ type: 'Tick' });
    serve();
  }
  return { outcomes, published, pool: state as Pool | null };
};

const PAST_HANDLINGS = Array.from({ length: 3_000 }, (_, i) => i);

export const shareWithin = (rows: readonly WaitOutcome[]): number =>
  rows.filter(({ seconds, p80 }) => seconds <= p80).length / rows.length;
