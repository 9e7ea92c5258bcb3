/** One line of a contact centre's log; `t` in seconds, never falling. */
export type LogEvent =
  | {
      readonly type: 'agent.status';
      readonly t: number;
      readonly agent: string;
      readonly status: AgentStatus;
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

export type AgentStatus = 'online' | 'away' | 'offline';

/**
 * The routing law: a free slot takes, among those whose group is open to it, the smallest (request time - credit x priority).
 * `groups` open to a subject one after the other, each so many seconds after the request.
 */
export interface RoutingRules {
  readonly credit_s: number;
  readonly subjects: { readonly [subject: string]: SubjectRule | undefined };
}

export interface SubjectRule {
  readonly groups: readonly string[];
  readonly fallback_after_s: readonly number[];
}

/** Seconds. */
export interface WaitForecast {
  readonly id: string;
  readonly mean: number;
  readonly p50: number;
  readonly p80: number;
  readonly p90: number;
}
