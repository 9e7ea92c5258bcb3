import { z } from 'zod';
import { id, instant } from '../envelope.ts';
import { channel, conversationId, handoffId, messageId, offerId, poolId, tenantId } from '../identifiers.ts';
import { daysInMs, defineEvent, defineTopic } from '../topic-definition.ts';
import {
  escalationReasons,
  escalationVerdict,
  evidence,
  handoffContext,
  skill,
  subject,
  turn,
} from '../value-types.ts';

const conversationFields = { conversationId, tenantId };
const sampleConversation = { conversationId: 'b1f6c1de', tenantId: 'default' };

/** When a conversation needs a person, and the context that the person receives. */
export const escalation = defineTopic({
  name: 'handoff.escalation.v1',
  writer: 'escalation-detection',
  key: 'conversationId',
  description: 'A verdict for every message, customer offers, and hand-offs with their full context.',
  retentionMs: daysInMs(30),
  events: {
    EscalationAssessed: defineEvent(
      'The verdict on a message: one for every customer message, also when it is `none`, and one for a bot message that fired a rule.',
      z.object({
        ...conversationFields,
        seq: z.int().min(1).describe('Number of the message in its conversation'),
        messageId,
        verdict: escalationVerdict,
        reasons: escalationReasons,
        rules: z.array(id).describe('Rules that fired'),
        evidence: z.array(evidence).max(50),
        nearMisses: z
          .array(z.object({ rule: id, value: z.number(), threshold: z.number() }))
          .max(20)
          .describe('Rules that almost fired'),
        policyVersion: z.string().max(60),
        degraded: z.boolean().describe('The message was judged without its sentiment score'),
      }),
      {
        ...sampleConversation,
        seq: 2,
        messageId: 'm-1',
        verdict: 'offer',
        reasons: ['negative_sentiment'],
        rules: ['sentiment.negative'],
        evidence: [{ rule: 'sentiment.negative', messageId: 'm-1', value: 0.74, threshold: 0.7 }],
        nearMisses: [],
        policyVersion: 'default-1',
        degraded: false,
      },
    ),
    ScoreMissed: defineEvent(
      'A message was judged without its sentiment score. A score that arrives later is ignored, so a replay gives the same verdict.',
      z.object({
        ...conversationFields,
        messageId,
        seq: z.int().min(1),
        cause: z.enum(['timeout', 'human-request', 'ended']),
      }),
      {
        ...sampleConversation,
        messageId: 'm-1',
        seq: 2,
        cause: 'timeout',
      },
    ),
    HandoffOffered: defineEvent(
      'The customer is asked whether to be connected with a person.',
      z.object({
        ...conversationFields,
        offerId,
        seq: z.int().min(1),
        reasons: escalationReasons,
        rules: z.array(id),
        text: z.string().max(1_000),
      }),
      {
        ...sampleConversation,
        offerId: 'o-1',
        seq: 2,
        reasons: ['negative_sentiment'],
        rules: ['sentiment.negative'],
        text: 'Would you like me to connect you with a colleague?',
      },
    ),
    HandoffRequested: defineEvent(
      'The conversation is handed over to a person, with everything the agent needs to know.',
      z.object({
        ...conversationFields,
        handoffId,
        poolId,
        seq: z.int().min(1),
        requestedAt: instant,
        type: z.enum(['support', 'opportunity']),
        subject,
        reasons: escalationReasons,
        rules: z.array(id),
        policyVersion: z.string().max(60),
        text: z.string().max(1_000).describe('What the customer is told before the hand-off'),
        priority: z.int().min(1).max(100).describe('100 is most urgent'),
        priority_label: z.enum(['high', 'medium', 'normal']),
        priority_reasons: z.array(z.object({ reason: z.string().max(120), points: z.int() })),
        skills_required: z.array(skill),
        senior_first: z.boolean().describe('Agents with the skill `senior` are asked first'),
        language: z.string().max(20),
        channel,
        preferred_agent: id
          .optional()
          .describe('Agent who is asked first, for example the one who last served this customer'),
        sentiment_recovery: z.boolean().describe('Frustration with the bot led to the hand-off'),
        agent_note: z.string().max(500).optional(),
        context: handoffContext,
        metadata: z.object({
          session_id: id,
          escalation_trigger: z.string().max(300),
          ai_confidence: z.number().min(0).max(1).optional().describe('Confidence of the bot in its last answer'),
          attempted_solutions: z.array(z.string().max(300)).max(20),
        }),
      }),
      {
        ...sampleConversation,
        handoffId: 'h-1',
        poolId: 'default',
        seq: 9,
        requestedAt: 1_760_000_000_000,
        type: 'support',
        subject: 'cancellation',
        reasons: ['negative_sentiment', 'policy_exception'],
        rules: ['sentiment.negative', 'complexity.policy-exception'],
        policyVersion: 'default-1',
        text: 'I am sorry I could not solve this. I am connecting you with a senior specialist.',
        priority: 100,
        priority_label: 'high',
        priority_reasons: [
          { reason: 'base', points: 50 },
          { reason: 'premium tier', points: 20 },
          { reason: 'sentiment below -0.5', points: 20 },
          { reason: 'subject cancellation', points: 15 },
        ],
        skills_required: [],
        senior_first: true,
        language: 'en',
        channel: 'web',
        sentiment_recovery: true,
        agent_note: 'Customer frustrated by bot limitations; empathy first, solution second.',
        context: {
          transcript: [
            {
              messageId: 'm-1',
              seq: 2,
              at: 1_760_000_000_000,
              role: 'customer',
              text: 'I cancelled order #12345 by telephone.',
            },
          ],
          transcript_url: '/v1/conversations/b1f6c1de/transcript',
          now: {
            text: '“I cancelled order #12345 by telephone”',
            quote: 'I cancelled order #12345 by telephone',
            messageIds: ['m-1'],
          },
          known: [{ name: 'order', value: '#12345', source: 'customer', messageId: 'm-1' }],
          tried: [{ text: 'Looked order #12345 up' }, { text: 'Answered: “It was delivered.”', withheld: true }],
          earlier: ['Before: “Where is my order?”'],
          summary: {
            text: 'Now: “I cancelled order #12345 by telephone”. Tried: Looked order #12345 up. Handed over: negative sentiment.',
            customer_id: 'c-7',
            session_start: 1_759_999_900_000,
            duration_s: 100,
            messages: 9,
            escalation_reason: 'negative sentiment',
            sentiment_label: 'negative',
            sentiment_trend: 'falling',
            bot_confidence: 0.4,
          },
          likely_issue: 'A cancellation by telephone that is not in the order system',
          sentiment: { score: -0.7, p_negative: 0.9, scores: [{ seq: 2, score: -0.2 }] },
          recommended_actions: [
            'Check the call log for the cancellation',
            'Goodwill: up to 25 USD credit without approval',
          ],
          goodwill: { limit: 25, currency: 'USD' },
          escalation_template:
            'Exception asked for by Ada Byron: no return costs for order #12345. Tried: looked order #12345 up. Needed: yes or no.',
          missing: ['customer.since'],
        },
        metadata: {
          session_id: 'b1f6c1de',
          escalation_trigger: 'negative sentiment twice',
          ai_confidence: 0.4,
          attempted_solutions: ['Looked order #12345 up'],
        },
      },
    ),
    HandoffContextAdded: defineEvent(
      'Details or an answer of the bot were added to a hand-off, or a model rewrote its summary.',
      z.object({
        ...conversationFields,
        handoffId,
        poolId,
        details: z.string().max(2_000),
        model: z
          .string()
          .max(120)
          .optional()
          .describe('Model that wrote `details`, which replace the summary; absent: the customer added them'),
        withheldAnswer: turn
          .optional()
          .describe(
            'An answer of the bot that came too late for the customer; it belongs to the transcript, and `details` is empty',
          ),
      }),
      { ...sampleConversation, handoffId: 'h-1', poolId: 'default', details: 'Order #12345' },
    ),
    HandoffWithdrawn: defineEvent(
      'The customer went back to the bot or left before an agent took over.',
      z.object({ ...conversationFields, handoffId, poolId, reason: z.enum(['back-to-bot', 'ended']) }),
      { ...sampleConversation, handoffId: 'h-1', poolId: 'default', reason: 'ended' },
    ),
    OpportunityDetected: defineEvent(
      'The customer may be interested in a larger plan.',
      z.object({
        ...conversationFields,
        seq: z.int().min(1),
        engagement: z.number().min(0).max(1),
        rules: z.array(id),
      }),
      { ...sampleConversation, seq: 6, engagement: 0.84, rules: ['opportunity.enterprise'] },
    ),
  },
});
