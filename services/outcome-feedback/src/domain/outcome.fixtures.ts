import { type DataOf, type EventType, type Instant, topics } from '@warmline/contracts';

/** Events of one hand-off: a premium customer whose order was cancelled by telephone, resolved by Mia. */
export const START: Instant = 1_760_000_000_000;
const keys = { conversationId: 'c-1', tenantId: 'acme', handoffId: 'h-1' };
const routed = { ...keys, poolId: 'acme' };

interface FixtureEvent<T extends EventType> {
  readonly type: T;
  readonly data: DataOf<T>;
  readonly [extra: string]: unknown;
}
const eventOf = <T extends EventType>(type: T, data: DataOf<T>): FixtureEvent<T> => ({ type, data });

const request = topics.escalation.events.HandoffRequested.sample as DataOf<'HandoffRequested'>;

export const started = eventOf('ConversationStarted', {
  conversationId: 'c-1',
  tenantId: 'acme',
  seq: 1,
  channel: 'web',
  externalId: 'widget-1',
  policyVersion: 'default-1',
  hasBot: true,
});

export const posted = (seq: number, text: string, role: 'customer' | 'bot' | 'agent' = 'customer') =>
  eventOf('MessagePosted', {
    conversationId: 'c-1',
    tenantId: 'acme',
    seq,
    messageId: `m-${seq}`,
    role,
    text,
    epoch: 1,
  });

export const requested = (over: { handoffId?: string; missing?: string[] } = {}) =>
  eventOf('HandoffRequested', {
    ...request,
    ...routed,
    handoffId: over.handoffId ?? 'h-1',
    reasons: ['negative_sentiment', 'policy_exception'],
    subject: 'cancellation',
    context: { ...request.context, missing: over.missing ?? [] },
  });

type ClosedResolution = DataOf<'HandoffClosed'>['resolution'];

/** `resolution: null` leaves the agent's outcome form out. */
export const closed = (over: { handoffId?: string; resolution?: ClosedResolution | null; waitedMs?: number } = {}) => {
  const { resolution = { resolved: true } } = over;
  return eventOf('HandoffClosed', {
    ...routed,
    handoffId: over.handoffId ?? 'h-1',
    agentId: 'mia',
    team: 'retention_team',
    subject: 'cancellation',
    waitedMs: over.waitedMs ?? 30_000,
    handledMs: 240_000,
    ...(resolution === null ? {} : { resolution }),
  });
};

export const abandoned = (handoffId = 'h-1') =>
  eventOf('HandoffAbandoned', { ...routed, handoffId, waitedMs: 90_000, reason: 'ended' });

export const surveyed = (context: DataOf<'SurveyAnswered'>['context'], stars: number, handoffId = 'h-1') =>
  eventOf('SurveyAnswered', { ...keys, handoffId, seq: 40, context, stars, answeredAt: START });

export const ended = eventOf('ConversationEnded', { conversationId: 'c-1', tenantId: 'acme', seq: 41, by: 'customer' });

export const assigned = eventOf('HandoffAssigned', {
  ...routed,
  agentId: 'mia',
  agentName: 'Mia',
  team: 'retention_team',
  priority: 90,
  waitedMs: 30_000,
  why: { rule: 'offer accepted', considered: [] },
});

export const withdrawn = eventOf('HandoffWithdrawn', { ...routed, reason: 'ended' });
