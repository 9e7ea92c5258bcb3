import { beginningId, beginningsOf } from './beginnings.ts';
import { covers, type Frame } from './frames.ts';
import { type Clause, type Detector, type Found, negated, place, type Reading } from './reading.ts';

/** Blanks out what a detector must not look at; offsets stay. */
const masked = (text: string, masks: readonly RegExp[]): string =>
  masks.reduce((left, mask) => left.replace(mask, (gone) => '.'.repeat(gone.length)), text);

export interface Looking {
  readonly patterns?: readonly RegExp[];
  /** Phrases that only look like it. */
  readonly masks?: readonly RegExp[];
  /** Patterns that hold a refusal in themselves, where `negated` must not look. */
  readonly certain?: readonly RegExp[];
  readonly frames?: readonly Frame[];
  /** A clause that this accepts is passed over. */
  readonly unless?: (clause: Clause) => boolean;
}

const BITS = 32;

/** Gives, in order, those of a list of regular expressions that can match a clause, by the words they can begin with. */
type Candidates = (clause: Clause, take: (n: number) => void) => void;

const candidatesOf = (all: readonly RegExp[]): Candidates => {
  const size = Math.ceil(all.length / BITS);
  const always = new Int32Array(size);
  const byBeginning: (Int32Array | undefined)[] = [];
  const put = (set: Int32Array, n: number): void => {
    set[n >> 5] = (set[n >> 5] ?? 0) | (1 << (n & (BITS - 1)));
  };
  all.forEach(({ source }, n) => {
    const beginnings = beginningsOf(source);
    if (beginnings === null) put(always, n);
    for (const beginning of beginnings ?? []) {
      const id = beginningId(beginning);
      byBeginning[id] ??= new Int32Array(size);
      put(byBeginning[id], n);
    }
  });
  const met = new Int32Array(size);
  return ({ beginnings }, take) => {
    met.set(always);
    for (const id of beginnings) {
      const those = byBeginning[id];
      if (those !== undefined) for (let i = 0; i < size; i++) met[i] = (met[i] ?? 0) | (those[i] ?? 0);
    }
    for (let i = 0; i < size; i++)
      for (let left = met[i] ?? 0; left !== 0; left &= left - 1) take(i * BITS + 31 - Math.clz32(left & -left));
  };
};

/**
 * Finds the first place where a pattern or a frame says it and nothing refuses it. A pattern is tried only where a word stands that it
 * can begin with; the masks are dear, and laid on only where something was said without them.
 */
export const looking = ({ patterns = [], masks = [], certain = [], frames = [], unless }: Looking): Detector => {
  const sure = certain.length;
  const worded = [...certain, ...patterns];
  const narrow = frames.filter(({ wide }) => !wide);
  const broad = frames.filter(({ wide }) => wide);
  const mayBeWorded = candidatesOf(worded);
  const mayBeNarrow = candidatesOf(narrow.map(({ pattern }) => pattern));
  const mayBeBroad = candidatesOf(broad.map(({ pattern }) => pattern));

  const saidBy = (clause: Clause, among: readonly Frame[], may: Candidates): Frame[] => {
    const said: Frame[] = [];
    may(clause, (n) => {
      const frame = among[n];
      if (frame !== undefined && covers(clause.classes, frame.needs) && frame.pattern.test(clause.text))
        said.push(frame);
    });
    return said;
  };
  const wordedIn = (clause: Clause): number[] => {
    const said: number[] = [];
    mayBeWorded(clause, (n) => {
      const each = worded[n];
      if (each !== undefined && clause.text.search(each) >= 0) said.push(n);
    });
    return said;
  };

  const byWords = (reading: Reading, clause: Clause, text: string, those: readonly number[]): Found | null => {
    for (const n of those) {
      const each = worded[n];
      if (each === undefined) continue;
      for (const match of text.matchAll(each))
        if (n < sure || !negated(clause, match.index))
          return place(reading, clause, match.index, match.index + match[0].length);
    }
    return null;
  };

  const byFrames = (reading: Reading, clause: Clause, text: string, those: readonly Frame[]): Found | null => {
    for (const { pattern, certain: refusing } of those) {
      const match = pattern.exec(refusing ? clause.text : text);
      if (match === null || (!refusing && negated(clause, match.index))) continue;
      return place(reading, clause, match.index, match.index + match[0].length);
    }
    return null;
  };

  return (reading) => {
    for (const clause of reading.clauses) {
      if (clause.aside) continue;
      const words = wordedIn(clause);
      const framed = saidBy(clause, narrow, mayBeNarrow);
      if (words.length + framed.length === 0 || unless?.(clause) === true) continue;
      const text = masked(clause.text, masks);
      const found = byWords(reading, clause, text, words) ?? byFrames(reading, clause, text, framed);
      if (found !== null) return found;
    }
    const { whole } = reading;
    const framed = broad.length === 0 ? [] : saidBy(whole, broad, mayBeBroad);
    if (framed.length === 0 || unless?.(whole) === true) return null;
    return byFrames(reading, whole, masked(whole.text, masks), framed);
  };
};
