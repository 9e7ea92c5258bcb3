import { z } from 'zod';
import { type RuleId, ruleIds } from './escalation-rules.ts';
import { escalationReason, skill, subject } from './value-types.ts';

const atLeastOne = z.int().min(1);
const fraction = z.number().min(0).max(1);
const wordList = z.array(z.string().min(1)).default([]);
const points = z.int().min(0).max(100);
const customerText = z.string().min(1).max(400);

const ruleSetting = z.strictObject({ enabled: z.boolean(), verdict: z.enum(['offer', 'immediate']) });
export type RuleSetting = z.infer<typeof ruleSetting>;

const HUMAN_REQUEST = 'emotional.human-request';
/** False where a document turns off, or only offers, what a customer asked for. What it leaves out is the default: at once. */
export const keepsHumanRequest = (rules: Partial<Record<RuleId, Partial<RuleSetting>>>): boolean => {
  const { enabled = true, verdict = 'immediate' } = rules[HUMAN_REQUEST] ?? {};
  return enabled && verdict === 'immediate';
};
export const humanRequestFault = {
  path: [HUMAN_REQUEST],
  message: 'a customer who asks for a person is always obeyed at once: it must be enabled and immediate',
};

const ruleSettings = z
  .record(z.enum(ruleIds as [RuleId, ...RuleId[]]), ruleSetting)
  .refine(keepsHumanRequest, humanRequestFault);

const thresholds = z.strictObject({
  refund: z.strictObject({
    limit: z.number().min(0).describe("A refund above this goes to a person, in the tenant's currency"),
    currency: z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code'),
    rates: z.record(z.string(), z.number().positive()).default({}).describe('Worth of one unit; not named = 1'),
  }),
  emphasis: z.strictObject({ marks: z.int().min(2), capitalWords: atLeastOne }),
  repetition: z.strictObject({
    similarity: fraction.describe('Share of words in common from which two questions are the same'),
    botSimilarity: fraction,
    minWords: atLeastOne.describe('Words that carry meaning; shorter messages are never repeats'),
    repeatedAt: z.int().min(2),
    loopAt: z.int().min(2),
  }),
  emotional: z.strictObject({ immediateAt: atLeastOne, withinMessages: atLeastOne }),
  sentiment: z.strictObject({ pNegative: fraction, immediateAt: atLeastOne }),
  confidence: z.strictObject({ below: fraction, immediateAt: atLeastOne }),
  subjectSwitches: atLeastOne,
  sessionMinutes: z.number().positive(),
  botAnswerSeconds: z.number().positive().describe('Kept by the gateway, which posts the time-out as a turn'),
  severalQuestions: z.strictObject({ questions: z.int().min(2), subjects: z.int().min(2) }),
  opportunity: z.strictObject({ engagement: fraction, pricingTurns: atLeastOne }),
  nearMiss: fraction.describe('A number that reached this share of its threshold is told as nearly fired'),
});

const lists = z.strictObject({
  profanity: z.strictObject({ languages: z.array(z.string()).min(1), also: wordList, allowed: wordList }),
  acronyms: wordList.describe('Capital words that are no shouting'),
  phrases: z.partialRecord(z.enum(ruleIds as [RuleId, ...RuleId[]]), z.array(z.string().min(3))).default({}),
  relatedSubjects: z
    .array(z.array(z.string()))
    .default([])
    .describe('Subjects of the bot that are no switch between each other'),
  pricingSubjects: wordList,
  subjectWords: z
    .record(subject.exclude(['general']), z.array(z.string().min(2)))
    .describe('Words that name a subject'),
});

const priority = z.strictObject({
  base: points,
  premiumTier: z.strictObject({ points, tiers: z.array(z.enum(['standard', 'premium', 'enterprise'])) }),
  lifetimeValue: z.strictObject({ points, above: z.number() }),
  churnRisk: z.strictObject({ points, levels: z.array(z.enum(['low', 'medium', 'high'])) }),
  sentiment: z.strictObject({ points, below: z.number().min(-1).max(1) }),
  duration: z.strictObject({ points, aboveSeconds: z.number().min(0) }),
  subjects: z.partialRecord(subject, points),
  messages: z.strictObject({ points, above: z.int().min(0) }),
  waiting: z.strictObject({ points, aboveSeconds: z.number().min(0) }),
  cap: z.int().min(1).max(100),
  labels: z.strictObject({ high: z.int(), medium: z.int() }),
});

const texts = z.strictObject({
  offer: z.strictObject({ default: customerText, reasons: z.partialRecord(escalationReason, customerText) }),
  acknowledge: z.strictObject({
    default: customerText,
    recovery: customerText,
    reasons: z.partialRecord(escalationReason, customerText),
  }),
  who: z.strictObject({
    subjects: z.record(subject, customerText),
    recovery: customerText,
    refund: customerText,
    opportunity: customerText,
  }),
  shared: customerText,
  agentNote: z.string().max(500),
  reasons: z.record(escalationReason, z.string().max(120)).describe('Each reason in words an agent reads'),
});

const playbooks = z.strictObject({
  subjects: z.record(subject, z.array(z.string().max(300))),
  reasons: z.partialRecord(escalationReason, z.array(z.string().max(300))).default({}),
  goodwill: z
    .strictObject({
      limit: z
        .number()
        .min(0)
        .describe("What an agent may give without approval, in the tenant's currency; 0 = nothing"),
      reasons: z.array(escalationReason).describe('Only where one of these led to the hand-off'),
      unless: z.array(escalationReason).default([]).describe('And none of these'),
      subjects: z.partialRecord(subject, z.array(z.string().max(300)).min(1)).describe('What may be given, by subject'),
    })
    .default({ limit: 0, reasons: [], unless: [], subjects: {} }),
  templates: z
    .partialRecord(escalationReason, z.string().min(1).max(1_000))
    .default({})
    .describe('A note to pass a complex issue on with; the first reason that has one'),
});

/** When to hand over, and what is said and done then. Data: versioned, one per tenant, never a constant in code. */
export const policySchema = z
  .strictObject({
    version: z.string().min(1).max(60),
    rules: ruleSettings,
    thresholds,
    lists,
    subjects: z
      .partialRecord(escalationReason, subject)
      .describe('Where a reason goes whatever the conversation is about'),
    skills: z.partialRecord(subject, z.array(skill)).default({}),
    recovery: z.strictObject({
      reasons: z.array(escalationReason).describe('Reasons that ask for a senior and an apology'),
    }),
    priority,
    playbooks,
    issues: z.strictObject({
      earlierCancellation: z.string().max(160),
      subjects: z.record(subject, z.string().max(160)),
      reasons: z.partialRecord(escalationReason, z.string().max(160)).default({}),
    }),
    texts,
  })
  .describe('When to hand over, and what is said and done then');
export type Policy = z.infer<typeof policySchema>;
