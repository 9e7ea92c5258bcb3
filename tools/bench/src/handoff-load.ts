import { type DataOf, poolOf, type Subject, topics } from '@warmline/contracts';
import { type ConsumerRecord, derivedId, encode, type ProducerRecord } from '@warmline/messaging';
import { seededRandom } from '@warmline/testing/random';
import { TENANTS, tenantOf } from './conversation-load.ts';
import { conversationKey } from './message-load.ts';
import { shardSequencer } from './shard-sequencer.ts';
import { customerText } from './utterances.ts';

/** Agents of a pool, and conversations of each agent at a time. */
const AGENTS = 30;
const CAPACITY = 3;
const TEAMS = ['billing_team', 'tech_team', 'retention_team', 'enterprise_team', 'general_team'];
const SUBJECTS: readonly Subject[] = ['billing', 'technical', 'cancellation', 'enterprise', 'general'];
/** One offer in this many is declined, the first for that hand-off. */
const DECLINE_EVERY = 20;

type DeskEventType = 'AgentPresenceChanged' | 'OfferAccepted' | 'OfferDeclined' | 'HandoffResolved';
const handoffId = (n: number): string => derivedId(`bench/handoff/${n}`);

/** The request that escalation-detection publishes: hand-off n of conversation n, with a transcript of four turns. */
export const handoffRequests = (count: number): ProducerRecord[] => {
  const numbered = shardSequencer('escalation-detection', 'handoffs');
  return Array.from({ length: count }, (_, n) => {
    const random = seededRandom(n + 1);
    const conversationId = conversationKey(n);
    const at = Date.now();
    const subject = SUBJECTS[random.below(SUBJECTS.length)] ?? 'general';
    const text = customerText(random, 120, true);
    const data: DataOf<'HandoffRequested'> = {
      ...{ conversationId, tenantId: tenantOf(n), handoffId: handoffId(n), poolId: poolOf(tenantOf(n)) },
      ...{ seq: 7, requestedAt: at, type: 'support', subject, channel: 'whatsapp', language: 'en' },
      ...{ reasons: ['negative_sentiment'], rules: ['sentiment.negative'], policyVersion: 'default-1' },
      text: 'I am sorry I could not solve this for you. I am connecting you with a colleague.',
      ...{
        priority: 50 + random.below(50),
        priority_label: 'medium',
        priority_reasons: [{ reason: 'base', points: 50 }],
      },
      ...{ skills_required: [], senior_first: false, sentiment_recovery: true },
      context: {
        transcript: [2, 3, 4, 5].map((seq) => ({
          ...{ messageId: derivedId(`bench/turn/${n}/${seq}`), seq, at },
          role: seq % 2 === 0 ? ('customer' as const) : ('bot' as const),
          text,
        })),
        transcript_url: `/v1/conversations/${conversationId}/transcript`,
        summary: {
          ...{ text, session_start: at, duration_s: 90, messages: 6, escalation_reason: 'negative sentiment' },
          ...{ sentiment_label: 'negative', sentiment_trend: 'falling', bot_confidence: 0.5 },
        },
        now: { text: `“${text}”`, quote: text, messageIds: [derivedId(`bench/turn/${n}/2`)] },
        ...{ known: [], tried: [], earlier: [] },
        likely_issue: 'A matter of its own',
        sentiment: { score: -0.7, p_negative: 0.9, scores: [{ seq: 2, score: -0.2 }] },
        ...{ recommended_actions: ['Confirm in one sentence what is wanted'], missing: [] },
      },
      metadata: { session_id: conversationId, escalation_trigger: 'negative sentiment', attempted_solutions: [] },
    };
    const id = derivedId(`bench/requested/${n}`);
    const cause = { id, at, tenantId: data.tenantId, correlationId: conversationId, traceparent: undefined };
    return numbered(encode('escalation-detection', { type: 'HandoffRequested', data }, id, cause));
  });
};

/** The events of all agents, as the gateway publishes them. */
export const deskAgents = () => {
  const numbered = shardSequencer('gateway', 'desks');
  const deskRecord = <T extends DeskEventType>(
    type: T,
    data: DataOf<T> & { tenantId: string },
    correlationId: string,
  ): ProducerRecord => {
    const id = derivedId(`bench/${type}/${correlationId}`);
    const cause = { id, at: Date.now(), tenantId: data.tenantId, correlationId, traceparent: undefined };
    return numbered(encode('gateway', { type, data, topic: topics.desk.name }, id, cause));
  };
  return {
    /** All agents come on duty: six in each team of every pool. */
    signInAll: (): ProducerRecord[] =>
      Array.from({ length: TENANTS * AGENTS }, (_, n) => {
        const tenantId = tenantOf(n);
        const agentId = `${tenantId}-agent-${Math.floor(n / TENANTS)}`;
        const team = TEAMS[Math.floor(n / TENANTS) % TEAMS.length] ?? 'general_team';
        return deskRecord(
          'AgentPresenceChanged',
          {
            ...{ poolId: poolOf(tenantId), tenantId, agentId, name: `Agent ${n}`, status: 'online' },
            ...{ teams: [team], skills: [{ name: 'senior', level: 3 }], languages: ['en'], capacity: CAPACITY },
          },
          agentId,
        );
      }),
    /**
     * Answers an offer with an acceptance, or a decline of the first offer of every twentieth hand-off; an assignment with its end;
     * anything else with nothing.
     */
    respond: (record: ConsumerRecord, declined: Set<string>): ProducerRecord | 'closed' | null => {
      const type = record.headers.ce_type;
      if (type === 'HandoffClosed') return 'closed';
      if (type !== 'HandoffOfferedToAgent' && type !== 'HandoffAssigned') return null;
      const data = JSON.parse(Buffer.from(record.value ?? []).toString()) as DataOf<'HandoffOfferedToAgent'>;
      const { poolId, tenantId, handoffId: id, conversationId, agentId, offerId } = data;
      const ref = { poolId, tenantId, handoffId: id, conversationId, agentId };
      if (type === 'HandoffAssigned') {
        const outcome = { resolved: true, botCouldHaveHandled: false };
        return deskRecord('HandoffResolved', { ...ref, resolution: outcome, resolvedAt: Date.now() }, id);
      }
      if (isDeclined(id) && !declined.has(id)) {
        declined.add(id);
        return deskRecord('OfferDeclined', { ...ref, offerId, reason: 'on the phone' }, offerId);
      }
      return deskRecord('OfferAccepted', { ...ref, offerId }, offerId);
    },
  };
};

const isDeclined = (id: string): boolean => Number.parseInt(id.slice(0, 6), 16) % DECLINE_EVERY === 0;

/** Number of desk events for this many hand-offs: presence, one acceptance and one end each, and the declines. */
export const expectedDeskEvents = (count: number): number => {
  let declined = 0;
  for (let n = 0; n < count; n++) if (isDeclined(handoffId(n))) declined += 1;
  return TENANTS * AGENTS + 2 * count + declined;
};
