import type { EventOf, Instant, Tick, topics } from '@warmline/contracts';
import type { Context, Decider, Output } from '@warmline/messaging/decider';
import { applyEvent, emptyHandoff, type Handoff, type HandoffEventType, resolutionOf } from './handoff.ts';
import { qualityOf, qualityPartsOf } from './quality.ts';
import { withTranscript } from './training-ticket.ts';

/** What a conversation taught so far. `since` is the latest event time that mattered: silence is counted from there. */
export type OutcomeState =
  | { readonly is: 'listening'; readonly lastEventAt: Instant }
  | { readonly is: 'ended'; readonly lastEventAt: Instant }
  | { readonly is: 'handed-over'; readonly lastEventAt: Instant; readonly handoffs: readonly Handoff[] };

type EventsOf<T extends keyof typeof topics> = keyof (typeof topics)[T]['events'];
export type OutcomeInput = EventsOf<'conversation'> | EventsOf<'escalation'> | EventsOf<'outcomeIntake'>;
export type OutcomeOutput = 'OutcomeRecorded' | 'HandoffScored' | 'TrainingTicketOpened';

/** A close without the agent's word waits for it this long; a later one still changes the score. */
export const RESOLUTION_TIMEOUT_MS = 60_000;
/** As long as the subjects keep their events: a survey after that has nothing to belong to. */
export const RETENTION_MS = 30 * 24 * 3_600_000;
/** A conversation that ended without a hand-off, should its request be on its way still. */
export const RETENTION_WITHOUT_HANDOFF_MS = 24 * 3_600_000;
/** Recorded hand-offs of a conversation that a late survey still finds. Those not yet recorded are never dropped. */
export const MAX_RECORDED = 5;

const isHandoffEvent = (event: { readonly type: string }): event is EventOf<HandoffEventType> =>
  event.type === 'HandoffRequested' ||
  event.type === 'HandoffClosed' ||
  event.type === 'HandoffAbandoned' ||
  event.type === 'HandoffResolved' ||
  event.type === 'SurveyAnswered';

const handoffsOf = (state: OutcomeState | null): readonly Handoff[] =>
  state?.is === 'handed-over' ? state.handoffs : [];
const handoffIn = (state: OutcomeState | null, handoffId: string): Handoff | undefined =>
  handoffsOf(state).find((h) => h.handoffId === handoffId);

type OutcomeEvent = Output<OutcomeOutput>;
const handoffKeys = ({ conversationId, tenantId, handoffId }: Handoff) => ({ conversationId, tenantId, handoffId });

const scoreOf = (handoff: Handoff): OutcomeEvent[] => {
  if (handoff.is === 'open' || handoff.end.kind !== 'closed') return [];
  const parts = qualityPartsOf({
    contextCompleteness: handoff.request?.contextCompleteness ?? null,
    waitSeconds: handoff.end.waitSeconds,
    resolved: resolutionOf(handoff)?.resolved ?? null,
    survey: handoff.survey,
  });
  const quality = qualityOf(parts);
  if (quality === null) return [];
  return [
    { type: 'HandoffScored', data: { ...handoffKeys(handoff), quality, parts, survey: handoff.survey !== null } },
  ];
};

const ticketOf = (handoff: Handoff, context: Context): OutcomeEvent[] => {
  const form = resolutionOf(handoff);
  if (form?.botCouldHaveHandled !== true || (handoff.is === 'recorded' && handoff.hasTicket)) return [];
  const data = {
    ...handoffKeys(handoff),
    ticketId: context.id(`ticket/${handoff.handoffId}`),
    reasons: handoff.request?.reasons ?? [],
    summary: handoff.request?.summary ?? '',
    ...(form.notes === undefined ? {} : { notes: form.notes }),
    transcript: [],
  };
  return [{ type: 'TrainingTicketOpened', data, withJournal: withTranscript }];
};

const outcomeOf = (handoff: Handoff, context: Context): OutcomeEvent[] => {
  if (handoff.is !== 'ended') return [];
  const { end, request } = handoff;
  const form = resolutionOf(handoff);
  const known = { ...handoffKeys(handoff), reasons: request?.reasons ?? [], waitSeconds: end.waitSeconds };
  if (end.kind === 'abandoned')
    return [
      { type: 'OutcomeRecorded', data: { ...known, ended: 'abandoned', subject: request?.subject ?? 'general' } },
    ];
  const { agentId, team, resolutionSeconds } = end;
  const data = {
    ...known,
    ended: 'closed' as const,
    subject: request?.subject ?? end.subject,
    agentId,
    team,
    resolutionSeconds,
    ...(form === null ? {} : { resolution: form }),
  };
  return [{ type: 'OutcomeRecorded', data }, ...scoreOf(handoff), ...ticketOf(handoff, context)];
};

/** Everything an outcome says is known: no arrival still to come could change it. */
const isComplete = (handoff: Handoff): boolean =>
  handoff.is === 'ended' &&
  handoff.request !== null &&
  (handoff.end.kind === 'abandoned' || resolutionOf(handoff) !== null);

const resolutionDeadline = (handoff: Handoff): Instant | null =>
  handoff.is === 'ended' && handoff.request !== null ? handoff.end.at + RESOLUTION_TIMEOUT_MS : null;

const expiresAt = (state: OutcomeState): Instant =>
  state.lastEventAt + (state.is === 'ended' ? RETENTION_WITHOUT_HANDOFF_MS : RETENTION_MS);

const decideTick = (tick: Tick, state: OutcomeState | null, context: Context): readonly OutcomeEvent[] => {
  if (state === null) return [];
  const last = tick.at >= expiresAt(state);
  return handoffsOf(state)
    .filter((handoff) => last || (resolutionDeadline(handoff) ?? Number.POSITIVE_INFINITY) <= tick.at)
    .flatMap((handoff) => outcomeOf(handoff, context));
};

const hasScoreChanged = (before: Handoff, after: Handoff): boolean =>
  before.survey?.context !== after.survey?.context ||
  before.survey?.stars !== after.survey?.stars ||
  resolutionOf(before)?.resolved !== resolutionOf(after)?.resolved;

const decide = (
  event: EventOf<OutcomeInput> | Tick,
  state: OutcomeState | null,
  context: Context,
): readonly OutcomeEvent[] => {
  if (event.type === 'Tick') return decideTick(event, state, context);
  if (!isHandoffEvent(event)) return [];
  const before = handoffIn(state, event.data.handoffId) ?? emptyHandoff(event.data);
  const after = applyEvent(before, event);
  if (isComplete(after)) return outcomeOf(after, context);
  if (after.is !== 'recorded') return [];
  return [...(hasScoreChanged(before, after) ? scoreOf(after) : []), ...ticketOf(after, context)];
};

/** Newest last; of the recorded ones only the latest stay. */
const withReplaced = (handoffs: readonly Handoff[], handoff: Handoff): readonly Handoff[] => {
  const there = handoffs.some((h) => h.handoffId === handoff.handoffId);
  const all = there ? handoffs.map((h) => (h.handoffId === handoff.handoffId ? handoff : h)) : [...handoffs, handoff];
  const surplus: readonly Handoff[] = all.filter((h) => h.is === 'recorded').slice(0, -MAX_RECORDED);
  return all.filter((h) => !surplus.includes(h));
};

const withHandoff = (state: OutcomeState | null, handoff: Handoff, at: Instant): OutcomeState => ({
  is: 'handed-over',
  lastEventAt: Math.max(state?.lastEventAt ?? at, at),
  handoffs: withReplaced(handoffsOf(state), handoff),
});

const evolveOutput = (state: OutcomeState | null, event: EventOf<OutcomeOutput>): OutcomeState | null => {
  const handoff = handoffIn(state, event.data.handoffId);
  if (state === null || handoff === undefined || handoff.is === 'open') return state;
  switch (event.type) {
    case 'OutcomeRecorded':
      return withHandoff(state, { ...handoff, is: 'recorded', hasTicket: false }, event.at);
    case 'TrainingTicketOpened':
      return withHandoff(state, { ...handoff, is: 'recorded', hasTicket: true }, event.at);
    case 'HandoffScored':
      return state;
  }
};

const evolve = (
  state: OutcomeState | null,
  event: EventOf<OutcomeInput> | Tick | EventOf<OutcomeOutput>,
): OutcomeState | null => {
  if (isHandoffEvent(event)) {
    return withHandoff(
      state,
      applyEvent(handoffIn(state, event.data.handoffId) ?? emptyHandoff(event.data), event),
      event.at,
    );
  }
  switch (event.type) {
    case 'Tick':
      return state !== null && event.at >= expiresAt(state) ? null : state;
    case 'OutcomeRecorded':
    case 'HandoffScored':
    case 'TrainingTicketOpened':
      return evolveOutput(state, event);
    case 'ConversationEnded':
      return state?.is === 'handed-over'
        ? state
        : { is: 'ended', lastEventAt: Math.max(state?.lastEventAt ?? 0, event.at) };
    default:
      return state ?? { is: 'listening', lastEventAt: event.at };
  }
};

const due = (state: OutcomeState): Instant =>
  Math.min(expiresAt(state), ...handoffsOf(state).map((h) => resolutionDeadline(h) ?? Number.POSITIVE_INFINITY));

/**
 * How every hand-off of a conversation ended, once each, and how good it was, again with each later word on it.
 * Its facts come from subjects that do not wait for each other; what is told in the end does not depend on which came first.
 * HandoffWithdrawn, HandoffAssigned and WaitEstimated decide nothing here: only routing knows when a hand-off is over and how long it waited.
 */
export const outcomeDecider: Decider<OutcomeState, OutcomeInput, OutcomeOutput> = { decide, evolve, due };
