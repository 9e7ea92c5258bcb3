/** A running mean: the prior counts as `weight` observations, and about the last `memory` observations count. */
export interface MeanPrior {
  readonly meanSeconds: number;
  readonly weight: number;
  readonly memory: number;
}

export interface WaitSettings {
  /** From the assignment to the end of a conversation. */
  readonly handling: MeanPrior;
  /** Until a waiting customer abandons; exponential. */
  readonly patience: MeanPrior;
  /** From an agent offer to its acceptance. */
  readonly answerTime: MeanPrior;
  /** The announced minutes, ascending. */
  readonly bucketsMinutes: readonly number[];
  /** The least time between two estimates of one hand-off. */
  readonly repeatAfterSeconds: number;
  /**
   * While hand-offs wait and no event comes, the queue is refreshed after this time, since estimates change with time alone. The
   * interval doubles at each quiet refresh, up to `refreshAtLeastEverySeconds`: a long silence causes few ticks.
   */
  readonly refreshEverySeconds: number;
  readonly refreshAtLeastEverySeconds: number;
  /**
   * The least time between two refreshes, plus `perWaitingMs` for each waiting hand-off and `perAgentMs` for each agent, up to
   * `refreshEverySeconds`: refreshes use a bounded share of a core.
   */
  readonly refreshAfterMs: number;
  readonly perWaitingMs: number;
  readonly perAgentMs: number;
  /** The least time between two estimates for a customer who would join. */
  readonly queueEverySeconds: number;
  /** The most estimates published at one refresh, from the front of the queue. */
  readonly maxPerRefresh: number;
  /** A change of position is published up to this position; beyond it only a change of the time is. */
  readonly exactPositions: number;
  /** From the settings of routing: seconds of waiting that one priority level counts as. */
  readonly creditSeconds: number;
  /** From the settings of routing: the points at which the levels begin, ascending. */
  readonly priorityLevels: readonly number[];
}

/** What the order of a queue follows from, as routing is configured. */
export interface RoutingRules {
  readonly creditSecondsPerLevel: number;
  readonly priorityLevels: readonly number[];
}

const defaults: Omit<WaitSettings, 'creditSeconds' | 'priorityLevels'> = {
  handling: { meanSeconds: 420, weight: 20, memory: 300 },
  patience: { meanSeconds: 600, weight: 5, memory: 300 },
  answerTime: { meanSeconds: 8, weight: 10, memory: 100 },
  bucketsMinutes: [1, 2, 3, 5, 8, 10, 15, 20, 30],
  repeatAfterSeconds: 30,
  refreshEverySeconds: 30,
  refreshAtLeastEverySeconds: 600,
  refreshAfterMs: 1_000,
  perWaitingMs: 3,
  perAgentMs: 3,
  queueEverySeconds: 5,
  maxPerRefresh: 500,
  exactPositions: 5,
};

/** The shipped settings of the estimation under these rules of routing. */
export const waitSettings = ({ creditSecondsPerLevel, priorityLevels }: RoutingRules): WaitSettings => ({
  ...defaults,
  creditSeconds: creditSecondsPerLevel,
  priorityLevels,
});
