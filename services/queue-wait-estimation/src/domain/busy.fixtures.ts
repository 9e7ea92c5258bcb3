import { decided, type Step } from '@warmline/messaging/decider';
import { Table } from '@warmline/messaging/table';
import type { Line } from '@warmline/testing/story';
import { samplesOf } from './forecast/estimator.ts';
import { exponential, randomOf } from './forecast/random.ts';
import { type Lesson, noted, taught } from './learning.ts';
import { type Pool, tables } from './pool.ts';
import { defaults } from './settings.ts';
import { assigned, at, closed, online, queued } from './wait.fixtures.ts';
import { waitEstimation } from './wait.ts';

/** What the store does: the root as JSON, each row as JSON. */
export const stored = (pool: Pool): Pool => {
  const { waiting, serving, agents, awaited, lessons, chats, waits, halfHours, duties, ...root } = pool;
  const past = { lessons, chats, waits, halfHours, duties };
  const rows: Record<string, Table<unknown>> = { waiting, serving, agents, awaited, ...past };
  const again = tables.map((name) => [
    name,
    Table.of((rows[name]?.ids() ?? []).map((id) => [id, JSON.parse(JSON.stringify(rows[name]?.get(id)))] as const)),
  ]);
  return Object.assign(JSON.parse(JSON.stringify(root)), Object.fromEntries(again)) as Pool;
};

/** A team whose agents take the oldest first, one at a time, and nobody gives up. Seconds. */
export interface Team {
  readonly agents: number;
  readonly hours: number;
  /** Means, of exponential laws: between two hand-offs, of the conversations that were learnt from before, and of those that come. */
  readonly between: number;
  readonly learnt: number;
  readonly handling: number;
  readonly seed: string;
  /** What becomes of the pool after each event. */
  readonly kept?: (pool: Pool) => Pool;
}

/** What was said of a wait when it was first looked at, and how long it then was. */
export interface Proven {
  readonly p80: number;
  readonly seconds: number;
}

/** The real decider beside a team at work, which has learnt from so many conversations. */
export const working = ({ agents, hours, between, learnt, handling, seed, kept = (pool) => pool }: Team) => {
  const random = randomOf(seed);
  const { step, due }: Step<Pool> = decided(waitEstimation({ ...defaults, refreshAfterMs: 20_000 }));
  const [proven, told]: [Proven[], unknown[]] = [[], []];
  const said = new Map<string, { readonly t: number; readonly p80: number }>();
  const waiting: string[] = [];
  const free = Array.from({ length: agents }, (_, i) => `agent-${i}`);
  const serving: { readonly id: string; readonly agentId: string; readonly until: number }[] = [];
  let state: Pool | null = null;
  let [events, handoffs, arrival, t] = [0, 0, 0, 0];

  const play = (line: Line): void => {
    const id = `e-${events++}`;
    const stepped = step(state, { ...line, id, at: at(t) }, { id: (name) => `${id}/${name}` });
    if (stepped.verdict.is === 'emit') told.push(...stepped.verdict.outputs.map(({ data }) => data));
    state = stepped.state === null ? null : kept(stepped.state);
    for (const handoffId of state?.awaited.ids() ?? []) {
      const row = state?.awaited.get(handoffId);
      if (row !== undefined && !said.has(handoffId))
        said.set(handoffId, { t, p80: samplesOf(row.told).quantile(row.levels[1] ?? 0.8) });
    }
  };
  const serve = (): void => {
    while (waiting.length > 0 && free.length > 0) {
      const [id, agentId] = [waiting.shift() ?? '', free.shift() ?? ''];
      const then = said.get(id);
      if (then !== undefined) proven.push({ p80: then.p80, seconds: t - then.t });
      play(assigned(id, t, { agentId }));
      serving.push({ id, agentId, until: t + handling * exponential(random) });
      serving.sort((a, b) => a.until - b.until);
    }
  };

  for (const agentId of free) play(online(agentId));
  const lesson = (i: number): Lesson => {
    const agentId = free[i % agents] ?? '';
    return { of: 'chat', subject: 'technical', agentId, seconds: learnt * exponential(random), together: 1 };
  };
  if (state !== null)
    state = taught(
      PAST.reduce((pool: Pool, i) => noted(pool, lesson(i)), state),
      at(0),
    );
  while (t < hours * 3600) {
    const look = state === null ? null : due(state);
    const tick = look === null ? Number.POSITIVE_INFINITY : Math.max(t, (look - at(0)) / 1000);
    const done = serving[0]?.until ?? Number.POSITIVE_INFINITY;
    t = Math.min(arrival, done, tick);
    if (t === arrival) {
      const id = `h-${handoffs++}`;
      waiting.push(id);
      play(queued(id, t));
      arrival = t + between * exponential(random);
    } else if (t === done) {
      const { id, agentId } = serving.shift() ?? { id: '', agentId: '' };
      play(closed(id, t, { agentId, handledMs: handling * 1000 }));
      free.push(agentId);
    } else play({ type: 'Tick' });
    serve();
  }
  return { proven, told, pool: state as Pool | null };
};

const PAST = Array.from({ length: 3_000 }, (_, i) => i);

export const shareWithin = (rows: readonly Proven[]): number =>
  rows.filter(({ seconds, p80 }) => seconds <= p80).length / rows.length;
