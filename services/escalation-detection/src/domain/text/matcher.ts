import { prefixesOf } from '@warmline/text/prefixes';
import { type Clause, isNegated, matchAt, type ParsedText, refusable, type TextMatch } from './parsed-text.ts';
import { prefixIdOf } from './prefix-index.ts';

/** Replaces masked phrases by dots, so that offsets stay. */
const applyMasks = (text: string, masks: readonly RegExp[]): string =>
  masks.reduce((left, mask) => left.replace(mask, (gone) => '.'.repeat(gone.length)), text);

export interface MatcherSettings {
  readonly patterns?: readonly RegExp[];
  /** Phrases that only look like the intent. */
  readonly masks?: readonly RegExp[];
  /** Patterns that contain their own negation, so that `isNegated` does not apply. */
  readonly negativePatterns?: readonly RegExp[];
  /** True for clauses to skip. */
  readonly skipClause?: (clause: Clause) => boolean;
}

const BITS = 32;

/** Calls `take` with the index of each regular expression that can match the clause, in order, by the prefixes in the clause. */
type CandidateIndex = (clause: Clause, take: (n: number) => void) => void;

const candidateIndex = (all: readonly RegExp[]): CandidateIndex => {
  const size = Math.ceil(all.length / BITS);
  const always = new Int32Array(size);
  const byPrefix: (Int32Array | undefined)[] = [];
  const add = (set: Int32Array, n: number): void => {
    set[n >> 5] = (set[n >> 5] ?? 0) | (1 << (n & (BITS - 1)));
  };
  all.forEach(({ source }, n) => {
    const prefixes = prefixesOf(source);
    if (prefixes === null) add(always, n);
    for (const prefix of prefixes ?? []) {
      const id = prefixIdOf(prefix);
      byPrefix[id] ??= new Int32Array(size);
      add(byPrefix[id], n);
    }
  });
  const present = new Int32Array(size);
  return ({ prefixIds: prefixes }, take) => {
    present.set(always);
    for (const id of prefixes) {
      const those = byPrefix[id];
      if (those !== undefined) for (let i = 0; i < size; i++) present[i] = (present[i] ?? 0) | (those[i] ?? 0);
    }
    for (let i = 0; i < size; i++)
      for (let left = present[i] ?? 0; left !== 0; left &= left - 1) take(i * BITS + 31 - Math.clz32(left & -left));
  };
};

/**
 * Finds the first position where a pattern matches without being negated. A pattern is tried only where one of its prefixes
 * occurs. Masks are expensive, so they are applied only where something matches without them.
 */
export const matcher = ({
  patterns = [],
  masks = [],
  negativePatterns = [],
  skipClause,
}: MatcherSettings): ReturnType<typeof refusable> => {
  const negativeCount = negativePatterns.length;
  const allPatterns = [...negativePatterns, ...patterns];
  const patternCandidates = candidateIndex(allPatterns);

  const matchingPatterns = (clause: Clause): number[] => {
    const matching: number[] = [];
    patternCandidates(clause, (n) => {
      const each = allPatterns[n];
      if (each !== undefined && clause.text.search(each) >= 0) matching.push(n);
    });
    return matching;
  };

  const firstPatternMatch = (
    parsed: ParsedText,
    clause: Clause,
    text: string,
    candidates: readonly number[],
  ): TextMatch | null => {
    for (const n of candidates) {
      const each = allPatterns[n];
      if (each === undefined) continue;
      for (const match of text.matchAll(each))
        if (n < negativeCount || !isNegated(clause, match.index))
          return matchAt(parsed, clause, match.index, match.index + match[0].length);
    }
    return null;
  };

  /** `onWords` is called for each clause with the words of the intent. */
  const find = (parsed: ParsedText, onWords: () => void): TextMatch | null => {
    for (const clause of parsed.clauses) {
      if (clause.isOffTopic) continue;
      const words = matchingPatterns(clause);
      if (words.length === 0) continue;
      onWords();
      if (skipClause?.(clause) === true) continue;
      const text = applyMasks(clause.text, masks);
      const found = firstPatternMatch(parsed, clause, text, words);
      if (found !== null) return found;
    }
    return null;
  };

  return refusable(find);
};
