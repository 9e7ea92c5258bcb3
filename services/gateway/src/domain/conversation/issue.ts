import type { DataOf } from '@warmline/contracts';
import { say } from '@warmline/locale';
import { masked, type SecretKind } from '@warmline/text';

type IssueSource = Pick<DataOf<'HandoffRequested'>, 'subject' | 'reasons' | 'context'>;

const MAX_QUOTE_CHARS = 100;
/** A shorter first sentence ("Hi!") is quoted with the next one. */
const MIN_SENTENCE_CHARS = 20;

/** The first sentence or two, cut between words and without closing punctuation but a question mark, to stand inside another sentence. */
const shortQuote = (text: string, maxChars: number): string => {
  const plain = text.replace(/\s+/g, ' ').trim();
  const sentenceEnds = [...plain.matchAll(/[.!?]+(?=\s|$)/g)].map((mark) => mark.index);
  const end = sentenceEnds.find((at) => at >= MIN_SENTENCE_CHARS) ?? plain.length;
  const sentence = plain.slice(0, end);
  const cut = sentence.length <= maxChars ? sentence : `${sentence.slice(0, maxChars).replace(/\s+\S*$/, '')} …`;
  const bare = cut.replace(/[\s.,;:!?]+$/, '');
  const isQuestion = cut === sentence && /^[\s.,;:!?]*\?/.test(plain.slice(bare.length));
  return isQuestion && bare !== '' ? `${bare}?` : bare;
};

const secretKeys = {
  'card number': 'secret.card-number',
  'security code': 'secret.security-code',
  'identity number': 'secret.identity-number',
  PIN: 'secret.pin',
  password: 'secret.password',
  IBAN: 'secret.iban',
  token: 'secret.token',
} as const satisfies Record<SecretKind, string>;

/** Names masked secrets in the language of the reader: "[Kartennummer ••1111]". */
const withNamedSecrets = (language: string, text: string): string =>
  Object.entries(secretKeys).reduce(
    (named, [kind, key]) => named.replaceAll(new RegExp(`\\[${kind}(?=\\]| ••)`, 'g'), () => `[${say(language, key)}`),
    text,
  );

/** A short quote of what the customer wants now; null where they have not said it. It has no swear words. */
export const customerQuote = (
  language: string,
  { context }: IssueSource,
  maxChars = MAX_QUOTE_CHARS,
): string | null => {
  const message = context.now?.quote ?? '';
  const quote = withNamedSecrets(language, shortQuote(masked(message.replace(/[“”]/g, '')), maxChars));
  return quote === '' ? null : quote;
};

const isUnquoted = ({ context }: IssueSource): boolean => context.now?.quote === undefined;

/** True where nothing is known of what the customer wants. */
export const isUntold = (handoff: IssueSource): boolean =>
  isUnquoted(handoff) && (handoff.subject === 'general' || handoff.reasons[0] === 'human_request');

/** The subject in words for the customer. */
export const subjectText = (language: string, handoff: IssueSource): string => {
  const isBareRequest = isUnquoted(handoff) && handoff.reasons[0] === 'human_request';
  return say(language, isBareRequest ? 'issue.person' : `issue.${handoff.subject}`);
};

/** "your cancellation (“I cancelled order #12345 by phone”)", at most 200 characters. */
export const issueText = ({ language }: { readonly language: string }, handoff: IssueSource): string => {
  const quote = customerQuote(language, handoff);
  const issue = subjectText(language, handoff);
  return quote === null ? issue : say(language, 'issue.quoted', { issue, quote });
};
