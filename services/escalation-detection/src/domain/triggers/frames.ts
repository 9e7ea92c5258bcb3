import { alternativesOf, type Classes, classesOf } from './lexicon.ts';

/** An intent as classes of words in an order. It is tried only where each class it needs has been met, so many frames cost little. */
export interface Frame {
  readonly needs: Classes;
  readonly pattern: RegExp;
  /** Holds a refusal in itself, and is looked for before what only looks like it is blanked out. */
  readonly certain: boolean;
  /** Reaches over the sentences of the message, a point between them. */
  readonly wide: boolean;
}

const NOT =
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
    .replaceAll('<not>', NOT)
    .replace(/[{<](\w+)[}>]/g, (_, name: string) => alternativesOf(name))
    .replaceAll('~~', '(?: [^ ]+){0,8}')
    .replaceAll('~', '(?: [^ ,.]+){0,3}');
  return {
    needs: classesOf(needed),
    pattern: body.startsWith('^')
      ? new RegExp(`^(?:${body.slice(1)})(?= |$)`)
      : new RegExp(`(?<= |^)(?:${body})(?= |$)`),
    certain: marks.includes('!'),
    wide: marks.includes('*'),
  };
};

export const covers = (met: Classes, needs: Classes): boolean =>
  (met.low & needs.low) === needs.low && (met.high & needs.high) === needs.high;
