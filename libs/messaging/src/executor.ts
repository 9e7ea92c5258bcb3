import type { ServiceName } from '@warmline/contracts';
import { type Clock, pause } from './clock.ts';
import { type Cause, type Encoded, encode } from './codec.ts';
import { type Answer, type Anything, type Commanded, type Context, outputId } from './decider.ts';
import type { ExecutorStore, Group, Locked, TaskGuard } from './executor-store.ts';
import { derivedId } from './ids.ts';
import type { CommandObserver } from './observer.ts';
import type { OutboxRow } from './store.ts';

export type { Answer, Commanded } from './decider.ts';

/** A change asked for by HTTP or by another service's event. */
export interface Command {
  readonly stage: string;
  readonly key: string;
  readonly event: Anything;
  readonly cause: Cause;
  /** The same key gets the first answer again, for as long as answers are kept. */
  readonly idempotencyKey?: string;
  /** The rules failed on this tick before: they are not asked, its state is only woken again at that instant. */
  readonly putOffTo?: number;
}

/** A row of what faces are shown, in its stream's own sequence. */
export interface TimelineRow {
  readonly stage: string;
  readonly key: string;
  readonly seq: number;
  readonly type: string;
  readonly at: number;
  readonly data: unknown;
}

/** A decider that many writers command: state rows are locked, not owned. */
export interface CommandStage<S = unknown> {
  readonly name: string;
  readonly step: (state: S | null, event: Anything, context: Context) => Commanded<S>;
  readonly due: (state: S) => number | null;
}
export const commandStage = <S>(definition: CommandStage<S>): CommandStage => definition as CommandStage;

export interface ExecutorSettings {
  readonly service: ServiceName;
  readonly stages: readonly CommandStage[];
  readonly store: ExecutorStore;
  readonly clock: Clock;
  /** After a commit: what is to be published, and what faces should see. */
  readonly committed: (
    rows: readonly OutboxRow[],
    timeline: readonly TimelineRow[],
    effects: readonly unknown[],
  ) => void;
  /** A state wants to be woken at this instant. */
  readonly dueMoved: (at: number) => void;
  readonly observer?: CommandObserver;
}

/** Raised for the HTTP edge when more commands wait than can be answered soon. Nothing was written, and nothing will be. */
export class Overloaded extends Error {}

const GROUP = 200;
/** Between the starts of two groups. Commands are where events come from: what is grouped here stays together on the whole way, and is waited for once. */
export const DISTANCE_MS = 25;
/** Commands that may wait; each is at most a request's body. */
export const QUEUE = 2_000;
/** Who asked is as good as gone after this: a command that has waited so long is refused, never carried out late. */
export const LATE_MS = 5_000;

interface Waiting {
  readonly command: Command;
  /** When it is late. */
  readonly until: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * `execute`: state, answer, timeline and outbox in one transaction, answered after the commit (delivery A10). Rows are locked in
 * key order and the shard counters last, so any number of replicas and stream tasks may write the same keys; commands that wait
 * while a group commits form the next group; groups keep a distance.
 */
export class Executor {
  private queue: Waiting[] = [];
  private running = false;
  private unwatch: (() => void) | undefined;
  private readonly raised = new WeakSet<Error>();

  constructor(private readonly settings: ExecutorSettings) {}

  /** Nothing was written, and the same commands would fail again: a bug in the rules, or data the database refuses. */
  refuses(error: unknown): boolean {
    return this.settings.store.isDataError(error) || (error instanceof Error && this.raised.has(error));
  }

  execute(command: Command): Promise<Answer> {
    const { clock, observer } = this.settings;
    if (this.queue.length >= QUEUE) {
      observer?.refused('full');
      return Promise.reject(new Overloaded(`${this.queue.length} commands are waiting`));
    }
    return new Promise((resolve, reject) => {
      this.queue.push({ command, until: clock.now() + LATE_MS, resolve, reject });
      observer?.waiting(this.queue.length);
      if (this.running) this.watch();
      else void this.drain();
    });
  }

  /** Refuses what has waited too long, even while a transaction hangs. */
  private watch(): void {
    const { clock, observer } = this.settings;
    const oldest = this.queue[0];
    if (this.unwatch !== undefined || oldest === undefined) return;
    this.unwatch = clock.after(Math.max(oldest.until - clock.now(), 10), () => {
      this.unwatch = undefined;
      const now = clock.now();
      const late = this.queue.findIndex((w) => w.until > now);
      const refused = this.queue.splice(0, late === -1 ? this.queue.length : late);
      for (const { reject } of refused) {
        observer?.refused('late');
        reject(new Overloaded(`waited ${LATE_MS / 1_000} s for the database; nothing was written`));
      }
      observer?.waiting(this.queue.length);
      this.watch();
    });
  }

  /** One transaction over commands in order, with the guards of the tasks whose streams they come from. Resolves to `stale` when one of them failed. */
  async run(
    commands: readonly Command[],
    guards: readonly TaskGuard[] = [],
    extra: readonly Encoded[] = [],
  ): Promise<Answer[] | 'stale'> {
    const { store } = this.settings;
    let decided: Decided | undefined;
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
          const raised = error instanceof Error ? error : new Error(String(error));
          this.raised.add(raised);
          throw raised;
        }
        return decided.group;
      },
    );
    if (outcome === 'stale') return 'stale';
    if (decided === undefined) return [];
    const dues = decided.group.states.flatMap((s) => (s.due === null ? [] : [s.due]));
    if (dues.length > 0) this.settings.dueMoved(Math.min(...dues));
    if (outcome.length + decided.group.timeline.length + decided.effects.length > 0)
      this.settings.committed(outcome, decided.group.timeline, decided.effects);
    return decided.answers;
  }

  private async drain(): Promise<void> {
    this.running = true;
    while (this.queue.length > 0) {
      const taken = this.queue.splice(0, GROUP);
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
        if (taken.length === 1 || !this.refuses(error)) for (const t of taken) t.reject(error);
        else for (const t of taken) await this.alone(t);
      }
      const rest = started + DISTANCE_MS - clock.now();
      if (rest > 0 && this.queue.length < GROUP) await pause(clock, rest);
    }
    this.running = false;
    this.unwatch?.();
    this.unwatch = undefined;
  }

  /** One of a group was refused: each on its own, so that only the culprit fails. */
  private async alone(t: Waiting): Promise<void> {
    try {
      const [answer] = (await this.run([t.command])) as Answer[];
      if (answer) t.resolve(answer);
    } catch (error) {
      t.reject(error);
    }
  }

  private decide(commands: readonly Command[], locked: Locked, extra: readonly Encoded[]): Decided {
    const states = new Map(locked.states);
    const answersById = new Map(locked.answers);
    const touched = new Set<string>();
    const putOff = new Map<string, number>();
    const effects: unknown[] = [];
    const group: MutableGroup = { states: [], answers: [], timeline: [], evidence: [], outputs: [...extra] };
    const answers = commands.map((command) => {
      const stage = this.settings.stages.find((s) => s.name === command.stage);
      if (stage === undefined) throw new Error(`no stage ${command.stage}`);
      const place = `${command.stage}\u0000${command.key}`;
      const answerPlace = command.idempotencyKey === undefined ? undefined : `${place}\u0000${command.idempotencyKey}`;
      const earlier = answerPlace === undefined ? undefined : answersById.get(answerPlace);
      if (earlier !== undefined) return earlier;
      if (command.putOffTo !== undefined) {
        putOff.set(place, command.putOffTo);
        touched.add(place);
        return { status: 500, body: {} };
      }
      const context: Context = { id: (name) => derivedId(`${command.event.id}/${name}`) };
      const result = stage.step(states.get(place) ?? null, command.event, context);
      states.set(place, result.state);
      touched.add(place);
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
      if (answerPlace !== undefined && command.idempotencyKey !== undefined && result.answer.status !== 404) {
        answersById.set(answerPlace, result.answer);
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
      if ((states.get(`${stage}\u0000${key}`) ?? null) === null) touched.add(`${stage}\u0000${key}`);
    for (const place of touched) {
      const [name = '', key = ''] = place.split('\u0000');
      const state = states.get(place) ?? null;
      const asked = state === null ? null : (this.settings.stages.find((s) => s.name === name)?.due(state) ?? null);
      const due = state === null ? null : (putOff.get(place) ?? asked);
      group.states.push({ stage: name, key, state, due });
    }
    return { answers, group, effects };
  }
}

interface Decided {
  readonly answers: Answer[];
  readonly group: Group;
  readonly effects: readonly unknown[];
}
type MutableGroup = { -readonly [K in keyof Group]: Group[K] extends readonly (infer T)[] ? T[] : Group[K] };
