import { fold, hasSpacedLetters } from './fold.ts';
import { ownWords } from './own-words.ts';
import { secretsIn } from './secrets.ts';
import { mergeSpans, outside, type Span } from './span.ts';

/** What is judged of a message. */
export interface PreparedText {
  /** The customer's own words, folded, without the values of secrets. */
  readonly text: string;
  /** Where a part of `text` stands in the original message. */
  readonly original: (span: Span) => Span;
}

/** Text of others is replaced by a line break where it holds one, else by a blank. */
const gap = (text: string, from: number, to: number): string => (text.slice(from, to).includes('\n') ? '\n' : ' ');

/** A short text of plain words: nothing in it can be of others, and only letters written apart are to fold. */
const PLAIN = /^[A-Z]?(?:[a-z0-9,!?' -]| [A-Z]|\.(?=[ .]|$))*$/;
const MAX_PLAIN_LENGTH = 500;

const unmoved = (span: Span): Span => span;

/** Prepares a message for judging. A text with nothing to prepare is returned as it is. Linear in its length. */
export const prepare = (message: string): PreparedText => {
  const secrets = secretsIn(message);
  if (secrets.length === 0 && message.length <= MAX_PLAIN_LENGTH && PLAIN.test(message) && !hasSpacedLetters(message))
    return { text: message, original: unmoved };
  const own = ownWords(message);
  const isWhole = own.length === 1 && own[0]?.[0] === 0 && own[0][1] === message.length;
  const kept =
    secrets.length === 0
      ? own
      : outside(message.length, mergeSpans([...outside(message.length, own), ...secrets.map(({ phrase }) => phrase)]));
  const parts: { readonly text: string; readonly from: number }[] = [];
  if (isWhole && secrets.length === 0) parts.push({ text: message, from: 0 });
  else {
    let end = 0;
    for (const [from, to] of kept) {
      if (from > end) parts.push({ text: gap(message, end, from), from: end });
      parts.push({ text: message.slice(from, to), from });
      end = to;
    }
  }
  const joined = parts.length === 1 && parts[0]?.from === 0 ? parts[0].text : parts.map(({ text }) => text).join('');
  const { text, offsets } = fold(joined);
  if (offsets === null && parts.length <= 1 && (parts[0]?.from ?? 0) === 0) return { text, original: unmoved };
  const inJoined = (at: number): number => (offsets === null ? at : (offsets[Math.min(at, offsets.length - 1)] ?? 0));
  const inMessage = (at: number): number => {
    let start = 0;
    for (const part of parts) {
      if (at < start + part.text.length) return part.from + at - start;
      start += part.text.length;
    }
    return message.length;
  };
  return {
    text,
    // The end is that of the last unit, since what follows it may stand elsewhere.
    original: ([from, to]) => {
      const first = inMessage(inJoined(from));
      if (to <= from) return [first, first];
      const last = inMessage(inJoined(to - 1));
      return [first, last + (/^[\ud800-\udbff]/.test(message[last] ?? '') ? 2 : 1)];
    },
  };
};
