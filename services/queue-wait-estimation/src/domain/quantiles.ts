import type { Instant } from '@warmline/contracts';
import type { Ahead } from './ahead.ts';
import type { Waits } from './forecast/estimator.ts';
import { levelsOf, type Proof, paceOf, regimeOf, TOLD, weightsOf } from './forecast/proof.ts';
import type { Foresight } from './foresight.ts';
import type { Waiting } from './lines.ts';
import { type Outlook, quantileOf, staffed } from './outlook.ts';
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
export const BLEND = 'blend';
/**
 * In the order in which they are believed before any wait has ended. `twin-at-pace` is the twin times what the waits that ended lately
 * were longer than it told: when everyone becomes slower at once that is seen before the twin has learnt it conversation by conversation.
 */
export const ESTIMATORS = [TWIN, 'twin-at-pace', 'history', MARKOV] as const;

/** The pool at one instant, for whoever is to be told something of it. `foresight` null: nobody looked ahead. */
export interface View {
  readonly outlook: Outlook;
  readonly foresight: Foresight | null;
  readonly proof: Proof;
  readonly waiting: number;
}

/** Where one stands: `alike` of those before him are of his subject. */
export interface Place extends Pick<Ahead, 'load'> {
  readonly alike: number;
}

export type Quantile = Waits['quantile'];

/** What every estimator says of one wait, and all together before the levels are moved. */
export interface Opinion {
  readonly given: readonly (Quantile | null)[];
  readonly told: Quantile;
  readonly estimator: string;
}

/** A slot is not yet an agent: he takes what he is offered after a while. */
const taken =
  (waits: Waits, answer: number): Quantile =>
  (p) => {
    const wait = waits.quantile(p);
    return wait <= 0 ? -Math.log1p(-p) * answer : wait + answer;
  };

const exact =
  (steps: Pick<Waiting, 'steps'>, load: number, outlook: Outlook): Quantile =>
  (p) =>
    quantileOf(p, steps, Math.round(load), outlook) ?? Number.POSITIVE_INFINITY;

const told = (quantile: Quantile, [low, middle, high]: readonly number[], estimator: string): Quantiles => {
  const p50 = quantile(low ?? TOLD[0]);
  const p80 = Math.max(p50, quantile(middle ?? TOLD[1]));
  return { p50, p80, p90: Math.max(p80, quantile(high ?? TOLD[2])), estimator };
};

export const isClosed = ({ closedUntil }: { readonly closedUntil?: Instant | null }, at: Instant): boolean =>
  closedUntil != null && closedUntil > at;

/** A slot is free in half of the futures: what is then waited for is the answer to an offer, of which neither queue nor past say anything. */
const isFree = (twin: Waits | null): boolean => twin !== null && twin.quantile(0.5) <= 0;

/** Null where nobody is on duty and the twin sees nobody come: the past alone does not say that someone will. */
const opinionOf = (twin: Waits | null, past: Waits | null, queue: Quantile | null, view: View): Opinion | null => {
  if (twin === null && queue === null) return null;
  const own = twin === null ? null : taken(twin, view.outlook.answer);
  const pace = paceOf(view.proof);
  const paced = own === null ? null : (p: number) => own(p) * pace;
  const given = [own, paced, past === null ? null : past.quantile, queue];
  const weights = weightsOf(
    view.proof,
    given.map((quantile) => quantile !== null),
  );
  const used = given.flatMap((quantile, i) => {
    const weight = weights[i] ?? 0;
    return quantile === null || weight === 0 ? [] : [{ quantile, weight, name: ESTIMATORS[i] ?? BLEND }];
  });
  const [first] = used;
  if (first === undefined) return null;
  if (used.length === 1) return { given, told: first.quantile, estimator: first.name };
  const all: Quantile = (p) => used.reduce((sum, { quantile, weight }) => sum + weight * quantile(p), 0);
  return { given, told: all, estimator: BLEND };
};

const levelled = (opinion: Opinion | null, { proof, waiting }: View): Quantiles | null =>
  opinion === null ? null : told(opinion.told, levelsOf(proof, regimeOf(waiting)), opinion.estimator);

/** Of one in the queue; null where nothing is known that could be proven: no look ahead, closed teams, a free slot. */
export const opinionOn = (handoff: Waiting, { load, alike }: Place, view: View): Opinion | null => {
  const { outlook, foresight } = view;
  if (foresight === null || isClosed(handoff, outlook.at)) return null;
  const twin = foresight.waiting(handoff.handoffId);
  if (isFree(twin)) return null;
  const queue = staffed(handoff, outlook) ? exact(handoff, load, outlook) : null;
  return opinionOf(twin, foresight.past(handoff.subject, alike), queue, view);
};

/**
 * What is known of the wait of one in the queue: by twin, past and exact queue together, by the exact queue alone where nobody looked
 * ahead. Null: nothing is known, or its teams are closed, and the wait begins at their opening.
 */
export const quantilesOf = (handoff: Waiting, place: Place, view: View): Quantiles | null => {
  const { outlook, foresight } = view;
  if (isClosed(handoff, outlook.at)) return null;
  if (foresight === null) return alone(handoff, place.load, outlook);
  const twin = foresight.waiting(handoff.handoffId);
  if (twin !== null && isFree(twin)) return told(taken(twin, outlook.answer), TOLD, TWIN);
  return levelled(opinionOn(handoff, place, view), view);
};

const alone = (handoff: Pick<Waiting, 'steps'>, load: number, outlook: Outlook): Quantiles | null =>
  staffed(handoff, outlook) ? told(exact(handoff, load, outlook), TOLD, MARKOV) : null;

/** Of one who joins between two looks: as was told of the queue, where no slot is free. */
export const joiningNow = (
  handoff: Waiting,
  { load }: Pick<Ahead, 'load'>,
  outlook: Outlook,
  queue: QueueTold | null,
): Quantiles | null => {
  if (isClosed(handoff, outlook.at)) return null;
  const foreseen = queue === null || queue.estimator === MARKOV ? null : queue;
  const {
    p50Seconds: p50,
    p80Seconds: p80,
    p90Seconds: p90,
  } = foreseen?.subjects.find(({ subject }) => subject === handoff.subject) ?? {};
  const teams = handoff.steps.filter(({ opensAt }) => opensAt <= outlook.at).map(({ team }) => team);
  const free = load < outlook.slots(teams).free;
  if (foreseen === null || free || p50 === undefined || p80 === undefined || p90 === undefined)
    return alone(handoff, load, outlook);
  return { p50, p80, p90, estimator: foreseen.estimator };
};

/** Of one who would join now without priority, behind so many. */
export const joinerOf = (subject: string, law: Law, { load, alike }: Place, view: View): Quantiles | null => {
  const { outlook, foresight } = view;
  if (isClosed(law, outlook.at)) return null;
  const steps = law.steps.map(({ team, seconds }) => ({ team, opensAt: outlook.at + seconds * 1000 }));
  if (foresight === null) return alone({ steps }, load, outlook);
  const twin = foresight.joining(subject);
  if (twin !== null && isFree(twin)) return told(taken(twin, outlook.answer), TOLD, TWIN);
  const queue = staffed({ steps }, outlook) ? exact({ steps }, load, outlook) : null;
  return levelled(opinionOf(twin, foresight.past(subject, alike), queue, view), view);
};
