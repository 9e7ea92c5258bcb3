import { covers, type Frame } from './frames.ts';
import { type Clause, type Found, negated, place, type Reading } from './reading.ts';

/** Blanks out what a detector must not look at; offsets stay. */
const masked = (text: string, masks: readonly RegExp[]): string =>
  masks.reduce((left, mask) => left.replace(mask, (gone) => '.'.repeat(gone.length)), text);

export interface Looking {
  readonly patterns: readonly RegExp[];
  /** Phrases that only look like it. */
  readonly masks?: readonly RegExp[];
  /** Patterns that hold a refusal in themselves, where `negated` must not look. */
  readonly certain?: readonly RegExp[];
  readonly frames?: readonly Frame[];
  /** One cheap look at the message: where it finds nothing, no pattern can. */
  readonly gate?: RegExp;
  /** A clause that this accepts is passed over. */
  readonly unless?: (clause: Clause) => boolean;
}

const framed = (
  reading: Reading,
  clause: Clause,
  frames: readonly Frame[],
  text: string,
  wide: boolean,
): Found | null => {
  for (const each of frames) {
    if (each.wide !== wide || !covers(clause.classes, each.needs)) continue;
    const match = each.pattern.exec(each.certain ? clause.text : text);
    if (match === null || (!each.certain && negated(clause, match.index))) continue;
    return place(reading, clause, match.index, match.index + match[0].length);
  }
  return null;
};

/** A frame that needs no class is tried where the gate lets a pattern be tried. */
const open = (clause: Clause, frames: readonly Frame[], wide: boolean, gated: boolean): boolean =>
  frames.some(
    (each) =>
      each.wide === wide &&
      (gated || (each.needs.low | each.needs.high) !== 0) &&
      covers(clause.classes, each.needs) &&
      each.pattern.test(clause.text),
  );

const patterned = (
  reading: Reading,
  clause: Clause,
  text: string,
  certain: readonly RegExp[],
  patterns: readonly RegExp[],
): Found | null => {
  for (const sure of certain) {
    if (text.search(sure) < 0) continue;
    const match = text.matchAll(sure).next().value;
    if (match !== undefined) return place(reading, clause, match.index, match.index + match[0].length);
  }
  for (const each of patterns) {
    if (text.search(each) < 0) continue;
    for (const match of text.matchAll(each)) {
      if (!negated(clause, match.index)) return place(reading, clause, match.index, match.index + match[0].length);
    }
  }
  return null;
};

/**
 * The first place where a pattern or a frame says it and nothing refuses it. The masks are dear: they are laid on only where something
 * was said without them.
 */
export const look = (
  reading: Reading,
  { patterns, masks = [], certain = [], frames = [], gate, unless }: Looking,
): Found | null => {
  for (const clause of reading.clauses) {
    if (clause.aside || unless?.(clause) === true) continue;
    const gated = gate === undefined || gate.test(clause.text);
    const tried =
      gated &&
      (certain.some((each) => clause.text.search(each) >= 0) || patterns.some((each) => clause.text.search(each) >= 0));
    const other = open(clause, frames, false, gated);
    if (!tried && !other) continue;
    const text = masked(clause.text, masks);
    const found =
      (tried ? patterned(reading, clause, text, certain, patterns) : null) ??
      (other ? framed(reading, clause, frames, text, false) : null);
    if (found !== null) return found;
  }
  const { whole } = reading;
  if (frames.length === 0) return null;
  const gated = gate === undefined || gate.test(whole.text);
  if (unless?.(whole) === true || !open(whole, frames, true, gated)) return null;
  return framed(reading, whole, frames, masked(whole.text, masks), true);
};
