import { z } from 'zod';
import { id, instant, MAX_TEXT_LENGTH } from './envelope.ts';

/** Values that several topics carry. */

export const role = z.enum(['customer', 'bot', 'agent', 'system']);
export type Role = z.infer<typeof role>;

export const owner = z.object({
  kind: z.enum(['bot', 'queue', 'agent']),
  id,
  epoch: z.int().min(0).describe('Grows by one at every change; a message written under an older one is refused'),
});
export type Owner = z.infer<typeof owner>;

export const customer = z.object({
  customerId: id,
  name: z.string().max(200).optional(),
  tier: z.enum(['standard', 'premium', 'enterprise']).optional(),
  since: z.iso.date().optional(),
  lifetimeValue: z.number().min(0).optional().describe("In the tenant's currency"),
  recentOrders: z
    .array(
      z.object({ id, status: z.string().max(60), total: z.number().optional(), placedAt: z.iso.date().optional() }),
    )
    .max(20)
    .optional(),
  previousEscalations: z.int().min(0).optional(),
  preferredContact: z.enum(['chat', 'email', 'phone']).optional(),
  churnRisk: z.enum(['low', 'medium', 'high']).optional(),
  consideringEnterprise: z.boolean().optional(),
  engagement: z.number().min(0).max(1).optional(),
});
export type Customer = z.infer<typeof customer>;

/** What a bot may say of its own answer. */
export const botTurnDetails = z.object({
  confidence: z.number().min(0).max(1).optional(),
  intent: z.string().max(120).optional(),
  subject: z.string().max(120).optional(),
  entities: z.record(z.string().max(60), z.union([z.string().max(500), z.number(), z.boolean()])).optional(),
  attempted: z.string().max(300).optional().describe('What the bot tried, in words an agent can read'),
  error: z.enum(['timeout', 'error', 'empty']).optional(),
});
export type BotTurnDetails = z.infer<typeof botTurnDetails>;

export const turn = z.object({
  messageId: id,
  seq: z.int().min(1),
  at: instant,
  role: z.enum(['customer', 'bot', 'agent', 'system', 'escalation']),
  text: z.string().max(MAX_TEXT_LENGTH),
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
]);
export type EscalationReason = z.infer<typeof escalationReason>;

/** From the weakest to the strongest. */
export const escalationVerdict = z.enum(['none', 'offer', 'immediate']);
export type EscalationVerdict = z.infer<typeof escalationVerdict>;

export const isStrongerVerdict = (one: EscalationVerdict, other: EscalationVerdict): boolean =>
  escalationVerdict.options.indexOf(one) > escalationVerdict.options.indexOf(other);

/** What a rule saw: a message, the span of its text (UTF-16 offsets), or a number against its threshold. */
export const evidence = z.object({
  rule: id,
  messageId: id.optional(),
  span: z.tuple([z.int().min(0), z.int().min(0)]).optional(),
  text: z.string().max(300).optional(),
  value: z.number().optional(),
  threshold: z.number().optional(),
});
export type Evidence = z.infer<typeof evidence>;

export const subject = z.enum(['billing', 'technical', 'cancellation', 'enterprise', 'general']);
export type Subject = z.infer<typeof subject>;

export const ticketKind = z
  .enum(['priority', 'email', 'note'])
  .describe('For the next opening, first of all; an answer by e-mail; a note, answered by e-mail');

/** When a customer may be called: from its start, and by its end. */
export const callbackWindow = z.object({ from: instant, until: instant });
export type CallbackWindow = z.infer<typeof callbackWindow>;

export const callOutcome = z
  .enum(['reached', 'no-answer', 'wrong-number', 'done'])
  .describe('Talking to the customer now; nobody answered; not the customer’s number; talked, and finished');
export type CallOutcome = z.infer<typeof callOutcome>;

/** What an agent says of being available: only an `online` agent is offered hand-offs. */
export const agentStatus = z.enum(['online', 'away', 'offline']);
export type AgentStatus = z.infer<typeof agentStatus>;

export const skill = z.object({ name: id, level: z.int().min(1).max(10) });
export type Skill = z.infer<typeof skill>;

/** The context of a hand-off: spec names, in snake case, since other systems read them. */
export const handoffContext = z.object({
  transcript: z
    .array(turn)
    .max(51)
    .describe('The last 50 turns and the marked escalation line, at most 1,000 characters each'),
  transcript_url: z.string().max(500),
  summary: z.object({
    text: z.string().max(2_000),
    written_by: z.string().max(120).optional().describe('The model that wrote the text; absent = built in'),
    customer_id: z.string().optional(),
    session_start: instant,
    duration_s: z.number().min(0),
    messages: z.int().min(0),
    escalation_reason: z.string().max(500),
    sentiment_label: z.enum(['negative', 'neutral', 'positive', 'unknown']),
    sentiment_trend: z.enum(['falling', 'steady', 'rising', 'unknown']),
    bot_confidence: z.number().min(0).max(1).optional(),
  }),
  customer: customer.optional(),
  likely_issue: z.string().max(500),
  sentiment: z.object({
    score: z.number().min(-1).max(1).optional(),
    p_negative: z.number().min(0).max(1).optional(),
    line: z.array(z.object({ seq: z.int(), score: z.number().min(-1).max(1) })).max(50),
  }),
  recommended_actions: z.array(z.string().max(300)).max(10),
  goodwill: z
    .object({ limit: z.number().positive(), currency: z.string().length(3) })
    .optional()
    .describe('What the agent may give without approval; absent = the playbook or the reason does not allow it'),
  escalation_template: z
    .string()
    .max(2_000)
    .optional()
    .describe('A note to pass a complex issue on with, filled in; absent = the reason has none'),
  missing: z.array(z.string()).describe('Fields of the specification that are not known; never silently absent'),
});
export type HandoffContext = z.infer<typeof handoffContext>;

export const resolution = z.object({
  resolved: z.boolean(),
  customerSatisfied: z.boolean().optional(),
  botCouldHaveHandled: z.boolean().optional(),
  notes: z.string().max(2_000).optional(),
});
export type Resolution = z.infer<typeof resolution>;

/** Whom a conversation is passed on to: a colleague, a team, or whoever has a skill. */
export const transferTarget = z.object({ kind: z.enum(['agent', 'team', 'skill']), id });
export type TransferTarget = z.infer<typeof transferTarget>;

export const routingExplanation = z.object({
  rule: z.string().max(300).describe('The rule that decided, in words'),
  considered: z.array(z.object({ agentId: id, eligible: z.boolean(), because: z.string().max(200) })).max(50),
});
export type RoutingExplanation = z.infer<typeof routingExplanation>;
