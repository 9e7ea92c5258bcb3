import { samplesOf, type WaitEstimator, type Waits } from './estimator.ts';
import type { Request } from './events.ts';
import type { Floor } from './floor.ts';

/** An estimator that learns from how waits ended. */
export interface Learner extends WaitEstimator {
  readonly learn: (ended: EndedWait) => void;
}

export interface EndedWait {
  readonly request: Request;
  readonly seconds: number;
  /** Gave up: the wait would have been longer. */
  readonly gone: boolean;
}

/** As many of the last waits are kept for each subject and queue length. */
const KEPT = 150;
const LONGEST_QUEUE = 30;
/** With fewer the next shorter or longer queue is taken. */
const FEW = 4;

export interface Past {
  readonly seconds: number;
  /** Gave up: it would have been longer. */
  readonly gone: boolean;
}

/** Waits by subject and by how many of the subject were ahead. */
export interface Pasts {
  readonly add: (subject: string, ahead: number, past: Past) => void;
  /** Of the nearest length that was seen often enough; null: none was. */
  readonly of: (subject: string, ahead: number) => Waits | null;
}

export const pasts = (): Pasts => {
  const past = new Map<string, Past[]>();
  const made = new Map<string, Waits>();
  const keyOf = (subject: string, ahead: number): string => `${subject}\n${ahead}`;
  const waitsOf = (key: string, rows: readonly Past[]): Waits => {
    const waits = made.get(key) ?? samplesOf(uncensored(rows));
    made.set(key, waits);
    return waits;
  };
  return {
    add: (subject, ahead, row) => {
      const key = keyOf(subject, Math.min(LONGEST_QUEUE, ahead));
      const rows = past.get(key) ?? [];
      past.set(key, rows);
      made.delete(key);
      rows.push(row);
      if (rows.length > KEPT) rows.shift();
    },
    of: (subject, ahead) => {
      const found = Math.min(LONGEST_QUEUE, ahead);
      for (let off = 0; off <= LONGEST_QUEUE; off++) {
        for (const length of off === 0 ? [found] : [found - off, found + off]) {
          const key = keyOf(subject, length);
          const rows = past.get(key) ?? [];
          if (rows.length >= FEW) return waitsOf(key, rows);
        }
      }
      return null;
    },
  };
};

const aheadOf = (floor: Floor, request: Request): number => {
  let ahead = 0;
  for (const other of floor.waiting.values())
    if (other.subject === request.subject && other.id !== request.id) ahead += 1;
  return ahead;
};

/** What those of the same subject waited who found as many of it in the queue (AvgC-LES), those who gave up censored. */
export const history = (floor: Floor): Learner => {
  const past = pasts();
  const lengths = new Map<string, number>();
  return {
    name: 'history',
    estimate: (request) => {
      const ahead = aheadOf(floor, request);
      lengths.set(request.id, ahead);
      return past.of(request.subject, ahead);
    },
    learn: ({ request, seconds, gone }) => {
      const ahead = lengths.get(request.id);
      if (ahead === undefined) return;
      lengths.delete(request.id);
      past.add(request.subject, ahead, { seconds, gone });
    },
  };
};

const LEVELS = 40;

/**
 * Equally likely waits from those seen, by the estimate of Kaplan and Meier (JASA 53 (1958) 457-481). Who gave up hands on his
 * share to those who waited longer; what none of them can take stays at the longest wait seen.
 */
export const uncensored = (rows: readonly Past[]): readonly number[] => {
  const ordered = [...rows].sort((a, b) => a.seconds - b.seconds || Number(a.gone) - Number(b.gone));
  const steps: { readonly seconds: number; readonly upTo: number }[] = [];
  let survive = 1;
  ordered.forEach(({ seconds, gone }, i) => {
    if (gone) return;
    survive *= 1 - 1 / (ordered.length - i);
    steps.push({ seconds, upTo: 1 - survive });
  });
  const longest = ordered.at(-1)?.seconds ?? 0;
  return Array.from({ length: LEVELS }, (_, i) => {
    const level = (i + 0.5) / LEVELS;
    return steps.find(({ upTo }) => upTo >= level)?.seconds ?? longest;
  });
};
