import { type Customer, type DataOf, defaultRetention } from '@warmline/contracts';
import { commandStory } from '@warmline/testing/command-story';
import type { StoryEvent } from '@warmline/testing/story';
import { type Conversation, type ConversationSettings, conversationDue } from './conversation/conversation.ts';
import type { ConversationInput } from './conversation/conversation-commands.ts';
import { handleCommand } from './conversation/handle-command.ts';

/** Events and commands for given/when/then tests: one conversation on a channel with a bot, and one without. */
export const settings: ConversationSettings = {
  policyVersionOf: () => 'default-1',
  verdictWaitMsOf: () => 0,
  botOf: (channel) => (channel === 'web' ? 'demo' : null),
  botTimeoutMs: 5_000,
};
const handle = handleCommand(settings, defaultRetention);
export const given = commandStory<Conversation>({
  step: (state, event, context) => handle(state, event as ConversationInput, context),
  due: (state) => conversationDue(state, defaultRetention),
});

const T = 1_760_000_000_000;
export const s = (seconds: number): number => T + seconds * 1_000;
/** The agent of these stories, as the desk announces them. */
export const mia = {
  agentId: 'mia',
  tenantId: 'default',
  poolId: 'default',
  name: 'Mia Torres',
  teams: ['retention_team'],
  skills: [{ name: 'senior', level: 5 }],
  languages: ['en'],
  capacity: 2,
};
export const ada: Customer = { customerId: 'c-7', name: 'Ada Byron', tier: 'premium' };

const storyEvent = (type: string, data: object, at?: number): StoryEvent => ({
  type,
  data,
  ...(at === undefined ? {} : { at: s(at) }),
});
const origin = { conversationId: 'c-1', tenantId: 'default', channel: 'web', externalId: 'widget-1' };
const handoff = { poolId: 'default', tenantId: 'default', conversationId: 'c-1' };
const conversation = { conversationId: 'c-1', tenantId: 'default' };

export const starts = (facts: object = {}, at?: number) =>
  storyEvent('Start', { ...origin, customer: ada, ...facts }, at);
export const writes = (text: string, at?: number) => storyEvent('Post', { role: 'customer', text }, at);
/** A bot reply; `more` has the epoch and message it answers. */
export const botSays = (text: string, more: object = {}, at?: number) =>
  storyEvent('Post', { role: 'bot', text, ...more }, at);
export const agentSays = (agentId: string, text: string, more: object = {}) =>
  storyEvent('Post', { role: 'agent', text, agentId, ...more });
export const asksForHuman = (details?: string) => storyEvent('RequestHuman', details === undefined ? {} : { details });
export const chooses = (choice: DataOf<'ChoiceMade'>['choice'], more: object = {}) =>
  storyEvent('Choose', { choice, ...more });
export const answersSurvey = (handoffId: string, stars = 5) =>
  storyEvent('AnswerSurvey', { handoffId, context: 'yes', stars });
export const resolves = (agentId: string) => storyEvent('Resolve', { agentId, resolution: { resolved: true } });
export const transfers = (agentId: string, to: object, note = 'Needs a refund approval') =>
  storyEvent('Transfer', { agentId, to, note });
export const ends = (at?: number) => storyEvent('End', { by: 'customer' }, at);

export const assessedAs = (seq: number, verdict: string, rules: readonly string[] = []) =>
  storyEvent('EscalationAssessed', {
    ...conversation,
    seq,
    messageId: `m-${seq}`,
    verdict,
    reasons: [],
    rules,
    evidence: [],
    nearMisses: [],
    policyVersion: 'default-1',
    degraded: false,
  });
export const scoreMissed = (seq: number) =>
  storyEvent('ScoreMissed', { ...conversation, messageId: `m-${seq}`, seq, cause: 'timeout' });
export const offered = (offerId: string) =>
  storyEvent('HandoffOffered', {
    ...conversation,
    offerId,
    seq: 2,
    reasons: [],
    rules: [],
    text: 'Shall I connect you?',
  });

const CUSTOMER_TEXT = 'I cancelled order #12345 by phone last week and it was shipped anyway. What is going on?';
export const payload = (facts: Partial<DataOf<'HandoffRequested'>> = {}): DataOf<'HandoffRequested'> => ({
  ...handoff,
  handoffId: 'h-1',
  seq: 3,
  requestedAt: s(1),
  type: 'support',
  subject: 'cancellation',
  reasons: ['negative_sentiment'],
  rules: ['sentiment.negative'],
  policyVersion: 'default-1',
  text: 'I am connecting you with a senior specialist.',
  priority: 100,
  priority_label: 'high',
  priority_reasons: [],
  skills_required: [],
  senior_first: true,
  language: 'en',
  channel: 'web',
  sentiment_recovery: true,
  context: {
    transcript: [],
    transcript_url: '/v1/conversations/c-1/transcript',
    summary: {
      text: 'Wants order #12345 put right.',
      session_start: s(0),
      duration_s: 60,
      messages: 4,
      escalation_reason: 'negative sentiment',
      sentiment_label: 'negative',
      sentiment_trend: 'falling',
    },
    customer: ada,
    now: { text: `“${CUSTOMER_TEXT}”`, quote: CUSTOMER_TEXT, messageIds: ['m-1'] },
    known: [],
    tried: [{ text: 'Looked order #12345 up' }],
    earlier: [],
    likely_issue: 'An earlier cancellation that was not carried out',
    sentiment: { scores: [] },
    recommended_actions: [],
    missing: [],
  },
  metadata: { session_id: 'c-1', escalation_trigger: 'negative sentiment', attempted_solutions: [] },
  ...facts,
});
export const requested = (handoffId = 'h-1', facts: Partial<DataOf<'HandoffRequested'>> = {}) =>
  storyEvent('HandoffRequested', payload({ handoffId, ...facts }));
export const added = (details: string, handoffId = 'h-1') =>
  storyEvent('HandoffContextAdded', { ...handoff, handoffId, details });

const handoffEvent = (type: string, handoffId: string, facts: object) =>
  storyEvent(type, { ...handoff, handoffId, ...facts });
export const assignedTo = (agentId: string, handoffId = 'h-1') =>
  handoffEvent('HandoffAssigned', handoffId, {
    agentId,
    agentName: agentId === 'mia' ? 'Mia Torres' : 'Ben Ode',
    team: 'retention_team',
    priority: 100,
    waitedMs: 4_000,
    why: { rule: 'offer accepted', considered: [] },
  });
export const returnedBy = (agentId: string, reason = 'agent-disconnected', handoffId = 'h-1', offerId?: string) =>
  handoffEvent('HandoffReturned', handoffId, { agentId, reason, ...(offerId === undefined ? {} : { offerId }) });
export const transferredBy = (agentId: string, note: string, handoffId = 'h-1') =>
  handoffEvent('HandoffReturned', handoffId, {
    agentId,
    reason: 'transferred',
    transfer: { to: { kind: 'team', id: 'billing_team' }, note },
  });
export const transferRefused = (agentId: string, reason: string, handoffId = 'h-1') =>
  handoffEvent('TransferRefused', handoffId, { agentId, to: { kind: 'team', id: 'billing_team' }, reason });
export const closedBy = (agentId: string, handoffId = 'h-1') =>
  handoffEvent('HandoffClosed', handoffId, {
    agentId,
    team: 'retention_team',
    subject: 'cancellation',
    waitedMs: 4_000,
    handledMs: 60_000,
  });
export const abandoned = (handoffId = 'h-1', offer: object = {}) =>
  handoffEvent('HandoffAbandoned', handoffId, { waitedMs: 10_000, reason: 'ended', ...offer });
export const callbackBooked = (dueBy: number, handoffId = 'h-1', offer: object = {}) =>
  handoffEvent('CallbackBooked', handoffId, { dueBy, ...offer });
export const ticketFiled = (handoffId = 'h-1', facts: object = {}) =>
  handoffEvent('TicketFiled', handoffId, { kind: 'email', ...facts });
export const unstaffed = (handoffId = 'h-1', facts: object = {}) =>
  handoffEvent('TeamUnstaffed', handoffId, { team: 'retention_team', ...facts });
export const queuedByRouting = (facts: object = {}, handoffId = 'h-1') =>
  handoffEvent('HandoffQueued', handoffId, {
    subject: 'cancellation',
    priority: 100,
    requestedAt: s(1),
    queueLength: 1,
    steps: [],
    ...facts,
  });
export const ringing = (offerId: string, handoffId = 'h-1', facts: object = {}) =>
  handoffEvent('HandoffOfferedToAgent', handoffId, {
    offerId,
    agentId: 'mia',
    agentName: 'Mia Torres',
    team: 'retention_team',
    priority: 100,
    waitedMs: 40,
    expiresAt: s(100),
    why: { rule: 'lowest load', considered: [] },
    ...facts,
  });
export const tick = (at: number): StoryEvent => ({ type: 'Tick', data: {}, at });
export const waits = (position: number, handoffId = 'h-1', announcement: object = { lowMinutes: 2 }) =>
  handoffEvent('WaitEstimated', handoffId, {
    position,
    announcement: { underOneMinute: false, ...announcement },
    estimator: 'x',
  });

/** A message with this text, or one that matches it. */
export const message = (text: RegExp | string, role = 'system') => ({
  type: 'MessagePosted',
  data: { role, text: typeof text === 'string' ? text : { asymmetricMatch: (actual: string) => text.test(actual) } },
});
export const owner = (kind: string, id: string, epoch: number) => ({
  type: 'OwnerChanged',
  data: { owner: { kind, id, epoch } },
});
export const notice = (kind: string, more: object = {}) => ({
  type: 'CustomerNotified',
  data: { notice: { kind, ...more } },
});
