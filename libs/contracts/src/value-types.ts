import { z } from 'zod';
import { id, instant, MAX_TEXT_LENGTH } from './envelope.ts';
import { agentId, guidanceId, messageId } from './identifiers.ts';

/** Values that several topics share. */

export const role = z.enum(['customer', 'bot', 'agent', 'system']);
export type Role = z.infer<typeof role>;

export const owner = z.object({
  kind: z.enum(['bot', 'queue', 'agent']),
  id,
  epoch: z
    .int()
    .min(0)
    .describe('Grows by one with every change of owner; a message written under an older epoch is refused'),
});
export type Owner = z.infer<typeof owner>;

export const customer = z.object({
  customerId: id.describe('The customer, as the tenant identifies them'),
  name: z.string().max(200).optional().describe('Name for greetings'),
  tier: z.enum(['standard', 'premium', 'enterprise']).optional().describe('Service level of the customer'),
  since: z.iso.date().optional().describe('First day as a customer'),
  lifetimeValue: z.number().min(0).optional().describe('In the currency of the tenant'),
  recentOrders: z
    .array(
      z.object({
        id: id.describe('Order number'),
        status: z.string().max(60).describe('For example `shipped`'),
        total: z.number().optional().describe('In the currency of the tenant'),
        placedAt: z.iso.date().optional().describe('Day of the order'),
      }),
    )
    .max(20)
    .optional()
    .describe('The last orders'),
  previousEscalations: z.int().min(0).optional().describe('Number of earlier hand-offs'),
  preferredContact: z.enum(['chat', 'email', 'phone']).optional().describe('How the customer likes to be reached'),
  churnRisk: z.enum(['low', 'medium', 'high']).optional().describe('Risk that the customer leaves'),
  consideringEnterprise: z.boolean().optional().describe('Whether they may buy an enterprise plan'),
  engagement: z.number().min(0).max(1).optional().describe('1 is most engaged'),
});
export type Customer = z.infer<typeof customer>;

/** Details that a bot may attach to its answer. */
export const botTurnDetails = z.object({
  confidence: z.number().min(0).max(1).optional().describe('How sure the bot is of its answer'),
  intent: z.string().max(120).optional().describe('What the bot takes the message for'),
  subject: z.string().max(120).optional().describe('What the bot takes the conversation to be about'),
  entities: z
    .record(z.string().max(60), z.union([z.string().max(500), z.number(), z.boolean()]))
    .optional()
    .describe('Values the bot found, by name, for example an order number'),
  attempted: z.string().max(300).optional().describe('What the bot tried, as text for the agent'),
  error: z.enum(['timeout', 'error', 'empty']).optional().describe('Why the bot gave no answer'),
});
export type BotTurnDetails = z.infer<typeof botTurnDetails>;

export const turn = z.object({
  messageId,
  seq: z.int().min(1).describe('Number of the message in its conversation'),
  at: instant,
  role: z
    .enum(['customer', 'bot', 'agent', 'system', 'escalation'])
    .describe('Author; `escalation` marks the hand-off'),
  text: z.string().max(MAX_TEXT_LENGTH).describe('The message'),
  withheld: z.literal(true).optional().describe('An answer of the bot that the customer did not get'),
});
export type Turn = z.infer<typeof turn>;

export const escalationReason = z.enum([
  'security',
  'billing_dispute',
  'cancellation',
  'legal',
  'refund',
  'human_request',
  'profanity',
  'frustration',
  'negative_sentiment',
  'confusion_loop',
  'low_confidence',
  'subject_switching',
  'unresolved_session',
  'bot_failure',
  'multiple_subjects',
  'policy_exception',
  'judgement_call',
  'enterprise_need',
  'opportunity',
  'guidance',
]);
export type EscalationReason = z.infer<typeof escalationReason>;
export const escalationReasons = z
  .array(escalationReason)
  .describe('Why a person is needed, in the order of the rules');

/** What a customer may want that a person should hear, as the model of the sentiment service tells them apart. */
export const intentNames = [
  'none',
  'security',
  'billing_dispute',
  'cancellation',
  'human_request',
  'legal',
  'refund',
  'profanity',
  'policy_exception',
  'frustration',
] as const;
export type IntentName = (typeof intentNames)[number];
const probability = z.number().min(0).max(1);
/** The probability of each intent; together they are 1. */
export const intentScores = z.object({
  none: probability.describe('Nothing that a person should hear'),
  security: probability,
  billing_dispute: probability,
  cancellation: probability,
  human_request: probability,
  legal: probability,
  refund: probability,
  profanity: probability,
  policy_exception: probability,
  frustration: probability,
} satisfies Record<IntentName, typeof probability>);
export type IntentScores = z.infer<typeof intentScores>;

/** From the weakest to the strongest. */
export const escalationVerdict = z.enum(['none', 'offer', 'immediate']);
export type EscalationVerdict = z.infer<typeof escalationVerdict>;

export const isStrongerVerdict = (one: EscalationVerdict, other: EscalationVerdict): boolean =>
  escalationVerdict.options.indexOf(one) > escalationVerdict.options.indexOf(other);

/** Why a rule fired: a message and the span of its text that matched, or a number and its threshold. */
export const evidence = z.object({
  rule: id,
  messageId: messageId.optional(),
  span: z
    .tuple([z.int().min(0), z.int().min(0)])
    .optional()
    .describe('Start and end in the text of the message, in UTF-16 code units'),
  text: z.string().max(300).optional(),
  value: z.number().optional(),
  threshold: z.number().optional(),
  guidance: z.object({ id: guidanceId, when: z.string().max(300) }).optional(),
});
export type Evidence = z.infer<typeof evidence>;

export const subject = z
  .enum(['billing', 'technical', 'cancellation', 'enterprise', 'general'])
  .describe('What the conversation is about');
export type Subject = z.infer<typeof subject>;

export const ticketKind = z
  .enum(['priority', 'email', 'note'])
  .describe(
    '`priority`: answered first at the next opening; `email`: answered by e-mail; `note`: a note of the customer, answered by e-mail',
  );

/** The customer may be called from `from` on, and by `until`. */
export const callbackWindow = z.object({
  from: instant.describe('Earliest call'),
  until: instant.describe('Latest call'),
});
export type CallbackWindow = z.infer<typeof callbackWindow>;

export const callOutcome = z
  .enum(['reached', 'no-answer', 'wrong-number', 'done'])
  .describe('`reached`: talking to the customer now; `done`: the talk is over');
export type CallOutcome = z.infer<typeof callOutcome>;

/** The presence of an agent. Only an `online` agent is offered hand-offs. */
export const agentStatus = z
  .enum(['online', 'away', 'offline'])
  .describe('Only an `online` agent is offered hand-offs');
export type AgentStatus = z.infer<typeof agentStatus>;

export const skill = z.object({ name: id.describe('The skill'), level: z.int().min(1).max(10).describe('10 is best') });
export type Skill = z.infer<typeof skill>;

/** What an agent reads first: the episode that led to the hand-off. Secrets are masked. */
const briefing = {
  now: z
    .object({
      text: z.string().max(900).describe('What the customer wants now, as text for the agent'),
      quote: z
        .string()
        .max(300)
        .optional()
        .describe('The words of the customer that say what they want; absent: they have not said it'),
      messageIds: z.array(messageId).max(3).describe('Messages that `text` quotes, the one with the evidence first'),
    })
    .describe('The words that carry the evidence of the rule that fired, and the wish they belong to'),
  known: z
    .array(
      z.object({
        name: z.string().max(60).describe('For example `order`, `amount`, `date`, or the name the bot gave'),
        value: z.string().max(200),
        source: z.enum(['customer', 'bot', 'channel']).describe('Who gave it'),
        messageId: messageId.optional().describe('Message it is from'),
      }),
    )
    .max(12)
    .describe('Facts of this episode, and what the customer gave on lines of their own before it'),
  tried: z
    .array(
      z.object({
        text: z.string().max(300),
        withheld: z.literal(true).optional().describe('An answer of the bot that the customer did not get'),
      }),
    )
    .max(10)
    .describe('What the bot looked up or answered in this episode'),
  earlier: z
    .array(z.string().max(400))
    .max(20)
    .describe('One line for each other episode, and for each earlier agent or hand-off: who had it and how it ended'),
};

/** The context of a hand-off. Names are in snake case, because other systems read them in that form. */
export const handoffContext = z.object({
  transcript: z
    .array(turn)
    .max(51)
    .describe('The last 50 turns and the marked escalation line, at most 1,000 characters each'),
  transcript_url: z.string().max(500),
  ...briefing,
  summary: z.object({
    text: z.string().max(2_000).describe('*Now*, *Known*, *Tried* and *Earlier* as one text'),
    written_by: z.string().max(120).optional().describe('Model that wrote the text; absent: built from rules'),
    customer_id: z.string().optional(),
    session_start: instant,
    duration_s: z.number().min(0).describe('Seconds since the session started'),
    messages: z.int().min(0).describe('Messages exchanged'),
    escalation_reason: z.string().max(500),
    sentiment_label: z.enum(['negative', 'neutral', 'positive', 'unknown']),
    sentiment_trend: z.enum(['falling', 'steady', 'rising', 'unknown']),
    bot_confidence: z.number().min(0).max(1).optional(),
  }),
  customer: customer.optional(),
  likely_issue: z.string().max(500),
  sentiment: z.object({
    score: z.number().min(-1).max(1).optional().describe('From -1, angry, to 1, glad'),
    p_negative: z.number().min(0).max(1).optional().describe('Probability that the conversation is negative'),
    scores: z
      .array(z.object({ seq: z.int(), score: z.number().min(-1).max(1) }))
      .max(50)
      .describe('Score after each customer message'),
  }),
  recommended_actions: z.array(z.string().max(300)).max(10),
  goodwill: z
    .object({ limit: z.number().positive(), currency: z.string().length(3) })
    .optional()
    .describe('Amount the agent may give without approval; absent: nothing'),
  escalation_template: z
    .string()
    .max(2_000)
    .optional()
    .describe('Prepared note for passing a complex issue on; absent: none for this reason'),
  missing: z.array(z.string()).describe('Names of the fields that are not known'),
});
export type HandoffContext = z.infer<typeof handoffContext>;

export const resolution = z.object({
  resolved: z.boolean().describe('Whether the issue of the customer is solved'),
  customerSatisfied: z.boolean().optional().describe('Whether the customer seemed satisfied'),
  botCouldHaveHandled: z.boolean().optional().describe('Whether the bot could have solved it'),
  notes: z.string().max(2_000).optional().describe('Free text of the agent'),
});
export type Resolution = z.infer<typeof resolution>;

/** Target of a transfer: an agent, a team, or any agent with a skill. */
export const transferTarget = z.object({
  kind: z.enum(['agent', 'team', 'skill']).describe('What `id` names'),
  id: id.describe('The agent, the team or the skill'),
});
export type TransferTarget = z.infer<typeof transferTarget>;

export const routingExplanation = z.object({
  rule: z.string().max(300).describe('The deciding rule, as text'),
  considered: z
    .array(
      z.object({
        agentId,
        eligible: z.boolean().describe('Whether the agent could take the hand-off'),
        because: z.string().max(200).describe('The reason, as text'),
      }),
    )
    .max(50)
    .describe('Agents that routing compared'),
});
export type RoutingExplanation = z.infer<typeof routingExplanation>;
