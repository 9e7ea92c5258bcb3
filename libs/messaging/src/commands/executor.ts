import type { ServiceName } from '@warmline/contracts';
import { type Clock, pause } from '../clock.ts';
import { type Cause, type EncodedEvent, encode } from '../codec.ts';
import { type Answer, type AnyEvent, type CommandResult, type Context, outputId } from '../decider.ts';
import { derivedId } from '../ids.ts';
import type { CommandObserver } from '../observer.ts';
import type { OutboxRow } from '../store.ts';
import type { CommandGroup, ExecutorStore, LockedRows, TaskGuard, TimelineRow } from './executor-store.ts';

export type { Answer, CommandResult } from '../decider.ts';

/** A change asked for by HTTP or by another service's event. */
export interface Command {
  readonly stage: string;
  readonly key: string;
  readonly event: AnyEvent;
  readonly cause: Cause;
  /** The same key gets the first answer again, for as long as answers are kept. */
  readonly idempotencyKey?: string;
  /** The rules failed on this tick before: they are not asked, its state is only woken again at that instant. */
  readonly retryAt?: number;
}

/** A decider that many writers command: state rows are locked, not owned. */
export interface CommandStage<S = unknown> {
  readonly name: string;
  readonly step: (state: S | null, event: AnyEvent, context: Context) => CommandResult<S>;
  readonly due: (state: S) => number | null;
}
export const commandStage = <S>(definition: CommandStage<S>): CommandStage => definition as CommandStage;

export interface ExecutorSettings {
  readonly service: ServiceName;
  readonly stages: readonly CommandStage[];
  readonly store: ExecutorStore;
  readonly clock: Clock;
  /** After a commit: what is to be published, and what faces should see. */
  readonly onCommitted: (
    rows: readonly OutboxRow[],
    timeline: readonly TimelineRow[],
    effects: readonly unknown[],
  ) => void;
  /** A state wants to be woken at this instant. */
  readonly onDueChanged: (at: number) => void;
  readonly observer?: CommandObserver;
}

/** Raised for the HTTP edge when more commands wait than can be answered soon. Nothing was written, and nothing will be. */
export class Overloaded extends Error {}

const MAX_GROUP = 200;
/** Between the starts of two groups. Commands are where events come from: what is grouped here stays together on the whole way, and is waited for once. */
export const GROUP_INTERVAL_MS = 25;
/** Commands that may wait; each is at most a request's body. */
export const MAX_WAITING = 2_000;
/** Who asked is as good as gone after this: a command that has waited so long is refused, never carried out late. */
export const MAX_WAIT_MS = 5_000;

interface WaitingCommand {
  readonly command: Command;
  /** When it is late. */
  readonly expiresAt: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * `execute`: state, answer, timeline and outbox in one transaction, answered after the commit (delivery A10). Rows are locked in
 * key order and the shard counters last, so any number of replicas and stream tasks may write the same keys; commands that wait
 * while a group commits form the next group; groups keep a distance.
 */
export class Executor {
  private queue: WaitingCommand[] = [];
  private running = false;
  private cancelExpiry: (() => void) | undefined;
  private readonly ruleErrors = new WeakSet<Error>();

  constructor(private readonly settings: ExecutorSettings) {}

  /** Nothing was written, and the same commands would fail again: a bug in the rules, or data the database refuses. */
  isRefusal(error: unknown): boolean {
    return this.settings.store.isDataError(error) || (error instanceof Error && this.ruleErrors.has(error));
  }

  execute(command: Command): Promise<Answer> {
    const { clock, observer } = this.settings;
    if (this.queue.length >= MAX_WAITING) {
      observer?.refused('full');
      return Promise.reject(new Overloaded(`${this.queue.length} commands are waiting`));
    }
    return new Promise((resolve, reject) => {
      this.queue.push({ command, expiresAt: clock.now() + MAX_WAIT_MS, resolve, reject });
      observer?.waiting(this.queue.length);
      if (this.running) this.expireWaiting();
      else void this.drain();
    });
  }

  /** Refuses what has waited too long, even while a transaction hangs. */
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
        observer?.refused('late');
        reject(new Overloaded(`waited ${MAX_WAIT_MS / 1_000} s for the database; nothing was written`));
      }
      observer?.waiting(this.queue.length);
      this.expireWaiting();
    });
  }

  /** One transaction over commands in order, with the guards of the tasks whose streams they come from. Resolves to `stale` when one of them failed. */
  async run(
    commands: readonly Command[],
    guards: readonly TaskGuard[] = [],
    extra: readonly EncodedEvent[] = [],
  ): Promise<Answer[] | 'stale'> {
    const { store } = this.settings;
    let decided: DecidedGroup | undefined;
    const outcome = await store.transact(
      {
        keys: commands.map((c) => ({ stage: c.stage, key: c.key })),
        ids: commands.flatMap((c) =>
          c.idempotencyKey === undefined ? [] : [{ stage: c.stage, key: c.key, id: c.idempotencyKey }],
        ),
        guards,
      },
      (locked) => {
        try {
          decided = this.decide(commands, locked, extra);
        } catch (error) {
          const ruleError = error instanceof Error ? error : new Error(String(error));
          this.ruleErrors.add(ruleError);
          throw ruleError;
        }
        return decided.group;
      },
    );
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
      try {
        const answers = await this.run(taken.map((t) => t.command));
        taken.forEach((t, i) => {
          const answer = answers[i];
          if (typeof answer === 'object') t.resolve(answer);
          else t.reject(new Error('no answer'));
        });
      } catch (error) {
        if (taken.length === 1 || !this.isRefusal(error)) for (const t of taken) t.reject(error);
        else for (const t of taken) await this.runAlone(t);
      }
      const rest = started + GROUP_INTERVAL_MS - clock.now();
      if (rest > 0 && this.queue.length < MAX_GROUP) await pause(clock, rest);
    }
    this.running = false;
    this.cancelExpiry?.();
    this.cancelExpiry = undefined;
  }

  /** One of a group was refused: each on its own, so that only the culprit fails. */
  private async runAlone(t: WaitingCommand): Promise<void> {
    try {
      const [answer] = (await this.run([t.command])) as Answer[];
      if (answer) t.resolve(answer);
    } catch (error) {
      t.reject(error);
    }
  }

  private decide(commands: readonly Command[], locked: LockedRows, extra: readonly EncodedEvent[]): DecidedGroup {
    const states = new Map(locked.states);
    const answersById = new Map(locked.answers);
    const changedStates = new Set<string>();
    const retryTimes = new Map<string, number>();
    const effects: unknown[] = [];
    const group: MutableGroup = { states: [], answers: [], timeline: [], evidence: [], outputs: [...extra] };
    const answers = commands.map((command) => {
      const stage = this.settings.stages.find((s) => s.name === command.stage);
      if (stage === undefined) throw new Error(`no stage ${command.stage}`);
      const stateId = `${command.stage}\u0000${command.key}`;
      const answerId = command.idempotencyKey === undefined ? undefined : `${stateId}\u0000${command.idempotencyKey}`;
      const earlier = answerId === undefined ? undefined : answersById.get(answerId);
      if (earlier !== undefined) return earlier;
      if (command.retryAt !== undefined) {
        retryTimes.set(stateId, command.retryAt);
        changedStates.add(stateId);
        return { status: 500, body: {} };
      }
      const context: Context = { id: (name) => derivedId(`${command.event.id}/${name}`) };
      const result = stage.step(states.get(stateId) ?? null, command.event, context);
      states.set(stateId, result.state);
      changedStates.add(stateId);
      const outputs = result.verdict.is === 'emit' ? result.verdict.outputs : [];
      const cause = { ...command.cause, at: result.timeline[0]?.at ?? command.cause.at };
      outputs.forEach((o, i) => {
        group.outputs.push(encode(this.settings.service, o, outputId(context, o.type, i), cause));
      });
      for (const row of result.timeline) group.timeline.push({ stage: command.stage, key: command.key, ...row });
      effects.push(...(result.effects ?? []));
      if (result.evidence !== undefined)
        group.evidence.push({ stage: command.stage, key: command.key, at: command.event.at, data: result.evidence });
      // What was not there may be there when it is asked again.
      if (answerId !== undefined && command.idempotencyKey !== undefined && result.answer.status !== 404) {
        answersById.set(answerId, result.answer);
        group.answers.push({
          stage: command.stage,
          key: command.key,
          id: command.idempotencyKey,
          answer: result.answer,
          at: command.event.at,
        });
      }
      return result.answer;
    });
    // A row that was made only to be locked goes again.
    for (const { stage, key } of commands)
      if ((states.get(`${stage}\u0000${key}`) ?? null) === null) changedStates.add(`${stage}\u0000${key}`);
    for (const stateId of changedStates) {
      const [name = '', key = ''] = stateId.split('\u0000');
      const state = states.get(stateId) ?? null;
      const stateDue = state === null ? null : (this.settings.stages.find((s) => s.name === name)?.due(state) ?? null);
      const due = state === null ? null : (retryTimes.get(stateId) ?? stateDue);
      group.states.push({ stage: name, key, state, due });
    }
    return { answers, group, effects };
  }
}

interface DecidedGroup {
  readonly answers: Answer[];
  readonly group: CommandGroup;
  readonly effects: readonly unknown[];
}
type MutableGroup = {
  -readonly [K in keyof CommandGroup]: CommandGroup[K] extends readonly (infer T)[] ? T[] : CommandGroup[K];
};
