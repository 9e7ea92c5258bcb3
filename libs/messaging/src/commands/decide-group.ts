import type { ServiceName } from '@warmline/contracts';
import { type EncodedEvent, encode } from '../codec.ts';
import { type Answer, type Context, type ForwardTarget, outputId, type StateKey } from '../decider.ts';
import { derivedId } from '../ids.ts';
import type { Observer } from '../observer.ts';
import { upcastState } from '../state.ts';
import { isSampled } from '../tracing.ts';
import type { Command, CommandStage } from './command.ts';
import type { CommandGroup, LockedRows } from './executor-store.ts';

export interface DecidedGroup {
  /** One for each command, in order. An Error: the rules threw, and nothing of this command is in the group. */
  readonly answers: (Answer | Error)[];
  readonly group: CommandGroup;
  readonly effects: readonly CommittedEffect[];
}

/** What a service does after a commit, in the trace of the command that asked for it. */
export interface CommittedEffect<E = unknown> {
  readonly effect: E;
  readonly traceparent: string | undefined;
}

/** Events were forwarded to states that the transaction has not locked, or under idempotency keys it has not read. Nothing is written. */
export class UnlockedStatesError extends Error {
  constructor(readonly targets: readonly ForwardTarget[]) {
    super(`states are not locked: ${targets.map(({ stage, key }) => `${stage}/${key}`).join(', ')}`);
  }
}

const idOf = ({ stage, key }: StateKey): string => `${stage}\u0000${key}`;

/** Names the answer stored for a command under its idempotency key. */
export const answerIdOf = (command: StateKey, idempotencyKey: string): string =>
  `${idOf(command)}\u0000${idempotencyKey}`;

const stateKeyOf = (stateId: string): StateKey => {
  const [stage = '', key = ''] = stateId.split('\u0000');
  return { stage, key };
};

/**
 * Runs commands in order over locked states; answers what the transaction has to write. A command that throws leaves no trace in it,
 * and the others are not affected. `readAnswers` names the answers that were looked for among the stored ones.
 */
export const decideGroup = (
  {
    service,
    stages,
    isTraced = false,
    rulesRan,
  }: {
    readonly service: ServiceName;
    readonly stages: readonly CommandStage[];
    /** Rows of timelines name the trace they belong to. */
    readonly isTraced?: boolean;
    readonly rulesRan?: Observer['rulesRan'] | undefined;
  },
  commands: readonly Command[],
  locked: LockedRows,
  extra: readonly EncodedEvent[],
  readAnswers: ReadonlySet<string>,
): DecidedGroup => {
  const stageOf = (name: string): CommandStage => {
    const stage = stages.find((s) => s.name === name);
    if (stage === undefined) throw new Error(`no stage ${name}`);
    return stage;
  };
  const states = new Map<string, unknown>();
  for (const [stateId, row] of locked.states) {
    const { stage, key } = stateKeyOf(stateId);
    states.set(stateId, upcastState(stageOf(stage), key, row));
  }
  const answersById = new Map(locked.answers);
  const changed = new Map<string, StateKey>();
  const retryTimes = new Map<string, number>();
  const unlocked: ForwardTarget[] = [];
  const effects: CommittedEffect[] = [];
  const group: MutableGroup = { states: [], answers: [], timeline: [], evidence: [], outputs: [...extra] };

  /** Undoes what the running command has changed so far. */
  let undo: (() => void)[] = [];
  const setIn = <K, V>(map: Map<K, V>, key: K, value: V): void => {
    const [had, before] = [map.has(key), map.get(key) as V];
    undo.push(() => void (had ? map.set(key, before) : map.delete(key)));
    map.set(key, value);
  };
  const arrays: unknown[][] = [unlocked, effects, group.answers, group.timeline, group.evidence, group.outputs];

  const answerOrError = (command: Command): Answer | Error => {
    undo = [];
    const lengths = arrays.map((array) => array.length);
    try {
      return handle(command);
    } catch (error) {
      for (const step of undo.reverse()) step();
      arrays.forEach((array, n) => void array.splice(lengths[n] ?? 0));
      return error instanceof Error ? error : new Error(String(error));
    }
  };

  const handle = (command: Command): Answer => {
    const { stage: name, key, event, idempotencyKey } = command;
    const stateKey = { stage: name, key };
    const stateId = idOf(stateKey);
    const stage = stageOf(name);
    const answerId = idempotencyKey === undefined ? undefined : answerIdOf(stateKey, idempotencyKey);
    const earlier = answerId === undefined ? undefined : answersById.get(answerId);
    if (earlier !== undefined) return earlier;
    if (command.retryAt !== undefined) {
      setIn(changed, stateId, stateKey);
      setIn(retryTimes, stateId, command.retryAt);
      return { status: 500, body: {} };
    }
    const { receivedAt } = command;
    const context: Context = {
      id: (part) => derivedId(`${event.id}/${part}`),
      ...(receivedAt === undefined ? {} : { receivedAt }),
    };
    const before = states.get(stateId) ?? null;
    const started = performance.now();
    const result = stage.step(before, event, context);
    rulesRan?.(
      command.topic ?? (event.type === 'Tick' ? 'tick' : 'command'),
      name,
      (performance.now() - started) / 1_000,
    );
    const { evidence, timeline, verdict } = result;
    let { answer } = result;
    if (result.state !== before || event.type === 'Tick') {
      setIn(changed, stateId, stateKey);
      setIn(states, stateId, result.state);
    }
    const cause = { ...command.cause, at: timeline[0]?.at ?? command.cause.at };
    const outputs = verdict.is === 'emit' ? verdict.outputs : [];
    outputs.forEach((o, i) => {
      group.outputs.push(encode(service, o, outputId(context, o.type, i), cause));
    });
    const { traceparent } = command.cause;
    const traced = isTraced && isSampled(traceparent) ? { traceparent } : undefined;
    for (const row of timeline) group.timeline.push({ ...stateKey, ...row, ...traced });
    for (const effect of result.effects ?? []) effects.push({ effect, traceparent });
    if (evidence !== undefined) group.evidence.push({ ...stateKey, at: event.at, data: evidence });
    for (const forwarded of result.forwards ?? []) {
      const { stage: to, key: toKey, idempotencyKey: once, correlationId = command.cause.correlationId } = forwarded;
      const wasRead = once === undefined || readAnswers.has(answerIdOf(forwarded, once));
      if (locked.states.has(idOf(forwarded)) && wasRead) {
        const forwardedAnswer = handle({
          ...{ stage: to, key: toKey, event: forwarded.event, cause: { ...command.cause, correlationId } },
          topic: command.topic,
          ...(once === undefined ? {} : { idempotencyKey: once }),
        });
        if (forwarded.isAnswer) answer = forwardedAnswer;
      } else unlocked.push({ stage: to, key: toKey, idempotencyKey: once });
    }
    // A 404 is not stored: the state may exist when the command is retried.
    if (answerId !== undefined && idempotencyKey !== undefined && answer.status !== 404) {
      setIn(answersById, answerId, answer);
      group.answers.push({ ...stateKey, id: idempotencyKey, answer, at: event.at });
    }
    return answer;
  };

  const answers = commands.map(answerOrError);
  if (unlocked.length > 0) throw new UnlockedStatesError(unlocked);
  // Locking a key that has no state makes a row: it is deleted again.
  for (const [stateId, state] of states) {
    if (state === null) changed.set(stateId, stateKeyOf(stateId));
  }
  for (const [stateId, stateKey] of changed) {
    const state = states.get(stateId) ?? null;
    const stage = stageOf(stateKey.stage);
    const due = state === null ? null : (retryTimes.get(stateId) ?? stage.due(state));
    group.states.push({ ...stateKey, schema: stage.schema ?? 1, state, due });
  }
  return { answers, group, effects };
};

type MutableGroup = {
  -readonly [K in keyof CommandGroup]: CommandGroup[K] extends readonly (infer T)[] ? T[] : CommandGroup[K];
};
