import { MAX_TEXT_LENGTH, type Policy, type RuleId, type Subject } from '@warmline/contracts';
import { masked, prepare } from '@warmline/text';
import { readInLanguages } from './languages/language-intents.ts';
import { type Fingerprint, fingerprint } from './text/fingerprint.ts';
import { largestAmount } from './text/largest-amount.ts';
import { type Detector, type ParsedText, parseText, type TextMatch } from './text/parsed-text.ts';
import { saysResolved } from './text/resolved.ts';
import { billingDispute } from './triggers/billing-dispute.ts';
import {
  cancellation,
  cancelsUnnamed,
  mentionsEarlierCancellation,
  mentionsOrderOrAccount,
} from './triggers/cancellation.ts';
import { enterpriseNeed } from './triggers/enterprise-need.ts';
import { humanRequest } from './triggers/human-request.ts';
import { judgementCall } from './triggers/judgement-call.ts';
import { legal } from './triggers/legal.ts';
import { consideringEnterprise, pricingMention } from './triggers/opportunity.ts';
import { isPlainHumanRequest } from './triggers/plain-human-request.ts';
import { policyException } from './triggers/policy-exception.ts';
import { isRude, profanityDetector } from './triggers/profanity.ts';
import { refundRequest } from './triggers/refund.ts';
import { correctsBot, isRequest } from './triggers/repetition.ts';
import { security } from './triggers/security.ts';

/** What the customer's own words say by themselves, without the conversation before them. Positions are those of the prepared text. */
export interface MessageAnalysis {
  readonly parsed: ParsedText;
  /** The place of a match in the message as the customer wrote it, with secrets masked. */
  readonly original: (match: TextMatch) => TextMatch;
  /** Rules that the words alone fire, each with its position. */
  readonly matches: readonly (readonly [RuleId, TextMatch])[];
  /** Rules that phrases of the policy fire. */
  readonly phrases: readonly (readonly [RuleId, TextMatch])[];
  /** True if the words of a rule are there, but negated, reported or about something else. */
  readonly refuses: (rule: RuleId) => boolean;
  /** Asks for a person, and in so many words that no model can doubt it. */
  readonly isPlainHumanRequest: boolean;
  readonly refundRequest: TextMatch | null;
  readonly amount: ReturnType<typeof largestAmount>;
  /** Fingerprint of the question or request; null where the message only answers the bot. */
  readonly question: Fingerprint | null;
  readonly subjects: readonly Subject[];
  readonly pricingTurn: Fingerprint | null;
  readonly considersEnterprise: boolean;
  readonly mentionsEarlierCancellation: boolean;
  readonly isResolved: boolean;
  /** "Cancel it": a request only if the conversation has named an order, plan or account. */
  readonly cancelsUnnamed: TextMatch | null;
  readonly mentionsOrderOrAccount: boolean;
}

const DETECTORS: readonly (readonly [RuleId, Detector])[] = [
  ['stakes.security', security],
  ['stakes.legal', legal],
  ['stakes.billing-dispute', billingDispute],
  ['stakes.cancellation', cancellation],
  ['emotional.human-request', humanRequest],
  ['complexity.policy-exception', policyException],
  ['complexity.judgement-call', judgementCall],
  ['complexity.enterprise-need', enterpriseNeed],
];

/** Rules whose words can be refused; what the others find is often said by a negation. */
const REFUSABLE: ReadonlySet<RuleId> = new Set([
  'emotional.human-request',
  'emotional.profanity',
  'stakes.cancellation',
]);

type Phrases = readonly (readonly [RuleId, string])[];

const phrasesIn = (raw: string, phrases: Phrases): (readonly [RuleId, TextMatch])[] => {
  const plain = raw.toLowerCase();
  return phrases.flatMap(([rule, phrase]) => {
    const at = plain.indexOf(phrase);
    const to = at + phrase.length;
    return at < 0 ? [] : [[rule, { span: [at, to], text: raw.slice(at, to) }] as const];
  });
};

/** The routing subjects a text mentions, by the words of the policy. */
export const subjectMatcher = (policy: Policy): ((text: string) => Subject[]) => {
  const subjects = Object.entries(policy.lists.subjectWords).map(
    ([subject, words]) => [subject as Subject, words.map((word) => ` ${word.toLowerCase()}`)] as const,
  );
  return (text) => {
    const plain = ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
    return subjects.filter(([, words]) => words.some((word) => plain.includes(word))).map(([subject]) => subject);
  };
};

/** `sessionLanguage`: a BCP 47 tag; texts that tell no language are read in it first. */
export type MessageAnalyser = (text: string, sessionLanguage?: string | null) => MessageAnalysis;

/**
 * Analyses texts with one policy. The last result is cached: a decider needs it to decide and to evolve, and parsing is most of
 * the cost of a message.
 */
export const messageAnalyser = (policy: Policy): MessageAnalyser => {
  const detectors = [...DETECTORS, ['emotional.profanity', profanityDetector(policy.lists.profanity)] as const];
  const subjects = subjectMatcher(policy);
  const phrases: Phrases = Object.entries(policy.lists.phrases).flatMap(([rule, patterns]) =>
    patterns.map((phrase) => [rule as RuleId, phrase.toLowerCase()] as const),
  );
  const analyse = (message: string, sessionLanguage: string): MessageAnalysis => {
    const prepared = prepare(message);
    // The bound is that of a message; only tools read longer ones.
    const text = prepared.text.slice(0, MAX_TEXT_LENGTH);
    const parsed = parseText(text);
    const inLanguages = readInLanguages(text, sessionLanguage);
    const inEnglish = inLanguages.mayBeEnglish ? detectors : [];
    const matches = inEnglish.flatMap(([rule, detect]) => {
      const match = detect(parsed);
      return match === null ? [] : [[rule, match] as const];
    });
    for (const { rule, match } of inLanguages.matches)
      if (rule !== 'emotional.profanity' || isRude(text, match)) matches.push([rule, match]);
    const textFingerprint = fingerprint(text);
    return {
      parsed,
      original: (match) => {
        const span = prepared.original(match.span);
        return { span, text: masked(message, span) };
      },
      matches,
      phrases: phrasesIn(text, phrases),
      refuses: (rule) =>
        correctsBot(parsed) ||
        (REFUSABLE.has(rule) && inEnglish.some(([of, detect]) => of === rule && detect.refuses?.(parsed) === true)),
      isPlainHumanRequest:
        inLanguages.matches.some(({ isPlain }) => isPlain) ||
        (matches.some(([rule]) => rule === 'emotional.human-request') && isPlainHumanRequest(text)),
      refundRequest: refundRequest(parsed),
      amount: largestAmount(parsed, policy.thresholds.refund),
      question: isRequest(parsed) ? textFingerprint : null,
      subjects: subjects(text),
      pricingTurn: pricingMention(parsed) === null ? null : textFingerprint,
      considersEnterprise: consideringEnterprise(parsed) !== null,
      mentionsEarlierCancellation: mentionsEarlierCancellation(parsed) !== null,
      isResolved: saysResolved(parsed),
      cancelsUnnamed: cancelsUnnamed(parsed),
      mentionsOrderOrAccount: mentionsOrderOrAccount(text),
    };
  };
  let last: { readonly text: string; readonly language: string; readonly analysis: MessageAnalysis } | null = null;
  return (text, sessionLanguage) => {
    const language = sessionLanguage ?? 'en';
    if (last?.text !== text || last.language !== language) last = { text, language, analysis: analyse(text, language) };
    return last.analysis;
  };
};
