import { fences, inlineMachineText, jsonIn, machineLines } from './machine-text.ts';
import { mailLines } from './mail.ts';
import { quotedSpeech } from './quoted-speech.ts';
import { blank, mergeSpans, outside, type Span } from './span.ts';
import { hasWords, linesOf } from './text-lines.ts';

/** Without any of these nothing can be set apart. */
const MAY_HOLD_OTHERS =
  /[\n`/\\@_<{["“„«$]|www\.|[\w)]\.\w|: |[a-z][A-Z]|\);?$|[0-9a-fA-F]{8}|^(?:>|\d{1,4}[-:./]\d\d)/;

const lineSpans = (text: string, marks: (lines: ReturnType<typeof linesOf>) => readonly boolean[]): Span[] => {
  const lines = linesOf(text);
  return marks(lines).flatMap((apart, at) => {
    const line = lines[at];
    return apart && line !== undefined && line.to > line.from ? [[line.from, line.to] as const] : [];
  });
};

/**
 * The customer's own words: the spans of a text outside of quoted and forwarded mails, pasted chats, signatures, disclaimers, links,
 * paths, code, JSON, logs, stack traces, identifiers and addresses. In order, without overlaps. Linear in the length of the text.
 */
export const ownWords = (text: string): readonly Span[] => {
  if (!MAY_HOLD_OTHERS.test(text)) return [[0, text.length]];
  let left = text;
  const apart: Span[] = [];
  const take = (spans: readonly Span[]): void => {
    apart.push(...spans);
    left = blank(left, spans);
  };
  take(fences(left));
  take(jsonIn(left));
  take(lineSpans(left, mailLines));
  take(lineSpans(left, machineLines));
  take(inlineMachineText(left));
  take(quotedSpeech(left));
  // One line in quote or code marks and nothing else is what the customer says.
  if (!hasWords(left) && /^\s*[>`]/.test(text) && !text.trim().includes('\n')) return [[0, text.length]];
  return outside(text.length, mergeSpans(apart));
};
