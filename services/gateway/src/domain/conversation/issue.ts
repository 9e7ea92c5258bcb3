import type { DataOf, Subject } from '@warmline/contracts';

type IssueSource = Pick<DataOf<'HandoffRequested'>, 'subject' | 'reasons' | 'context'>;

/** What a hand-off is about, as one says it to the customer. */
const subjectTexts: Record<Subject, string> = {
  billing: 'your billing question',
  technical: 'the technical problem',
  cancellation: 'your cancellation',
  enterprise: 'your plans with us',
  general: 'your question',
};

const MAX_QUOTE_CHARS = 100;
/** "Hi!" says nothing yet. */
const MIN_SENTENCE_CHARS = 20;

/** Its first sentence or two, cut between words, without the mark it ends in: it stands inside a sentence of ours. */
const shortQuote = (text: string): string => {
  const plain = text.replace(/\s+/g, ' ').trim();
  const sentenceEnds = [...plain.matchAll(/[.!?…]+(?=\s|$)/g)].map((mark) => mark.index);
  const sentence = plain.slice(0, sentenceEnds.find((end) => end >= MIN_SENTENCE_CHARS) ?? plain.length);
  const cut =
    sentence.length <= MAX_QUOTE_CHARS ? sentence : `${sentence.slice(0, MAX_QUOTE_CHARS).replace(/\s+\S*$/, '')} …`;
  return cut.replace(/[\s.,;:!?]+$/, '');
};

/**
 * The customer's own words, short; null where there are none, or where they are better not repeated. `likely_issue` holds them
 * between “ and ”.
 */
export const customerQuote = ({ reasons, context }: IssueSource): string | null => {
  const message = /“([\s\S]+)”/.exec(context.likely_issue)?.[1] ?? '';
  const quote = reasons.includes('profanity') ? '' : shortQuote(message.replace(/[“”]/g, ''));
  return quote === '' ? null : quote;
};

export const subjectText = ({ subject }: IssueSource): string => subjectTexts[subject];

/** "your cancellation (“I cancelled order #12345 by phone”)", at most 200 characters. */
export const issueText = (handoff: IssueSource): string => {
  const quote = customerQuote(handoff);
  return quote === null ? subjectText(handoff) : `${subjectText(handoff)} (“${quote}”)`;
};
