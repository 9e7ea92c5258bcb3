import { alternationOf, classSetOf, type WordClassSet } from './word-classes.ts';

/** An intent as word classes in an order. A frame is tried only where all classes it requires occur, so many frames cost little. */
export interface Frame {
  readonly requiredClasses: WordClassSet;
  readonly pattern: RegExp;
  /** Contains its own negation, and is matched against the text without masks. */
  readonly containsNegation: boolean;
  /** Matches across the sentences of the message, which are joined by a full stop. */
  readonly spansClauses: boolean;
}

const NEGATION =
  '(?:never|(?:do|did|have|had|was|were|am|is|are|could|can|would|does|has|not) not|neither|nor|no longer|not)(?: (?:even|ever|been|actually|really|personally|knowingly|definitely|at all))?';

/**
 * Notation: `{class}` requires a word of the class, `<class>` allows one (inside alternatives), `~` stands for up to three words,
 * `~~` for up to eight with commas, `<not>` for a negation. Prefixes: `!` contains its negation, `*` spans clauses, `^` start of the clause only.
 */
export const frame = (source: string): Frame => {
  const marks = /^[!*]*/.exec(source)?.[0] ?? '';
  const needed = [...source.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
  const body = source
    .slice(marks.length)
    .replaceAll('<not>', NEGATION)
    .replace(/[{<](\w+)[}>]/g, (_, name: string) => alternationOf(name))
    .replaceAll('~~', '(?: [^ ]+){0,8}')
    .replaceAll('~', '(?: [^ ,.]+){0,3}');
  return {
    requiredClasses: classSetOf(needed),
    pattern: body.startsWith('^')
      ? new RegExp(`^(?:${body.slice(1)})(?= |$)`)
      : new RegExp(`(?<= |^)(?:${body})(?= |$)`),
    containsNegation: marks.includes('!'),
    spansClauses: marks.includes('*'),
  };
};

export const includesClasses = (present: WordClassSet, required: WordClassSet): boolean =>
  (present.low & required.low) === required.low && (present.high & required.high) === required.high;
