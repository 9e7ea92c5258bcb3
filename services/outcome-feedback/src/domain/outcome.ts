import type { EventOf, Instant, Tick, topics } from '@warmline/contracts';
import type { Context, Decider, Output } from '@warmline/messaging/decider';
import { applyEvent, emptyHandoff, type Handoff, type HandoffEventType } from './handoff.ts';
import { qualityOf, qualityPartsOf } from './quality.ts';
import { withTranscript } from './training-ticket.ts';

/** What is known of a conversation. `lastEventAt` is the latest event time that counted; the retention runs from there. */
export type OutcomeState =
  | { readonly is: 'listening'; readonly lastEventAt: Instant }
  | { readonly is: 'ended'; readonly lastEventAt: Instant }
  | { readonly is: 'handed-over'; readonly lastEventAt: Instant; readonly handoffs: readonly Handoff[] };

type EventsOf<T extends keyof typeof topics> = keyof (typeof topics)[T]['events'];
export type OutcomeInput = EventsOf<'conversation'> | EventsOf<'escalation'> | EventsOf<'outcomeIntake'>;
export type OutcomeOutput = 'OutcomeRecorded' | 'HandoffScored' | 'TrainingTicketOpened';

/** The retention of the input topics: a later survey cannot arrive. */
export const RETENTION_MS = 30 * 24 * 3_600_000;
/** For a conversation that ended without a hand-off: time for a late HandoffRequested to arrive. */
export const RETENTION_WITHOUT_HANDOFF_MS = 24 * 3_600_000;
/** How many recorded hand-offs of a conversation a late survey still finds. Those not yet recorded are never dropped. */
export const MAX_RECORDED = 5;

const handoffEvents: Readonly<Record<HandoffEventType, true>> = {
  HandoffRequested: true,
  HandoffClosed: true,
  HandoffAbandoned: true,
  SurveyAnswered: true,
};
const isHandoffEvent = (event: { readonly type: string }): event is EventOf<HandoffEventType> =>
  Object.hasOwn(handoffEvents, event.type);

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
    resolved: handoff.end.resolution?.resolved ?? null,
    survey: handoff.survey,
  });
  const quality = qualityOf(parts);
  if (quality === null) return [];
  return [
    { type: 'HandoffScored', data: { ...handoffKeys(handoff), quality, parts, survey: handoff.survey !== null } },
  ];
};

const ticketOf = (handoff: Handoff, context: Context): OutcomeEvent[] => {
  if (handoff.is === 'open' || handoff.end.kind !== 'closed') return [];
  const { resolution } = handoff.end;
  if (resolution?.botCouldHaveHandled !== true) return [];
  const data = {
    ...handoffKeys(handoff),
    ticketId: context.id(`ticket/${handoff.handoffId}`),
    reasons: handoff.request?.reasons ?? [],
    summary: handoff.request?.summary ?? '',
    ...(resolution.notes === undefined ? {} : { notes: resolution.notes }),
    transcript: [],
  };
  return [{ type: 'TrainingTicketOpened', data, withJournal: withTranscript }];
};

const outcomeOf = (handoff: Handoff, context: Context): OutcomeEvent[] => {
  if (handoff.is !== 'ended') return [];
  const { end, request } = handoff;
  const known = { ...handoffKeys(handoff), reasons: request?.reasons ?? [], waitSeconds: end.waitSeconds };
  if (end.kind === 'abandoned')
    return [
      { type: 'OutcomeRecorded', data: { ...known, ended: 'abandoned', subject: request?.subject ?? 'general' } },
    ];
  const { agentId, team, resolutionSeconds, resolution } = end;
  const data = {
    ...known,
    ended: 'closed' as const,
    subject: request?.subject ?? end.subject,
    agentId,
    team,
    resolutionSeconds,
    ...(resolution === null ? {} : { resolution }),
  };
  return [{ type: 'OutcomeRecorded', data }, ...scoreOf(handoff), ...ticketOf(handoff, context)];
};

const expiresAt = (state: OutcomeState): Instant =>
  state.lastEventAt + (state.is === 'ended' ? RETENTION_WITHOUT_HANDOFF_MS : RETENTION_MS);

/** Hand-offs whose request never arrived are recorded with what is known before the conversation is forgotten. */
const decideTick = (tick: Tick, state: OutcomeState | null, context: Context): readonly OutcomeEvent[] =>
  state === null || tick.at < expiresAt(state)
    ? []
    : handoffsOf(state).flatMap((handoff) => outcomeOf(handoff, context));

const hasSurveyChanged = (before: Handoff, after: Handoff): boolean =>
  before.survey?.context !== after.survey?.context || before.survey?.stars !== after.survey?.stars;

const decide = (
  event: EventOf<OutcomeInput> | Tick,
  state: OutcomeState | null,
  context: Context,
): readonly OutcomeEvent[] => {
  if (event.type === 'Tick') return decideTick(event, state, context);
  if (!isHandoffEvent(event)) return [];
  const before = handoffIn(state, event.data.handoffId) ?? emptyHandoff(event.data);
  const after = applyEvent(before, event);
  if (after.is === 'ended' && after.request !== null) return outcomeOf(after, context);
  return after.is === 'recorded' && hasSurveyChanged(before, after) ? scoreOf(after) : [];
};

/** Newest last; of the recorded hand-offs only the latest MAX_RECORDED stay. */
const withReplaced = (handoffs: readonly Handoff[], handoff: Handoff): readonly Handoff[] => {
  const isKnown = handoffs.some((h) => h.handoffId === handoff.handoffId);
  const all = isKnown ? handoffs.map((h) => (h.handoffId === handoff.handoffId ? handoff : h)) : [...handoffs, handoff];
  const surplus: readonly Handoff[] = all.filter((h) => h.is === 'recorded').slice(0, -MAX_RECORDED);
  return all.filter((h) => !surplus.includes(h));
};

const withHandoff = (state: OutcomeState | null, handoff: Handoff, at: Instant): OutcomeState => ({
  is: 'handed-over',
  lastEventAt: Math.max(state?.lastEventAt ?? at, at),
  handoffs: withReplaced(handoffsOf(state), handoff),
});

const withRecorded = (state: OutcomeState | null, event: EventOf<'OutcomeRecorded'>): OutcomeState | null => {
  const handoff = handoffIn(state, event.data.handoffId);
  if (handoff === undefined || handoff.is === 'open') return state;
  return withHandoff(state, { ...handoff, is: 'recorded' }, event.at);
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
      return withRecorded(state, event);
    case 'HandoffScored':
    case 'TrainingTicketOpened':
      return state;
    case 'ConversationEnded':
      return state?.is === 'handed-over'
        ? state
        : { is: 'ended', lastEventAt: Math.max(state?.lastEventAt ?? 0, event.at) };
    default:
      return state ?? { is: 'listening', lastEventAt: event.at };
  }
};

/**
 * Records the end of every hand-off of a conversation once, and scores it; a later survey scores it again.
 * The topics it reads are not ordered among each other; what is published in the end does not depend on which arrives first.
 * HandoffWithdrawn decides nothing: only routing knows when a hand-off is over and how long the customer waited.
 */
export const outcomeDecider: Decider<OutcomeState, OutcomeInput, OutcomeOutput> = { decide, evolve, due: expiresAt };
