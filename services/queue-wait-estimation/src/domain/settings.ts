/** A running mean that begins at a prior worth `weight` observations and forgets after about `memory` of them. */
export interface MeanPrior {
  readonly meanSeconds: number;
  readonly weight: number;
  readonly memory: number;
}

export interface WaitSettings {
  /** From the assignment to the end of a conversation, per slot of an agent. */
  readonly handling: MeanPrior;
  /** Until a waiting customer leaves; exponential. */
  readonly patience: MeanPrior;
  /** From the offer to an agent until he takes it. */
  readonly answerTime: MeanPrior;
  /** What is announced, in minutes, ascending. */
  readonly bucketsMinutes: readonly number[];
  /** A hand-off hears of its wait no more often than this. */
  readonly repeatAfterSeconds: number;
  /**
   * While someone waits and nothing happens the queue is looked through so long after the last event, since rates change with time
   * alone; then after twice the distance, and twice that, up to `refreshAtLeastEverySeconds`: a long silence is few ticks.
   */
  readonly refreshEverySeconds: number;
  readonly refreshAtLeastEverySeconds: number;
  /**
   * After a change the queue is looked through no sooner than this, plus `perWaitingMs` for each who waits and
   * `perAgentMs` for each agent: a bounded share of a core.
   */
  readonly refreshAfterMs: number;
  readonly perWaitingMs: number;
  readonly perAgentMs: number;
  /** What one who would join would wait is told no more often than this. */
  readonly queueEverySeconds: number;
  /** The most estimates of one look through the queue, those in front first. */
  readonly maxPerRefresh: number;
  /** A change of position is told up to this place; behind it only the time matters. */
  readonly exactPositions: number;
  /** From the settings of routing: seconds of waiting that one level of priority is worth. */
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
