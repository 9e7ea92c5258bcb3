import { type DataOf, type EventType, type Instant, topics } from '@warmline/contracts';

/** Named events of one hand-off for the specs: premium customer, order cancelled by telephone, resolved by Mia. */
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

type Form = DataOf<'HandoffResolved'>['resolution'];

export const closed = (over: { handoffId?: string; form?: Form | null; waitedMs?: number } = {}) => {
  const form = over.form === undefined ? { resolved: true } : over.form;
  return eventOf('HandoffClosed', {
    ...routed,
    handoffId: over.handoffId ?? 'h-1',
    agentId: 'mia',
    team: 'retention_team',
    subject: 'cancellation',
    waitedMs: over.waitedMs ?? 30_000,
    handledMs: 240_000,
    ...(form === null ? {} : { resolution: form }),
  });
};

export const resolved = (form: Form = { resolved: true }) =>
  eventOf('HandoffResolved', { ...routed, agentId: 'mia', resolution: form, resolvedAt: START });

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

export const estimated = eventOf('WaitEstimated', {
  ...routed,
  position: 1,
  announcement: { underOneMinute: true },
  estimator: 'test',
});

export const withdrawn = eventOf('HandoffWithdrawn', { ...routed, reason: 'ended' });
