import { z } from 'zod';
import { type RuleId, ruleIds } from './escalation-rules.ts';
import { guidanceId } from './identifiers.ts';
import { escalationReason, skill, subject } from './value-types.ts';

const atLeastOne = z.int().min(1);
const fraction = z.number().min(0).max(1);
const wordList = z.array(z.string().min(1)).default([]);
const points = z.int().min(0).max(100);
/** A time that is added to an instant: any sum stays an instant that a database can store. */
const duration = z
  .number()
  .positive()
  .max(366 * 24 * 3_600);
const customerText = z.string().min(1).max(400);

const ruleSetting = z.strictObject({ enabled: z.boolean(), verdict: z.enum(['offer', 'immediate']) });
export type RuleSetting = z.infer<typeof ruleSetting>;

const HUMAN_REQUEST = 'emotional.human-request';
/** False if a policy disables the rule for customers who ask for a person, or makes it an offer. Absent settings count as enabled and immediate. */
export const keepsHumanRequest = (rules: Partial<Record<RuleId, Partial<RuleSetting>>>): boolean => {
  const { enabled = true, verdict = 'immediate' } = rules[HUMAN_REQUEST] ?? {};
  return enabled && verdict === 'immediate';
};
export const humanRequestFault = {
  path: [HUMAN_REQUEST],
  message: 'a customer who asks for a person always gets one: this rule must be enabled and immediate',
};

const ruleSettings = z
  .record(z.enum(ruleIds as [RuleId, ...RuleId[]]), ruleSetting)
  .refine(keepsHumanRequest, humanRequestFault);

const thresholds = z.strictObject({
  refund: z.strictObject({
    limit: z.number().min(0).describe('A refund above this amount goes to a person'),
    currency: z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code'),
    rates: z
      .record(z.string(), z.number().positive())
      .default({})
      .describe('Value of one unit of another currency in `currency`; a currency not listed counts as 1'),
  }),
  emphasis: z.strictObject({
    marks: z.int().min(2),
    questionMarks: z.int().min(2).default(3),
    capitalWords: atLeastOne,
  }),
  repetition: z.strictObject({
    similarity: fraction.describe('Share of common words from which two questions count as the same'),
    botSimilarity: fraction.describe('The same for two answers of the bot'),
    minWords: atLeastOne.describe('Meaningful words; a shorter message is never a repetition'),
    repeatedAt: z.int().min(2),
    loopAt: z.int().min(2),
  }),
  emotional: z.strictObject({ immediateAt: atLeastOne, withinMessages: atLeastOne }),
  sentiment: z.strictObject({ pNegative: fraction, immediateAt: atLeastOne }),
  intents: z
    .strictObject({
      confirm: fraction.describe('Confirms what words suspect of security, billing, cancellation or a person'),
      confirmSoft: fraction.describe(
        'Confirms legal matters, and what is offered: an exception, a judgement call, an enterprise need, sentiment',
      ),
      alone: fraction.describe('Fires a rule that no word suspects'),
    })
    .default({ confirm: 0.3, confirmSoft: 0.2, alone: 0.965 })
    .describe('Probabilities, by the intent model, that a person should hear a message'),
  confidence: z.strictObject({ below: fraction, immediateAt: atLeastOne }),
  subjectSwitches: atLeastOne,
  sessionMinutes: duration,
  botAnswerSeconds: duration.describe('Time the bot has to answer; then the gateway posts a failed answer'),
  verdictWaitMs: z
    .int()
    .min(0)
    .max(60_000)
    .default(2_500)
    .describe('Longest time an answer of the bot waits for the verdict on the message it answers, milliseconds'),
  severalQuestions: z.strictObject({ questions: z.int().min(2), subjects: z.int().min(2) }),
  opportunity: z.strictObject({ engagement: fraction, pricingTurns: atLeastOne }),
  nearMiss: fraction.describe('A value that reaches this share of its threshold is reported as a near miss'),
});

/** The languages whose swear words are known. */
export const profanityLanguages = ['ar', 'de', 'en', 'es', 'fr', 'hi', 'it', 'ja', 'ko', 'pt', 'ru', 'zh'] as const;

const lists = z.strictObject({
  profanity: z.strictObject({
    languages: z.array(z.enum(profanityLanguages)).min(1),
    also: wordList,
    allowed: wordList,
  }),
  acronyms: wordList.describe('Words in capitals that do not count as shouting'),
  phrases: z.partialRecord(z.enum(ruleIds as [RuleId, ...RuleId[]]), z.array(z.string().min(3))).default({}),
  relatedSubjects: z
    .array(z.array(z.string()))
    .default([])
    .describe('Groups of bot subjects; a change within a group is not a switch of subject'),
  pricingSubjects: wordList,
  subjectWords: z
    .record(subject.exclude(['general']), z.array(z.string().min(2)))
    .describe('Words that indicate a subject'),
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

const byReason = z.partialRecord(escalationReason, customerText);
const offerTexts = z.strictObject({ default: customerText, reasons: byReason });
const acknowledgeTexts = z.strictObject({ default: customerText, recovery: customerText, reasons: byReason });
const whoTexts = z.strictObject({
  subjects: z.record(subject, customerText),
  recovery: customerText,
  refund: customerText,
  opportunity: customerText,
});
const translatedTexts = z
  .strictObject({
    offer: offerTexts.partial(),
    acknowledge: acknowledgeTexts.partial(),
    who: whoTexts.extend({ subjects: z.partialRecord(subject, customerText) }).partial(),
    shared: customerText,
  })
  .partial();
export type TranslatedTexts = z.infer<typeof translatedTexts>;
const languageTag = z
  .string()
  .regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/, 'a BCP 47 tag, for example `de` or `pt-BR`');

const texts = z.strictObject({
  offer: offerTexts,
  acknowledge: acknowledgeTexts,
  who: whoTexts,
  shared: customerText,
  languages: z
    .record(languageTag, translatedTexts)
    .default({})
    .describe('The texts for customers in other languages, by BCP 47 tag; a text that is missing is said as above'),
  agentNote: z.string().max(500).describe('For the agent where frustration with the bot led to the hand-off'),
  agentNoteWithoutBot: z
    .string()
    .max(500)
    .default('Customer upset; empathy first, solution second.')
    .describe('The same where the bot has not spoken'),
  reasons: z.record(escalationReason, z.string().max(120)).describe('Each reason as text for the agent'),
});

const issueText = z.string().max(160);
const steps = z.array(z.string().max(300));

const matter = z.strictObject({
  name: z.string().min(1).max(60).describe('Name of the matter; messages on two matters belong to two episodes'),
  family: z.string().max(60).optional().describe('Matters of one family belong to one episode'),
  reasons: z
    .array(escalationReason)
    .default([])
    .describe('Reasons it explains; a reason that has an issue of its own is explained by no other matter'),
  words: z
    .array(z.array(z.string().min(2)).min(1))
    .min(1)
    .describe(
      'A text is about it if it has a word of every group; a word matches as a prefix, or whole with a space at its end',
    ),
  unless: wordList.describe('Not about it with one of these words'),
  issue: issueText,
  steps: steps.min(1).max(8),
  asked: z
    .strictObject({ issue: issueText, steps: steps.min(1).max(8) })
    .optional()
    .describe('The same where the customer only asks about it'),
});
export type Matter = z.infer<typeof matter>;

const playbooks = z.strictObject({
  subjects: z.record(subject, steps),
  reasons: z.partialRecord(escalationReason, steps).default({}),
  matters: z
    .array(matter)
    .default([])
    .describe(
      'Matters with an issue and steps of their own, the first that fits counts; they replace the steps of the subject',
    ),
  untold: steps
    .default(['Ask in one sentence what it is about'])
    .describe('Steps where the customer has not said what it is about'),
  goodwill: z
    .strictObject({
      limit: z
        .number()
        .min(0)
        .describe('Amount an agent may give without approval, in the currency of the tenant; 0: nothing'),
      reasons: z.array(escalationReason).describe('Allowed if one of these reasons led to the hand-off'),
      unless: z.array(escalationReason).default([]).describe('Not allowed if one of these reasons led to the hand-off'),
      subjects: z.partialRecord(subject, z.array(z.string().max(300)).min(1)).describe('Allowed goodwill, by subject'),
    })
    .default({ limit: 0, reasons: [], unless: [], subjects: {} }),
  templates: z
    .partialRecord(escalationReason, z.string().min(1).max(1_000))
    .default({})
    .describe('Note for passing a complex issue on; the first reason that has a template counts'),
});

const guidance = z
  .array(
    z.strictObject({
      id: guidanceId,
      when: z
        .string()
        .min(10)
        .max(300)
        .describe('The situation in plain language, for example `the customer mentions a medical emergency`'),
      verdict: z.enum(['offer', 'immediate']),
    }),
  )
  .max(20)
  .refine((entries) => new Set(entries.map(({ id }) => id)).size === entries.length, 'an id may be used only once')
  .default([])
  .describe('Situations that a language model recognises; none is recognised while no model is set up');
export type GuidanceEntry = z.output<typeof guidance>[number];

/** The escalation policy: when to hand over, and what customers and agents are told. Each tenant has one, and every version is kept. */
export const policySchema = z
  .strictObject({
    version: z.string().min(1).max(60),
    rules: ruleSettings,
    thresholds,
    lists,
    guidance,
    subjects: z
      .partialRecord(escalationReason, subject)
      .describe('Subject that a reason sets, whatever the conversation is about'),
    skills: z.partialRecord(subject, z.array(skill)).default({}),
    recovery: z.strictObject({
      reasons: z.array(escalationReason).describe('Reasons that lead to an apology and to a senior agent'),
    }),
    priority,
    playbooks,
    issues: z.strictObject({
      earlierCancellation: z.string().max(160),
      subjects: z.record(subject, z.string().max(160)),
      reasons: z.partialRecord(escalationReason, z.string().max(160)).default({}),
      untold: z.string().max(160).default('Asks for a person, and has not said what about'),
      untoldOther: z.string().max(160).default('Has not said what it is about'),
    }),
    texts,
  })
  .describe('When to hand over, and what customers and agents are told');
export type Policy = z.infer<typeof policySchema>;
