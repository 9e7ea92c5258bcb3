import type { LogEvent, Random } from '@warmline/queue-wait-estimation/forecast';

/** Times are whole milliseconds. */
export const roundToMs = (t: number): number => Math.round(t * 1000) / 1000;

/** A request and its outcome; seconds since the beginning. */
export interface SimulatedRequest {
  readonly id: string;
  readonly subject: string;
  readonly t: number;
  readonly level: number;
  readonly random: Random;
  /** When an agent first got an offer of it. */
  firstOfferedAt: number | null;
  /** Seconds until an agent accepted it or the customer left. */
  waited: number | null;
  outcome: 'served' | 'abandoned' | 'open';
  /** The wait of a customer who never abandons. */
  offeredWait: number | null;
}

export interface Assignment {
  readonly id: string;
  readonly t: number;
  readonly agent: string;
  readonly team: string;
  readonly waited_s: number;
  readonly why: object;
}

/** A published wait estimate of a customer. */
export interface EstimateLine {
  readonly id: string;
  readonly t: number;
  readonly position: number;
  readonly p50?: number | undefined;
  readonly p80?: number | undefined;
  readonly p90?: number | undefined;
  readonly announcement: object;
  readonly estimator: string;
}

export type EventLine = LogEvent & { readonly group?: string };

/** The output of a simulation, in order of time. */
export type OutputLine =
  | { readonly to: 'events'; readonly row: EventLine }
  | { readonly to: 'assignments'; readonly row: Assignment }
  | { readonly to: 'estimates'; readonly row: EstimateLine };
