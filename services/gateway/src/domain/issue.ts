import type { DataOf, Subject } from '@warmline/contracts';

type Asked = Pick<DataOf<'HandoffRequested'>, 'subject' | 'reasons' | 'context'>;

/** What a hand-off is about, as one says it to the customer. */
const named: Record<Subject, string> = {
  billing: 'your billing question',
  technical: 'the technical problem',
  cancellation: 'your cancellation',
  enterprise: 'your plans with us',
  general: 'your question',
};

const QUOTE = 100;
/** "Hi!" says nothing yet. */
const TELLING = 20;

/** Its first sentence or two, cut between words, without the mark it ends in: it stands inside a sentence of ours. */
const short = (text: string): string => {
  const plain = text.replace(/\s+/g, ' ').trim();
  const ends = [...plain.matchAll(/[.!?…]+(?=\s|$)/g)].map((mark) => mark.index);
  const sentence = plain.slice(0, ends.find((end) => end >= TELLING) ?? plain.length);
  const cut = sentence.length <= QUOTE ? sentence : `${sentence.slice(0, QUOTE).replace(/\s+\S*$/, '')} …`;
  return cut.replace(/[\s.,;:!?]+$/, '');
};

/**
 * The customer's own words, short; null where there are none, or where they are better not repeated. `likely_issue` holds them
 * between “ and ”.
 */
export const wordsOf = ({ reasons, context }: Asked): string | null => {
  const said = /“([\s\S]+)”/.exec(context.likely_issue)?.[1] ?? '';
  const words = reasons.includes('profanity') ? '' : short(said.replace(/[“”]/g, ''));
  return words === '' ? null : words;
};

export const subjectOf = ({ subject }: Asked): string => named[subject];

/** "your cancellation (“I cancelled order #12345 by phone”)", at most 200 characters. */
export const issueOf = (asked: Asked): string => {
  const words = wordsOf(asked);
  return words === null ? subjectOf(asked) : `${subjectOf(asked)} (“${words}”)`;
};
