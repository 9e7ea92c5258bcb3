import type { Policy, RuleId, Subject } from '@warmline/contracts';
import { billingDispute } from './triggers/billing-dispute.ts';
import { cancellation, cancelsIt, earlierCancellation, namesHolding } from './triggers/cancellation.ts';
import { closing } from './triggers/closing.ts';
import { enterpriseNeed } from './triggers/enterprise-need.ts';
import { humanRequest } from './triggers/human-request.ts';
import { judgementCall } from './triggers/judgement-call.ts';
import { legal } from './triggers/legal.ts';
import { policyException } from './triggers/policy-exception.ts';
import { consideringEnterprise, pricingTalk } from './triggers/pricing.ts';
import { profanityOf } from './triggers/profanity.ts';
import { type Detector, type Found, type Reading, read } from './triggers/reading.ts';
import { largestAmount, refundTalk } from './triggers/refund.ts';
import { asking, type Fingerprint, fingerprint } from './triggers/repetition.ts';
import { security } from './triggers/security.ts';

/** What a customer's text says by itself, whatever was said before it. */
export interface Understood {
  readonly reading: Reading;
  /** Rules that the words alone fire, each with the place. */
  readonly found: readonly (readonly [RuleId, Found])[];
  readonly refund: Found | null;
  readonly amount: ReturnType<typeof largestAmount>;
  /** The message as a question or a request; null for an answer to the bot's. */
  readonly question: Fingerprint | null;
  readonly subjects: readonly Subject[];
  readonly pricing: Fingerprint | null;
  readonly considering: boolean;
  readonly earlierCancellation: boolean;
  readonly closing: boolean;
  /** "Cancel it": a wish only where the conversation has named what one holds. */
  readonly cancelsIt: Found | null;
  readonly namesHolding: boolean;
}

const BY_INTENT: readonly (readonly [RuleId, Detector])[] = [
  ['stakes.security', security],
  ['stakes.legal', legal],
  ['stakes.billing-dispute', billingDispute],
  ['stakes.cancellation', cancellation],
  ['emotional.human-request', humanRequest],
  ['complexity.policy-exception', policyException],
  ['complexity.judgement-call', judgementCall],
  ['complexity.enterprise-need', enterpriseNeed],
];

/** Characters that are read of one message: what is asked for stands near its beginning, and a flood costs nothing. */
const READ = 4_000;

type Phrases = readonly (readonly [RuleId, string])[];

const phrasesIn = (raw: string, phrases: Phrases): (readonly [RuleId, Found])[] => {
  const plain = raw.toLowerCase();
  return phrases.flatMap(([rule, phrase]) => {
    const at = plain.indexOf(phrase);
    const to = at + phrase.length;
    return at < 0 ? [] : [[rule, { span: [at, to], text: raw.slice(at, to) }] as const];
  });
};

/** The routing subjects a text speaks of, by the policy's words. */
export const subjectsOf = (policy: Policy): ((text: string) => Subject[]) => {
  const subjects = Object.entries(policy.lists.subjectWords).map(
    ([subject, words]) => [subject as Subject, words.map((word) => ` ${word.toLowerCase()}`)] as const,
  );
  return (text) => {
    const plain = ` ${text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, ' ')} `;
    return subjects.filter(([, words]) => words.some((word) => plain.includes(word))).map(([subject]) => subject);
  };
};

/**
 * Understands texts under one policy. The last one is kept: a decider decides by a text and then evolves by it, and reading is
 * most of what a message costs.
 */
export const understanding = (policy: Policy): ((text: string) => Understood) => {
  const profanity = profanityOf(policy.lists.profanity);
  const subjects = subjectsOf(policy);
  const phrases: Phrases = Object.entries(policy.lists.phrases).flatMap(([rule, said]) =>
    said.map((phrase) => [rule as RuleId, phrase.toLowerCase()] as const),
  );
  const understood = (whole: string): Understood => {
    const text = whole.length > READ ? whole.slice(0, READ) : whole;
    const reading = read(text);
    const profane = profanity(reading);
    const found = BY_INTENT.flatMap(([rule, detect]) => {
      const where = detect(reading);
      return where === null ? [] : [[rule, where] as const];
    });
    found.push(...phrasesIn(text, phrases));
    if (profane !== null) found.push(['emotional.profanity', profane]);
    const print = fingerprint(text);
    return {
      reading,
      found,
      refund: refundTalk(reading),
      amount: largestAmount(reading, policy.thresholds.refund),
      question: asking(reading) ? print : null,
      subjects: subjects(text),
      pricing: pricingTalk(reading) === null ? null : print,
      considering: consideringEnterprise(reading) !== null,
      earlierCancellation: earlierCancellation(reading) !== null,
      closing: closing(reading),
      cancelsIt: cancelsIt(reading),
      namesHolding: namesHolding(text),
    };
  };
  let last: { readonly text: string; readonly says: Understood } | null = null;
  return (text) => {
    last = last?.text === text ? last : { text, says: understood(text) };
    return last.says;
  };
};
