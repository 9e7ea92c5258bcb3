import type { Instant } from '@warmline/contracts';
import type { Waits } from './forecast/estimator.ts';
import type { Chat, Agent as Seen } from './forecast/floor.ts';
import { randomOf } from './forecast/random.ts';
import { inOrder, type Place, type Scene } from './forecast/situation.ts';
import { futuresFor, waitsOf } from './forecast/twin.ts';
import { learntBy } from './learning.ts';
import { levelOf, type Waiting } from './lines.ts';
import type { Law, Pool } from './pool.ts';
import type { WaitSettings } from './settings.ts';

/** What the digital twin sees for everyone who waits, and for one who would join now, by subject; null where it has nothing to say. */
export interface Foresight {
  readonly waiting: (handoffId: string) => Waits | null;
  readonly joining: (subject: string) => Waits | null;
  /** What those of the subject waited who were seen behind as many of it. */
  readonly past: (subject: string, ahead: number) => Waits | null;
}

/** No future is run beyond this, seconds: what is longer is behind the last bucket. */
const HORIZON = 14_400;

type Kinds = Map<string, Scene['subjects'][number]>;

/** Null while too little was learnt. Costs one set of futures; the same pool and instant see the same. */
export const foresee = (pool: Pool, settings: WaitSettings, at: Instant): Foresight | null => {
  const learnt = learntBy(pool);
  if (learnt === null) return null;
  const now = at / 1000;
  const kinds: Kinds = new Map();
  const indexes = new Map<string, number>();
  const kindOf = (subject: string, law: Law, arriving: boolean): number => {
    const notBefore = law.closedUntil !== null && law.closedUntil > at ? law.closedUntil / 1000 : 0;
    const key = JSON.stringify([subject, law.steps, notBefore]);
    const known = indexes.get(key);
    if (known !== undefined) return known;
    const groups = law.steps.map(({ team }) => team);
    const delays = law.steps.map(({ seconds }) => seconds);
    kinds.set(key, { name: subject, groups, delays, notBefore, arriving });
    indexes.set(key, indexes.size);
    return indexes.size - 1;
  };
  const names = Object.keys(pool.laws).sort();
  const rows = pool.waiting.values();
  // First those that come, so that a kind that waits as well is one of them.
  const probes = names.map((name, i): Place => {
    const law = pool.laws[name] ?? { steps: [], closedUntil: null };
    const kind = { subject: kindOf(name, law, true), t: now, since: now };
    return { ...kind, key: now, watch: rows.length + i, probe: true };
  });
  const places = rows.map((row, watch): Place => {
    const t = row.requestedAt / 1000;
    const key = t - levelOf(row.priority, settings) * settings.creditSeconds;
    return {
      key,
      subject: kindOf(row.subject, lawOf(row), false),
      t,
      since: waitsSince(row) / 1000,
      watch,
      probe: false,
    };
  });
  const scene: Scene = {
    now,
    subjects: [...kinds.values()],
    agents: seen(pool),
    waiting: inOrder([...places, ...probes]),
    watched: rows.length + names.length,
    credit: settings.creditSeconds,
    horizon: HORIZON,
  };
  const random = randomOf(`${pool.poolId}/${at}/${pool.lecture.n}`);
  const waits = waitsOf(scene, learnt, random, futuresFor(scene.watched));
  const numbers = new Map(rows.map(({ handoffId }, i) => [handoffId, i]));
  return {
    waiting: (handoffId) => waits[numbers.get(handoffId) ?? -1] ?? null,
    joining: (subject) => waits[rows.length + names.indexOf(subject)] ?? null,
    past: learnt.past.of,
  };
};

/** Which teams open to a hand-off how long after its request. */
export const lawOf = ({ steps, requestedAt, closedUntil }: Waiting): Law => ({
  steps: steps.map(({ team, opensAt }) => ({ team, seconds: Math.max(0, opensAt - requestedAt) / 1000 })),
  closedUntil: closedUntil ?? null,
});

/** Before the opening of its teams nobody is waiting in vain. */
export const waitsSince = ({ queuedAt, closedUntil }: Waiting): Instant => Math.max(queuedAt, closedUntil ?? 0);

const seen = ({ agents, serving, openedAt }: Pool): Seen[] => {
  const chats = new Map<string, Seen>();
  const made = agents
    .ids()
    .sort()
    .flatMap((id) => {
      const agent = agents.get(id);
      if (agent === undefined) return [];
      const { teams, capacity, status, since = openedAt, fresh = true } = agent;
      const own: Chat[] = [];
      const one: Seen = { id, groups: teams, capacity, status, since: since / 1000, fresh, chats: own, rested: [] };
      chats.set(id, one);
      return [one];
    });
  for (const id of serving.ids().sort()) {
    const row = serving.get(id);
    const agent = chats.get(row?.agentId ?? '');
    if (row === undefined || agent === undefined) continue;
    const { since = openedAt, together = 1 } = row;
    agent.chats.push({ id, subject: row.handoff.subject, agent, since: since / 1000, together });
  }
  return made;
};
