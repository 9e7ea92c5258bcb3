import { type Frame, includesClasses } from './frames.ts';
import { type Clause, type Detector, isNegated, matchAt, type ParsedText, type TextMatch } from './parsed-text.ts';
import { prefixesOf, prefixIdOf } from './prefix-index.ts';

/** Blanks out what a detector must not look at; offsets stay. */
const applyMasks = (text: string, masks: readonly RegExp[]): string =>
  masks.reduce((left, mask) => left.replace(mask, (gone) => '.'.repeat(gone.length)), text);

export interface MatcherSettings {
  readonly patterns?: readonly RegExp[];
  /** Phrases that only look like it. */
  readonly masks?: readonly RegExp[];
  /** Patterns that hold a refusal in themselves, where `negated` must not look. */
  readonly negativePatterns?: readonly RegExp[];
  readonly frames?: readonly Frame[];
  /** A clause that this accepts is passed over. */
  readonly skipClause?: (clause: Clause) => boolean;
}

const BITS = 32;

/** Gives, in order, those of a list of regular expressions that can match a clause, by the words they can begin with. */
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
 * Finds the first place where a pattern or a frame says it and nothing refuses it. A pattern is tried only where a word stands that it
 * can begin with; the masks are dear, and laid on only where something was said without them.
 */
export const matcher = ({
  patterns = [],
  masks = [],
  negativePatterns: certain = [],
  frames = [],
  skipClause: unless,
}: MatcherSettings): Detector => {
  const negativeCount = certain.length;
  const allPatterns = [...certain, ...patterns];
  const withinClause = frames.filter(({ spansClauses: wide }) => !wide);
  const spanning = frames.filter(({ spansClauses: wide }) => wide);
  const patternCandidates = candidateIndex(allPatterns);
  const clauseCandidates = candidateIndex(withinClause.map(({ pattern }) => pattern));
  const spanningCandidates = candidateIndex(spanning.map(({ pattern }) => pattern));

  const matchingFrames = (clause: Clause, among: readonly Frame[], candidates: CandidateIndex): Frame[] => {
    const said: Frame[] = [];
    candidates(clause, (n) => {
      const frame = among[n];
      if (
        frame !== undefined &&
        includesClasses(clause.wordClasses, frame.requiredClasses) &&
        frame.pattern.test(clause.text)
      )
        said.push(frame);
    });
    return said;
  };
  const matchingPatterns = (clause: Clause): number[] => {
    const said: number[] = [];
    patternCandidates(clause, (n) => {
      const each = allPatterns[n];
      if (each !== undefined && clause.text.search(each) >= 0) said.push(n);
    });
    return said;
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

  const firstFrameMatch = (
    parsed: ParsedText,
    clause: Clause,
    text: string,
    candidates: readonly Frame[],
  ): TextMatch | null => {
    for (const { pattern, containsNegation: refusing } of candidates) {
      const match = pattern.exec(refusing ? clause.text : text);
      if (match === null || (!refusing && isNegated(clause, match.index))) continue;
      return matchAt(parsed, clause, match.index, match.index + match[0].length);
    }
    return null;
  };

  return (parsed) => {
    for (const clause of parsed.clauses) {
      if (clause.isOffTopic) continue;
      const words = matchingPatterns(clause);
      const framed = matchingFrames(clause, withinClause, clauseCandidates);
      if (words.length + framed.length === 0 || unless?.(clause) === true) continue;
      const text = applyMasks(clause.text, masks);
      const found = firstPatternMatch(parsed, clause, text, words) ?? firstFrameMatch(parsed, clause, text, framed);
      if (found !== null) return found;
    }
    const { combined: whole } = parsed;
    const framed = spanning.length === 0 ? [] : matchingFrames(whole, spanning, spanningCandidates);
    if (framed.length === 0 || unless?.(whole) === true) return null;
    return firstFrameMatch(parsed, whole, applyMasks(whole.text, masks), framed);
  };
};
