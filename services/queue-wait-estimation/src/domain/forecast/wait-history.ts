import type { CentreState } from './centre-state.ts';
import { empiricalDistribution, type WaitDistribution, type WaitEstimator } from './estimator.ts';
import type { HandoffRequest } from './log-events.ts';

/** An estimator that learns from ended waits. */
export interface LearningEstimator extends WaitEstimator {
  readonly learn: (ended: EndedWait) => void;
}

export interface ObservedWait {
  readonly seconds: number;
  /** The customer abandoned: the wait would have been longer. */
  readonly abandoned: boolean;
}

export interface EndedWait extends ObservedWait {
  readonly request: HandoffRequest;
}

/** The latest waits are kept, up to this many for each subject and queue length. */
const MAX_KEPT = 150;
const LONGEST_QUEUE = 30;
/** With fewer the nearest queue length with enough waits is used. */
const MIN_WAITS = 4;

/** Past waits by subject and by how many of the subject were ahead. */
export interface WaitHistory {
  readonly add: (subject: string, ahead: number, wait: ObservedWait) => void;
  /** From the nearest queue length with enough waits; null: there is none. */
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
      const nearest = Math.min(LONGEST_QUEUE, ahead);
      for (let off = 0; off <= LONGEST_QUEUE; off++) {
        for (const length of off === 0 ? [nearest] : [nearest - off, nearest + off]) {
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

/** Past waits with as many of the same subject in the queue (AvgC-LES); abandoned waits are censored. */
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

/** Quantiles of the estimate, evenly spaced. */
const QUANTILES = 40;

/**
 * Equally likely waits by the estimate of Kaplan and Meier (JASA 53 (1958) 457-481). The weight of an abandoned wait passes to the longer
 * waits; what is left after the last served wait stays at the longest wait.
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
  return Array.from({ length: QUANTILES }, (_, i) => {
    const level = (i + 0.5) / QUANTILES;
    return steps.find(({ upTo }) => upTo >= level)?.seconds ?? longest;
  });
};
