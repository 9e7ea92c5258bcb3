import type { ParsedText, TextMatch } from '../text/parsed-text.ts';

const PRAISE =
  /\b(?:thanks?|thank you|thx|great|awesome|perfect|excellent|wonderful|amazing|love(?:ly|d)?|fantastic|brilliant|cheers|congrat\w*|nice|happy|good (?:morning|day|evening|job)|yay|hurray|hello|hi|best|welcome)\b/i;
const COMPLAINT =
  /\b(?:not|no|never|n't|cannot|wrong|broken|worst|bad|terrible|awful|horrible|still|useless|angry|ridiculous|unacceptable|disappointed|late|lost|why|waiting|fail\w*|error|don't|can't|isn't|didn't|won't)\b|n't\b/i;

/** After praise or a greeting, marks are positive. */
export const isFriendly = (text: string): boolean => PRAISE.test(text) && !COMPLAINT.test(text);

/** A run of at least `least` exclamation or question marks. */
export const emphasisMarks = (parsed: ParsedText, minimum: number): (TextMatch & { count: number }) | null => {
  const run = new RegExp(`[!?！？]{${minimum},}`).exec(parsed.raw);
  if (run === null || isFriendly(parsed.raw)) return null;
  return { span: [run.index, run.index + run[0].length], text: run[0], count: run[0].length };
};

/** At least `least` words in capitals that are no acronyms, names of things with digits, or single letters. */
export const capitals = (
  parsed: ParsedText,
  minimum: number,
  acronyms: ReadonlySet<string>,
): (TextMatch & { count: number }) | null => {
  const shouted = [...parsed.raw.matchAll(/(?<![\p{L}\p{N}_-])\p{Lu}[\p{Lu}'’]+(?![\p{L}\p{N}_-])/gu)].filter(
    (word) => !acronyms.has(word[0]),
  );
  const first = shouted[0];
  const last = shouted.at(-1);
  if (first === undefined || last === undefined || shouted.length < minimum || isFriendly(parsed.raw)) return null;
  const span = [first.index, last.index + last[0].length] as const;
  return { span, text: parsed.raw.slice(...span), count: shouted.length };
};
