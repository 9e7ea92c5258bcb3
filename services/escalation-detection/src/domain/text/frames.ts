import { alternationOf, classSetOf, type WordClassSet } from './word-classes.ts';

/** An intent as classes of words in an order. It is tried only where each class it needs has been met, so many frames cost little. */
export interface Frame {
  readonly requiredClasses: WordClassSet;
  readonly pattern: RegExp;
  /** Holds a refusal in itself, and is looked for before what only looks like it is blanked out. */
  readonly containsNegation: boolean;
  /** Reaches over the sentences of the message, a point between them. */
  readonly spansClauses: boolean;
}

const NEGATION =
  '(?:never|(?:do|did|have|had|was|were|am|is|are|could|can|would|does|has|not) not|neither|nor|no longer|not)(?: (?:even|ever|been|actually|really|personally|knowingly|definitely|at all))?';

/**
 * `{class}` needs a word of the class, `<class>` takes one where it comes (inside alternatives), `~` stands for up to three words,
 * `~~` for up to eight with commas, `<not>` for a denial. In front: `!` certain, `*` wide, `^` at the beginning only.
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
