import type { CentreState } from './centre-state.ts';
import { empiricalDistribution, type WaitDistribution, type WaitEstimator } from './estimator.ts';
import type { HandoffRequest } from './log-events.ts';

/** An estimator that learns from how waits ended. */
export interface LearningEstimator extends WaitEstimator {
  readonly learn: (ended: EndedWait) => void;
}

export interface EndedWait {
  readonly request: HandoffRequest;
  readonly seconds: number;
  /** Gave up: the wait would have been longer. */
  readonly abandoned: boolean;
}

/** As many of the last waits are kept for each subject and queue length. */
const MAX_KEPT = 150;
const LONGEST_QUEUE = 30;
/** With fewer the next shorter or longer queue is taken. */
const MIN_WAITS = 4;

export interface ObservedWait {
  readonly seconds: number;
  /** Gave up: it would have been longer. */
  readonly abandoned: boolean;
}

/** Waits by subject and by how many of the subject were ahead. */
export interface WaitHistory {
  readonly add: (subject: string, ahead: number, past: ObservedWait) => void;
  /** Of the nearest length that was seen often enough; null: none was. */
  readonly distributionFor: (subject: string, ahead: number) => WaitDistribution | null;
}

export const waitHistory = (): WaitHistory => {
  const waitsByKey = new Map<string, ObservedWait[]>();
  const cache = new Map<string, WaitDistribution>();
  const keyOf = (subject: string, ahead: number): string => `${subject}\n${ahead}`;
  const distributionOf = (key: string, rows: readonly ObservedWait[]): WaitDistribution => {
    const waits = cache.get(key) ?? empiricalDistribution(kaplanMeierQuantiles(rows));
    cache.set(key, waits);
    return waits;
  };
  return {
    add: (subject, ahead, row) => {
      const key = keyOf(subject, Math.min(LONGEST_QUEUE, ahead));
      const rows = waitsByKey.get(key) ?? [];
      waitsByKey.set(key, rows);
      cache.delete(key);
      rows.push(row);
      if (rows.length > MAX_KEPT) rows.shift();
    },
    distributionFor: (subject, ahead) => {
      const found = Math.min(LONGEST_QUEUE, ahead);
      for (let off = 0; off <= LONGEST_QUEUE; off++) {
        for (const length of off === 0 ? [found] : [found - off, found + off]) {
          const key = keyOf(subject, length);
          const rows = waitsByKey.get(key) ?? [];
          if (rows.length >= MIN_WAITS) return distributionOf(key, rows);
        }
      }
      return null;
    },
  };
};

const countAhead = (state: CentreState, request: HandoffRequest): number => {
  let ahead = 0;
  for (const other of state.waiting.values())
    if (other.subject === request.subject && other.id !== request.id) ahead += 1;
  return ahead;
};

/** What those of the same subject waited who found as many of it in the queue (AvgC-LES), those who gave up censored. */
export const historyEstimator = (state: CentreState): LearningEstimator => {
  const waits = waitHistory();
  const lengths = new Map<string, number>();
  return {
    name: 'history',
    estimate: (request) => {
      const ahead = countAhead(state, request);
      lengths.set(request.id, ahead);
      return waits.distributionFor(request.subject, ahead);
    },
    learn: ({ request, seconds, abandoned }) => {
      const ahead = lengths.get(request.id);
      if (ahead === undefined) return;
      lengths.delete(request.id);
      waits.add(request.subject, ahead, { seconds, abandoned });
    },
  };
};

const LEVELS = 40;

/**
 * Equally likely waits from those seen, by the estimate of Kaplan and Meier (JASA 53 (1958) 457-481). Who gave up hands on his
 * share to those who waited longer; what none of them can take stays at the longest wait seen.
 */
export const kaplanMeierQuantiles = (rows: readonly ObservedWait[]): readonly number[] => {
  const ordered = [...rows].sort((a, b) => a.seconds - b.seconds || Number(a.abandoned) - Number(b.abandoned));
  const steps: { readonly seconds: number; readonly upTo: number }[] = [];
  let survive = 1;
  ordered.forEach(({ seconds, abandoned }, i) => {
    if (abandoned) return;
    survive *= 1 - 1 / (ordered.length - i);
    steps.push({ seconds, upTo: 1 - survive });
  });
  const longest = ordered.at(-1)?.seconds ?? 0;
  return Array.from({ length: LEVELS }, (_, i) => {
    const level = (i + 0.5) / LEVELS;
    return steps.find(({ upTo }) => upTo >= level)?.seconds ?? longest;
  });
};
