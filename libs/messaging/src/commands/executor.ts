import type { ServiceName } from '@warmline/contracts';
import { type Clock, pause } from '../clock.ts';
import type { EncodedEvent } from '../codec.ts';
import type { Answer, ForwardTarget } from '../decider.ts';
import type { LoopWatch } from '../loop-watch.ts';
import type { CommandObserver } from '../observer.ts';
import { NewerSchemaError } from '../state.ts';
import type { OutboxRow } from '../store.ts';
import type { Tracing } from '../tracing.ts';
import type { Command, CommandStage } from './command.ts';
import { CommitTrace } from './commit-trace.ts';
import {
  answerIdOf,
  type CommittedEffect,
  type DecidedGroup,
  decideGroup,
  UnlockedStatesError,
} from './decide-group.ts';
import type { ExecutorStore, TaskGuard, TimelineRow } from './executor-store.ts';

export interface ExecutorSettings {
  readonly service: ServiceName;
  readonly stages: readonly CommandStage[];
  readonly store: ExecutorStore;
  readonly clock: Clock;
  /** Called after a commit, with the rows to publish, the timeline rows for clients, and the effects. */
  readonly onCommitted: (
    rows: readonly OutboxRow[],
    timeline: readonly TimelineRow[],
    effects: readonly CommittedEffect[],
  ) => void;
  /** Called with the earliest due that a commit set. */
  readonly onDueChanged: (at: number) => void;
  readonly observer?: CommandObserver;
  readonly loop?: LoopWatch;
  /** Absent while tracing is off. */
  readonly tracing?: Tracing | undefined;
}

/** The rules threw on these commands, by their index among those given. Nothing was written. */
export class RefusedCommands extends Error {
  constructor(readonly errors: ReadonlyMap<number, Error>) {
    super([...errors.values()].map((error) => error.message).join('; '));
  }
}

/** Too many commands are waiting, or one waited too long. Nothing was or will be written. The HTTP server answers 503. */
export class Overloaded extends Error {}

const MAX_GROUP = 200;
/** Milliseconds between the starts of two groups. Events start as commands, so what is grouped here stays grouped in all later services. */
export const GROUP_INTERVAL_MS = 25;
/** Most waiting commands. Each holds at most the body of a request. */
export const MAX_WAITING = 2_000;
/** Milliseconds after which a waiting command is refused instead of executed late: its caller has probably given up. */
export const MAX_WAIT_MS = 5_000;

interface WaitingCommand {
  readonly command: Command;
  /** Instant at which it is refused. */
  readonly expiresAt: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Executes commands: state, answer, timeline and outbox in one transaction, answered after the commit (docs/delivery.md, 20). Rows are locked in
 * key order and shard counters last, so any number of replicas and stream tasks may write the same keys. Commands that arrive
 * while a group commits form the next group; groups start at a minimum interval.
 */
export class Executor {
  private queue: WaitingCommand[] = [];
  private running = false;
  private cancelExpiry: (() => void) | undefined;
  private readonly ruleErrors = new WeakSet<Error>();

  constructor(private readonly settings: ExecutorSettings) {}

  /** True if nothing was written and the same commands would fail again, without it being known which: data the database refuses, or a bug outside a single command. */
  isRefusal(error: unknown): boolean {
    return this.settings.store.isDataError(error) || (error instanceof Error && this.ruleErrors.has(error));
  }

  execute(command: Command): Promise<Answer> {
    const { clock, observer } = this.settings;
    if (this.queue.length >= MAX_WAITING) {
      observer?.refused('queue-full');
      return Promise.reject(new Overloaded(`${this.queue.length} commands are waiting`));
    }
    return new Promise((resolve, reject) => {
      this.queue.push({ command, expiresAt: clock.now() + MAX_WAIT_MS, resolve, reject });
      observer?.waiting(this.queue.length);
      if (this.running) this.expireWaiting();
      else void this.drain();
    });
  }

  /** Refuses commands that have waited too long, also while a transaction hangs. */
  private expireWaiting(): void {
    const { clock, observer } = this.settings;
    const oldest = this.queue[0];
    if (this.cancelExpiry !== undefined || oldest === undefined) return;
    this.cancelExpiry = clock.after(Math.max(oldest.expiresAt - clock.now(), 10), () => {
      this.cancelExpiry = undefined;
      const now = clock.now();
      const late = this.queue.findIndex((w) => w.expiresAt > now);
      const refused = this.queue.splice(0, late === -1 ? this.queue.length : late);
      for (const { reject } of refused) {
        observer?.refused('timed-out');
        reject(new Overloaded(`waited ${MAX_WAIT_MS / 1_000} s for the database; nothing was written`));
      }
      observer?.waiting(this.queue.length);
      this.expireWaiting();
    });
  }

  /**
   * Runs commands in order in one transaction, with the guards of the tasks they come from. Resolves to `stale` if one of
   * the guards failed. Rejects with RefusedCommands if the rules throw on any of them.
   */
  async run(
    commands: readonly Command[],
    guards: readonly TaskGuard[] = [],
    extra: readonly EncodedEvent[] = [],
  ): Promise<Answer[] | 'stale'> {
    return (await this.runGroup(commands, guards, extra, true)) as Answer[] | 'stale';
  }

  /** If an event is forwarded to a state that is not locked, the transaction is rolled back and run again with that state. */
  private async runGroup(
    commands: readonly Command[],
    guards: readonly TaskGuard[],
    extra: readonly EncodedEvent[],
    allOrNothing: boolean,
  ): Promise<(Answer | Error)[] | 'stale'> {
    const targets: ForwardTarget[] = commands.flatMap((command) => [command, ...(command.mayForwardTo ?? [])]);
    for (;;) {
      const { tracing } = this.settings;
      const trace = tracing === undefined ? undefined : new CommitTrace(tracing, commands);
      try {
        const answers = await this.transact(commands, targets, guards, extra, allOrNothing, trace);
        trace?.end(answers === 'stale' ? 'task-taken-over' : undefined);
        return answers;
      } catch (error) {
        trace?.end(error instanceof UnlockedStatesError ? 'more-locks-needed' : error);
        if (!(error instanceof UnlockedStatesError)) throw error;
        targets.push(...error.targets);
      }
    }
  }

  private async transact(
    commands: readonly Command[],
    targets: readonly ForwardTarget[],
    guards: readonly TaskGuard[],
    extra: readonly EncodedEvent[],
    allOrNothing: boolean,
    trace: CommitTrace | undefined,
  ): Promise<(Answer | Error)[] | 'stale'> {
    const { store, service, stages, observer } = this.settings;
    const rulesRan = observer?.rulesRan;
    let decided: DecidedGroup | undefined;
    const keys = targets.map(({ stage, key }) => ({ stage, key }));
    const ids = targets.flatMap(({ stage, key, idempotencyKey: id }) => (id === undefined ? [] : [{ stage, key, id }]));
    const readAnswers = new Set(ids.map((answer) => answerIdOf(answer, answer.id)));
    const outcome = await store.transact({ keys, ids, guards }, (locked) => {
      try {
        decided = decideGroup(
          { service, stages, isTraced: trace !== undefined, rulesRan },
          commands,
          locked,
          extra,
          readAnswers,
        );
        trace?.decided(decided.group.outputs);
        const errors = decided.answers.flatMap((answer, n) => (answer instanceof Error ? [[n, answer] as const] : []));
        if (allOrNothing && errors.length > 0) throw new RefusedCommands(new Map(errors));
      } catch (error) {
        if (
          error instanceof UnlockedStatesError ||
          error instanceof NewerSchemaError ||
          error instanceof RefusedCommands
        )
          throw error;
        const ruleError = error instanceof Error ? error : new Error(String(error));
        this.ruleErrors.add(ruleError);
        throw ruleError;
      }
      return decided.group;
    });
    if (outcome === 'stale') return 'stale';
    if (decided === undefined) return [];
    const dues = decided.group.states.flatMap((s) => (s.due === null ? [] : [s.due]));
    if (dues.length > 0) this.settings.onDueChanged(Math.min(...dues));
    if (outcome.length + decided.group.timeline.length + decided.effects.length > 0)
      this.settings.onCommitted(outcome, decided.group.timeline, decided.effects);
    return decided.answers;
  }

  private async drain(): Promise<void> {
    this.running = true;
    while (this.queue.length > 0) {
      const taken = this.queue.splice(0, MAX_GROUP);
      const { clock } = this.settings;
      const started = clock.now();
      this.settings.observer?.waiting(this.queue.length);
      await this.answerGroup(taken);
      const rest = started + GROUP_INTERVAL_MS - clock.now();
      if (rest > 0 && this.queue.length < MAX_GROUP) await pause(clock, rest);
    }
    this.running = false;
    this.settings.loop?.idle();
    this.cancelExpiry?.();
    this.cancelExpiry = undefined;
  }

  /** Runs a group and answers each of its callers. A group whose data the database refuses is halved until only the refused command fails. */
  private async answerGroup(group: readonly WaitingCommand[]): Promise<void> {
    this.settings.loop?.turned();
    try {
      const commands = group.map((waiting) => waiting.command);
      const answers = (await this.runGroup(commands, [], [], false)) as (Answer | Error)[];
      group.forEach(({ resolve, reject }, n) => {
        const answer = answers[n] ?? new Error('no answer');
        if (answer instanceof Error) reject(answer);
        else resolve(answer);
      });
    } catch (error) {
      const isOnes = this.isRefusal(error) || error instanceof NewerSchemaError;
      if (group.length === 1 || !isOnes) {
        for (const { reject } of group) reject(error);
        return;
      }
      const half = Math.ceil(group.length / 2);
      await this.answerGroup(group.slice(0, half));
      await this.answerGroup(group.slice(half));
    }
  }
}
