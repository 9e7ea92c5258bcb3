/** One who waits in a future. */
export interface Person {
  /** Of two, the one with the smaller key is taken first. */
  readonly key: number;
  readonly subject: number;
  /** The request, seconds. */
  readonly t: number;
  /** Where the wait is written; -1: of no interest. */
  readonly watch: number;
  /** Takes no slot: one who is asked about, but is not there. */
  readonly probe: boolean;
  readonly goneAt: number;
  taken: boolean;
}

/**
 * A queue as lines of one subject and one credit each: within a line who came first opens first, so that only the first of each need be
 * looked at. Who gave up and is watched stays as a ghost, until a slot would have taken him.
 */
export interface Lines {
  /** No earlier than those pushed before of the same subject and credit. */
  readonly push: (person: Person) => void;
  /** The first for whom one with these openings is open at the instant. */
  readonly first: (opens: readonly number[], t: number) => Person | null;
}

interface Line {
  readonly subject: number;
  readonly people: Person[];
  head: number;
}

/** An opening is not missed for the last digit of a sum. */
export const CLOSE = 1e-6;

/** `notBefore`: by subject, the instant before which nobody of it is taken. */
export const linesOf = (notBefore: readonly number[]): Lines => {
  const lines: Line[] = [];
  const known = new Map<number, Line>();
  const headOf = (line: Line, t: number): Person | undefined => {
    for (; ; line.head++) {
      const person = line.people[line.head];
      if (person === undefined || !(person.taken || (person.goneAt <= t && person.watch < 0))) return person;
    }
  };
  return {
    push: (person) => {
      const credit = Math.round(person.t - person.key);
      const key = credit * 1_000 + person.subject;
      let line = known.get(key);
      if (line === undefined) {
        line = { subject: person.subject, people: [], head: 0 };
        known.set(key, line);
        lines.push(line);
      }
      line.people.push(person);
    },
    first: (opens, t) => {
      let best: Person | null = null;
      for (const line of lines) {
        const opening = opens[line.subject] ?? 0;
        if (opening === Number.POSITIVE_INFINITY || (notBefore[line.subject] ?? 0) > t + CLOSE) continue;
        const person = headOf(line, t);
        if (person === undefined || opening > t - person.t + CLOSE) continue;
        if (best === null || person.key < best.key || (person.key === best.key && person.t < best.t)) best = person;
      }
      return best;
    },
  };
};
