import type { AgentStatus } from '@warmline/contracts';

/** One line of a contact centre's log; `t` in seconds, never decreasing. */
export type LogEvent =
  | {
      readonly type: 'agent.status';
      readonly t: number;
      readonly agent: string;
      readonly status: AgentStatus;
      /** The log says groups for teams. */
      readonly groups: readonly string[];
      /** Conversations at a time. */
      readonly capacity: number;
    }
  | HandoffRequest
  | { readonly type: 'handoff.assigned'; readonly t: number; readonly id: string; readonly agent: string }
  | { readonly type: 'handoff.abandoned'; readonly t: number; readonly id: string }
  | { readonly type: 'handoff.closed'; readonly t: number; readonly id: string; readonly agent: string };

export interface HandoffRequest {
  readonly type: 'handoff.requested';
  readonly t: number;
  readonly id: string;
  readonly subject: string;
  /** A level from 0 up. */
  readonly priority: number;
}

/** The routing rules: of the waiting requests open to its agent, a free capacity unit takes the one with the smallest (t - credit x priority). */
export interface RoutingRules {
  readonly credit_s: number;
  readonly subjects: { readonly [subject: string]: RouteRule | undefined };
}

export interface RouteRule {
  readonly groups: readonly string[];
  /** For each group, the seconds after the request at which it opens. */
  readonly fallback_after_s: readonly number[];
}

/** Seconds from the request to the assignment. */
export interface WaitForecast {
  readonly id: string;
  readonly mean: number;
  readonly p50: number;
  readonly p80: number;
  readonly p90: number;
}
