import type { Random } from '@warmline/testing/random';
import type { SimulatedTime } from './simulated-time.ts';

/** A call over the network. */
export type Operation =
  | 'take-over'
  | 'leftovers'
  | 'load'
  | 'journal'
  | 'due'
  | 'commit'
  | 'drop'
  | 'outbox'
  | 'statement'
  | 'append'
  | 'bounds'
  | 'confirm'
  | 'http';

/** `refused`: an error, no effect. `answer-lost`: effect, then an error. `late`: an error, and the effect after it. */
export type CallOutcome = 'ok' | 'refused' | 'answer-lost' | 'late';

/** Where a host can be killed or frozen, and what a late effect can wait for. A wide commit has several tasks. */
export type ProtocolStep = `${Operation} sent` | `${Operation} applied` | 'wide-commit applied';

export interface NetworkConditions {
  /** Upper bound of the usual delay of a request or an answer, milliseconds. */
  readonly usualDelayMs: number;
  /** Upper bound of the extra delay of a commit, milliseconds; the next batch gathers meanwhile, over many tasks. */
  readonly commitDelayMs: number;
  /** Share of calls that take up to `longestDelayMs`. */
  readonly slowShare: number;
  readonly longestDelayMs: number;
  /** Share of calls that fail, by operation. */
  readonly failureShares: Readonly<Partial<Record<Operation, number>>>;
}

export const NO_FAULTS: NetworkConditions = {
  usualDelayMs: 2,
  commitDelayMs: 0,
  slowShare: 0,
  longestDelayMs: 2,
  failureShares: {},
};

/** Steps a late effect can wait for: those of the process that took over. */
const LATE_STEPS: readonly ProtocolStep[] = [
  'take-over sent',
  'take-over applied',
  'leftovers applied',
  'commit sent',
  'commit applied',
  'append sent',
  'append applied',
];
const LATEST_ARRIVAL_MS = 12_000;

interface StepHook {
  readonly key: string;
  readonly host: string;
  skips: number;
  readonly then: (host: string) => void;
}

/** Delays, losses and late arrivals, all drawn from the seed. */
export class Network {
  conditions: NetworkConditions = NO_FAULTS;
  /** The latest event time of any record. */
  latestEvent = 0;
  private hooks: StepHook[] = [];

  constructor(
    readonly time: SimulatedTime,
    readonly random: Random,
    readonly trace: ((line: string) => void) | null,
  ) {}

  delay(): number {
    const { random, conditions } = this;
    return random.chance(conditions.slowShare)
      ? random.below(conditions.longestDelayMs)
      : random.below(conditions.usualDelayMs + 1);
  }

  /** Milliseconds of a request on its way and at work. */
  delayOf(operation: Operation): number {
    const { random, conditions } = this;
    return (
      this.delay() +
      (operation === 'commit' && conditions.commitDelayMs > 0 ? random.below(conditions.commitDelayMs) : 0)
    );
  }

  callOutcome(operation: Operation): CallOutcome {
    const share = this.conditions.failureShares[operation] ?? 0;
    if (share === 0 || !this.random.chance(share)) return 'ok';
    return this.random.pick<CallOutcome>(['refused', 'answer-lost', 'late', 'late']);
  }

  /** Runs the hooks of this step. */
  stepReached(service: string, host: string, step: ProtocolStep): void {
    if (this.hooks.length === 0) return;
    const key = `${service} ${step}`;
    const due = this.hooks.filter((w) => w.key === key && w.host !== host && w.skips-- <= 0);
    if (due.length === 0) return;
    this.hooks = this.hooks.filter((w) => !due.includes(w));
    for (const w of due) w.then(host);
  }

  /** Calls `then` once, after `skips` passes, at this step of any host of the service but `except`. Returns the cancellation. */
  onStep(service: string, step: ProtocolStep, skips: number, then: (host: string) => void, except = ''): () => void {
    const hooks = { key: `${service} ${step}`, host: except, skips, then };
    this.hooks.push(hooks);
    return () => {
      this.hooks = this.hooks.filter((w) => w !== hooks);
    };
  }

  /** Applies an effect late: after a delay, or at a step of the service, at the latest after LATEST_ARRIVAL_MS. */
  applyLate(service: string, sender: string, land: () => void): void {
    const { random, time } = this;
    if (random.chance(0.3)) return void time.after(random.below(LATEST_ARRIVAL_MS), land);
    let landed = false;
    const once = (): void => {
      if (landed) return;
      landed = true;
      cancel();
      land();
    };
    const step = random.pick(LATE_STEPS);
    const cancel = this.onStep(service, step, random.below(3), once, random.chance(0.7) ? sender : '');
    time.after(random.between(50, LATEST_ARRIVAL_MS), once);
  }
}
