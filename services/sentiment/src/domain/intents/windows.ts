import { partsOf } from '../parts.ts';
import type { IntentInput } from './intent-input.ts';

/** The encoder reads 128 tokens; a window of this many UTF-16 units has fewer, and leaves room for the bot turn. */
const MAX_WINDOW_LENGTH = 400;
/** A window ends at a sentence within its last units, else between words. */
const CUT_WITHIN = 120;

/** The message in windows that the encoder can read, each with the bot turn before the message. In order, nothing left out. */
export const windowsOf = ({ text, before }: IntentInput): IntentInput[] =>
  text.length <= MAX_WINDOW_LENGTH
    ? [{ text, before }]
    : partsOf(text, MAX_WINDOW_LENGTH, CUT_WITHIN)
        .map((part) => ({ text: part.trim(), before }))
        .filter((window) => /\p{L}/u.test(window.text));
