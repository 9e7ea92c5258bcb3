import type { Instant } from '@warmline/contracts';
import type { Ahead } from './ahead.ts';
import type { Waits } from './forecast/estimator.ts';
import type { Foresight } from './foresight.ts';
import type { Waiting } from './lines.ts';
import { type Outlook, quantileOf } from './outlook.ts';
import type { Law, QueueTold } from './pool.ts';

/** Seconds until the assignment. */
export interface Quantiles {
  readonly p50: number;
  readonly p80: number;
  readonly p90: number;
  readonly estimator: string;
}

export const MARKOV = 'markov-abandonment';
export const TWIN = 'digital-twin';

/** A slot is not yet an agent: he takes what he is offered after a while. */
const taken = (waits: Waits, answer: number): Quantiles => {
  const of = (p: number): number => {
    const wait = waits.quantile(p);
    return wait <= 0 ? -Math.log1p(-p) * answer : wait + answer;
  };
  const p50 = of(0.5);
  const p80 = Math.max(p50, of(0.8));
  return { p50, p80, p90: Math.max(p80, of(0.9)), estimator: TWIN };
};

const exact = (handoff: Pick<Waiting, 'steps'>, load: number, outlook: Outlook): Quantiles | null => {
  const [p50, p80, p90] = [0.5, 0.8, 0.9].map((p) => quantileOf(p, handoff, Math.round(load), outlook));
  if (p50 == null || p80 == null || p90 == null) return null;
  return { p50, p80, p90, estimator: MARKOV };
};

const isClosed = ({ closedUntil }: { readonly closedUntil?: Instant | null }, at: Instant): boolean =>
  closedUntil != null && closedUntil > at;

/**
 * What is known of the wait of one in the queue: by the twin where it looked, by the exact queue where it did not or has nothing to
 * say. Null: nothing is known, or its teams are closed, and the wait begins at their opening.
 */
export const quantilesOf = (
  handoff: Waiting,
  { load }: Pick<Ahead, 'load'>,
  outlook: Outlook,
  foresight: Foresight | null,
): Quantiles | null => {
  if (isClosed(handoff, outlook.at)) return null;
  const waits = foresight?.waiting(handoff.handoffId) ?? null;
  return waits === null ? exact(handoff, load, outlook) : taken(waits, outlook.answer);
};

/** Of one who joins between two looks: as was told of the queue, where no slot is free. */
export const joiningNow = (
  handoff: Waiting,
  ahead: Ahead,
  outlook: Outlook,
  told: QueueTold | null,
): Quantiles | null => {
  if (isClosed(handoff, outlook.at)) return null;
  const known = told?.estimator === TWIN ? told.topics.find(({ topic }) => topic === handoff.topic) : undefined;
  const teams = handoff.steps.filter(({ opensAt }) => opensAt <= outlook.at).map(({ team }) => team);
  const free = ahead.load < outlook.slots(teams).free;
  const { p50Seconds: p50, p80Seconds: p80, p90Seconds: p90 } = known ?? {};
  if (free || p50 === undefined || p80 === undefined || p90 === undefined) return exact(handoff, ahead.load, outlook);
  return { p50, p80, p90, estimator: TWIN };
};

/** Of one who would join now without priority, behind so many. */
export const joinerOf = (
  topic: string,
  law: Law,
  load: number,
  outlook: Outlook,
  foresight: Foresight | null,
): Quantiles | null => {
  if (isClosed(law, outlook.at)) return null;
  const waits = foresight?.joining(topic) ?? null;
  if (waits !== null) return taken(waits, outlook.answer);
  const steps = law.steps.map(({ team, seconds }) => ({ team, opensAt: outlook.at + seconds * 1000 }));
  return exact({ steps }, load, outlook);
};
