import { z } from 'zod';
import { id, instant } from '../envelope.ts';
import { daysInMs, defineEvent, defineTopic } from '../topic-definition.ts';
import { escalationReason, escalationVerdict, evidence, handoffContext, skill, subject } from '../value-types.ts';

const conversationFields = { conversationId: id, tenantId: id };
const sampleConversation = { conversationId: 'b1f6c1de', tenantId: 'default' };

/** When a conversation needs a person, and everything the person needs to know. */
export const escalation = defineTopic({
  name: 'handoff.escalation.v1',
  writer: 'escalation-detection',
  key: 'conversationId',
  description: 'Verdicts per message, offers and hand-offs with their full payload.',
  retentionMs: daysInMs(30),
  events: {
    EscalationAssessed: defineEvent(
      'One per customer message, `none` too, and one for a bot turn that fired a rule.',
      z.object({
        ...conversationFields,
        seq: z.int().min(1).describe('Sequence of the message in its conversation'),
        messageId: id,
        verdict: escalationVerdict,
        reasons: z.array(escalationReason),
        rules: z.array(id),
        evidence: z.array(evidence).max(50),
        nearMisses: z.array(z.object({ rule: id, value: z.number(), threshold: z.number() })).max(20),
        policyVersion: z.string().max(60),
        degraded: z.boolean().describe('Decided without a score'),
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
      'A message was decided without its score; a later score of it is ignored, so that a replay decides alike.',
      z.object({
        ...conversationFields,
        messageId: id,
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
      'The customer is asked once whether to be connected.',
      z.object({
        ...conversationFields,
        offerId: id,
        seq: z.int().min(1),
        reasons: z.array(escalationReason),
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
      'A person takes over. Carries the whole payload of the specification, under its names.',
      z.object({
        ...conversationFields,
        handoffId: id,
        poolId: id,
        seq: z.int().min(1),
        requestedAt: instant,
        type: z.enum(['support', 'opportunity']),
        subject,
        reasons: z.array(escalationReason),
        rules: z.array(id),
        policyVersion: z.string().max(60),
        text: z
          .string()
          .max(1_000)
          .describe('What the bot says to the customer: nobody is handed over without warning'),
        priority: z.int().min(1).max(100),
        priority_label: z.enum(['high', 'medium', 'normal']),
        priority_reasons: z.array(z.object({ reason: z.string().max(120), points: z.int() })),
        skills_required: z.array(skill),
        senior_first: z.boolean(),
        language: z.string().max(20),
        channel: id,
        preferred_agent: id.optional().describe('Who is asked alone at first, as who served this customer last'),
        sentiment_recovery: z.boolean(),
        agent_note: z.string().max(500).optional(),
        context: handoffContext,
        metadata: z.object({
          session_id: id,
          escalation_trigger: z.string().max(300),
          ai_confidence: z.number().min(0).max(1).optional(),
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
          { reason: 'topic cancellation', points: 15 },
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
          summary: {
            text: 'Wants order #12345, cancelled by telephone but shipped, to be put right.',
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
          sentiment: { score: -0.7, p_negative: 0.9, line: [{ seq: 2, score: -0.2 }] },
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
      'Details for a hand-off already queued, or its summary written better.',
      z.object({
        ...conversationFields,
        handoffId: id,
        poolId: id,
        details: z.string().max(2_000),
        model: z
          .string()
          .max(120)
          .optional()
          .describe('The model that wrote `details` in place of the summary; absent = the customer added them'),
      }),
      { ...sampleConversation, handoffId: 'h-1', poolId: 'default', details: 'Order #12345' },
    ),
    HandoffWithdrawn: defineEvent(
      'The customer went back to the bot or left before anyone took over.',
      z.object({ ...conversationFields, handoffId: id, poolId: id, reason: z.enum(['back-to-bot', 'ended']) }),
      { ...sampleConversation, handoffId: 'h-1', poolId: 'default', reason: 'ended' },
    ),
    OpportunityDetected: defineEvent(
      'The customer may want more than support.',
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
