import type { Heard, Instant, Tick, topics } from '@warmline/contracts';
import type { Context, Decider, Output } from '@warmline/messaging/decider';
import { formOf, type Handoff, type HandoffFact, learns, unheard } from './handoff.ts';
import { partsOf, qualityOf } from './quality.ts';
import { withTranscript } from './ticket.ts';

/** What a conversation taught so far. `since` is the latest event time that mattered: silence is counted from there. */
export type Outcome =
  | { readonly is: 'listening'; readonly since: Instant }
  | { readonly is: 'ended'; readonly since: Instant }
  | { readonly is: 'handed-over'; readonly since: Instant; readonly handoffs: readonly Handoff[] };

type EventsOf<T extends keyof typeof topics> = keyof (typeof topics)[T]['events'];
export type OutcomeInput = EventsOf<'conversation'> | EventsOf<'escalation'> | EventsOf<'outcomeIntake'>;
export type OutcomeOutput = 'OutcomeRecorded' | 'HandoffScored' | 'TrainingTicketOpened';

/** A close without the agent's word waits for it this long; a later one still changes the score. */
export const WORD_WITHIN_MS = 60_000;
/** As long as the subjects keep their events: a survey after that has nothing to belong to. */
export const FORGET_AFTER_MS = 30 * 24 * 3_600_000;
/** A conversation that ended without a hand-off, should its request be on its way still. */
export const FORGET_UNTOUCHED_AFTER_MS = 24 * 3_600_000;
/** Recorded hand-offs of a conversation that a late survey still finds. Those not yet recorded are never dropped. */
export const RECORDED_KEPT = 5;

const isFact = (event: { readonly type: string }): event is Heard<HandoffFact> =>
  event.type === 'HandoffRequested' ||
  event.type === 'HandoffClosed' ||
  event.type === 'HandoffAbandoned' ||
  event.type === 'HandoffResolved' ||
  event.type === 'SurveyAnswered';

const handoffsOf = (state: Outcome | null): readonly Handoff[] => (state?.is === 'handed-over' ? state.handoffs : []);
const handoffIn = (state: Outcome | null, handoffId: string): Handoff | undefined =>
  handoffsOf(state).find((h) => h.handoffId === handoffId);

type Output3 = Output<OutcomeOutput>;
const keysOf = ({ conversationId, tenantId, handoffId }: Handoff) => ({ conversationId, tenantId, handoffId });

const scored = (handoff: Handoff): Output3[] => {
  if (handoff.is === 'open' || handoff.end.how !== 'closed') return [];
  const parts = partsOf({
    carried: handoff.asked?.carried ?? null,
    waitSeconds: handoff.end.waitSeconds,
    resolved: formOf(handoff)?.resolved ?? null,
    survey: handoff.survey,
  });
  const quality = qualityOf(parts);
  if (quality === null) return [];
  return [{ type: 'HandoffScored', data: { ...keysOf(handoff), quality, parts, survey: handoff.survey !== null } }];
};

const ticket = (handoff: Handoff, context: Context): Output3[] => {
  const form = formOf(handoff);
  if (form?.botCouldHaveHandled !== true || (handoff.is === 'recorded' && handoff.ticketed)) return [];
  const data = {
    ...keysOf(handoff),
    ticketId: context.id(`ticket/${handoff.handoffId}`),
    reasons: handoff.asked?.reasons ?? [],
    summary: handoff.asked?.summary ?? '',
    ...(form.notes === undefined ? {} : { notes: form.notes }),
    transcript: [],
  };
  return [{ type: 'TrainingTicketOpened', data, withJournal: withTranscript }];
};

const recorded = (handoff: Handoff, context: Context): Output3[] => {
  if (handoff.is !== 'ended') return [];
  const { end, asked } = handoff;
  const form = formOf(handoff);
  const known = { ...keysOf(handoff), reasons: asked?.reasons ?? [], waitSeconds: end.waitSeconds };
  if (end.how === 'abandoned')
    return [{ type: 'OutcomeRecorded', data: { ...known, ended: 'abandoned', subject: asked?.subject ?? 'general' } }];
  const { agentId, team, resolutionSeconds } = end;
  const data = {
    ...known,
    ended: 'closed' as const,
    subject: asked?.subject ?? end.subject,
    agentId,
    team,
    resolutionSeconds,
    ...(form === null ? {} : { resolution: form }),
  };
  return [{ type: 'OutcomeRecorded', data }, ...scored(handoff), ...ticket(handoff, context)];
};

/** Everything an outcome says is known: no arrival still to come could change it. */
const isComplete = (handoff: Handoff): boolean =>
  handoff.is === 'ended' && handoff.asked !== null && (handoff.end.how === 'abandoned' || formOf(handoff) !== null);

const wordDue = (handoff: Handoff): Instant | null =>
  handoff.is === 'ended' && handoff.asked !== null ? handoff.end.at + WORD_WITHIN_MS : null;

const forgetDue = (state: Outcome): Instant =>
  state.since + (state.is === 'ended' ? FORGET_UNTOUCHED_AFTER_MS : FORGET_AFTER_MS);

const decideTick = (tick: Tick, state: Outcome | null, context: Context): readonly Output3[] => {
  if (state === null) return [];
  const last = tick.at >= forgetDue(state);
  return handoffsOf(state)
    .filter((handoff) => last || (wordDue(handoff) ?? Number.POSITIVE_INFINITY) <= tick.at)
    .flatMap((handoff) => recorded(handoff, context));
};

const isNews = (before: Handoff, after: Handoff): boolean =>
  before.survey?.context !== after.survey?.context ||
  before.survey?.stars !== after.survey?.stars ||
  formOf(before)?.resolved !== formOf(after)?.resolved;

const decide = (event: Heard<OutcomeInput> | Tick, state: Outcome | null, context: Context): readonly Output3[] => {
  if (event.type === 'Tick') return decideTick(event, state, context);
  if (!isFact(event)) return [];
  const before = handoffIn(state, event.data.handoffId) ?? unheard(event.data);
  const after = learns(before, event);
  if (isComplete(after)) return recorded(after, context);
  if (after.is !== 'recorded') return [];
  return [...(isNews(before, after) ? scored(after) : []), ...ticket(after, context)];
};

/** Newest last; of the recorded ones only the latest stay. */
const placed = (handoffs: readonly Handoff[], handoff: Handoff): readonly Handoff[] => {
  const there = handoffs.some((h) => h.handoffId === handoff.handoffId);
  const all = there ? handoffs.map((h) => (h.handoffId === handoff.handoffId ? handoff : h)) : [...handoffs, handoff];
  const surplus: readonly Handoff[] = all.filter((h) => h.is === 'recorded').slice(0, -RECORDED_KEPT);
  return all.filter((h) => !surplus.includes(h));
};

const withHandoff = (state: Outcome | null, handoff: Handoff, at: Instant): Outcome => ({
  is: 'handed-over',
  since: Math.max(state?.since ?? at, at),
  handoffs: placed(handoffsOf(state), handoff),
});

const evolveOutput = (state: Outcome | null, event: Heard<OutcomeOutput>): Outcome | null => {
  const handoff = handoffIn(state, event.data.handoffId);
  if (state === null || handoff === undefined || handoff.is === 'open') return state;
  switch (event.type) {
    case 'OutcomeRecorded':
      return withHandoff(state, { ...handoff, is: 'recorded', ticketed: false }, event.at);
    case 'TrainingTicketOpened':
      return withHandoff(state, { ...handoff, is: 'recorded', ticketed: true }, event.at);
    case 'HandoffScored':
      return state;
  }
};

const evolve = (state: Outcome | null, event: Heard<OutcomeInput> | Tick | Heard<OutcomeOutput>): Outcome | null => {
  if (isFact(event)) {
    return withHandoff(state, learns(handoffIn(state, event.data.handoffId) ?? unheard(event.data), event), event.at);
  }
  switch (event.type) {
    case 'Tick':
      return state !== null && event.at >= forgetDue(state) ? null : state;
    case 'OutcomeRecorded':
    case 'HandoffScored':
    case 'TrainingTicketOpened':
      return evolveOutput(state, event);
    case 'ConversationEnded':
      return state?.is === 'handed-over' ? state : { is: 'ended', since: Math.max(state?.since ?? 0, event.at) };
    default:
      return state ?? { is: 'listening', since: event.at };
  }
};

const due = (state: Outcome): Instant =>
  Math.min(forgetDue(state), ...handoffsOf(state).map((h) => wordDue(h) ?? Number.POSITIVE_INFINITY));

/**
 * How every hand-off of a conversation ended, once each, and how good it was, again with each later word on it.
 * Its facts come from subjects that do not wait for each other; what is told in the end does not depend on which came first.
 * HandoffWithdrawn, HandoffAssigned and WaitEstimated decide nothing here: only routing knows when a hand-off is over and how long it waited.
 */
export const outcome: Decider<Outcome, OutcomeInput, OutcomeOutput> = { decide, evolve, due };
