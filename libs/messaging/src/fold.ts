import type { Instant, ServiceName, TopicDefinition } from '@warmline/contracts';
import { type FoldedTask, heldEventId, type InputOutcome, recordId, stateId, type TaskBatch, tickId } from './batch.ts';
import type { BatchTrace } from './batch-trace.ts';
import type { Clock } from './clock.ts';
import { type Cause, decode, type EncodedEvent, encode, shardPosition } from './codec.ts';
import {
  deadLetter,
  heldEventDeadLetter,
  isDiscard,
  originalTopic,
  thrownReason,
  tickDeadLetter,
} from './dead-letters/dead-letter.ts';
import { type AnyEvent, type Context, type JournalRow, type Output, outputId } from './decider.ts';
import { completeJournalOutputs, type JournalOutput, loadStates, prepareInputs } from './fold-loading.ts';
import { derivedId, memoizedIds } from './ids.ts';
import { NotReadyError } from './not-ready.ts';
import type { Observer } from './observer.ts';
import { RefusedInput, RefusedInputs } from './refused-input.ts';
import type { Input, Stage } from './stage.ts';
import type { Entry } from './state.ts';
import type { Store } from './store.ts';

export interface FoldSettings {
  readonly service: ServiceName;
  readonly stages: readonly Stage[];
  readonly topics: readonly TopicDefinition[];
  readonly store: Store;
  readonly clock: Clock;
  readonly observer?: Pick<Observer, 'rulesRan'>;
  /** The spans of the batch, while tracing is on. */
  readonly trace?: BatchTrace | undefined;
  /** Inputs that the database or the encoder refused, with the reason, by `topic/partition/offset`, tick id or held-event id. */
  readonly poisonInputs: Map<string, string>;
}

/** Folds a batch into an overlay over the caches of its tasks. The caches do not change before the commit is confirmed. */
export const fold = async (batches: readonly TaskBatch[], settings: FoldSettings): Promise<FoldedTask[]> => {
  for (;;) {
    try {
      return await Promise.all(batches.map((batch) => foldTask(batch, settings)));
    } catch (error) {
      if (error instanceof NotReadyError) {
        await error.whenReady();
        continue;
      }
      if (!(error instanceof RefusedInputs)) throw error;
      for (const { inputId, message } of error.refused) settings.poisonInputs.set(inputId, message);
    }
  }
};

const foldTask = async (batch: TaskBatch, settings: FoldSettings): Promise<FoldedTask> => {
  const { service, poisonInputs } = settings;
  const { task } = batch;
  const stageOf = new Map<string, Stage>();
  for (const stage of settings.stages) for (const topic of stage.inputs) stageOf.set(topic.name, stage);
  const topicOf = new Map(settings.topics.map((t) => [t.name, t]));
  const stageNamed = new Map(settings.stages.map((s) => [s.name, s]));

  const decodedRecords = batch.records.map((record) => {
    const topicName = originalTopic(record.topic, service);
    const topic = topicOf.get(topicName);
    const stage = stageOf.get(topicName);
    if (topic === undefined || stage === undefined) throw new Error(`${service} has no stage for ${record.topic}`);
    const refused = poisonInputs.size === 0 ? undefined : poisonInputs.get(recordId(record));
    const decoded = refused === undefined ? decode(record, topic) : ({ is: 'invalid', reason: refused } as const);
    return { record, stage, decoded, position: shardPosition(record, topic) };
  });
  const entries = await loadStates(batch, decodedRecords, settings);
  const inputs = await prepareInputs(decodedRecords, settings.stages, entries);
  const folded: FoldedTask = {
    task,
    offsets: { ...task.offsets },
    dedupe: new Map(),
    outputs: [],
    inputs: [],
    deferred: [],
    entries: new Map(),
    journal: [],
    processed: [],
    outcomes: [],
  };
  const countOutcome = (outcome: InputOutcome['outcome'], topic: string, type: string, reason?: string): void =>
    void folded.outcomes.push({ outcome, topic, type, ...(reason === undefined ? {} : { reason }) });
  const journalOutputs: JournalOutput[] = [];
  const refusals = new Map<string, RefusedInput>();
  const tickedKeys = new Set<string>();

  const entryOf = (stage: Stage, key: string): Entry => {
    const id = stateId(stage.name, key);
    return folded.entries.get(id)?.entry ?? entries.get(id) ?? task.cache.get(id) ?? { state: null, due: null };
  };

  /** After a refused input the pass continues with other keys, to find all refusals at once. Later inputs of the same key are left out: their state is not known yet. */
  const runStep = (...of: Parameters<typeof tryStep>): string | undefined => {
    const [stage, key] = of;
    const stateKey = stateId(stage.name, key);
    if (refusals.has(stateKey)) return undefined;
    try {
      return tryStep(...of);
    } catch (error) {
      if (!(error instanceof RefusedInput)) throw error;
      refusals.set(stateKey, error);
      return undefined;
    }
  };

  const tryStep = (
    stage: Stage,
    key: string,
    event: AnyEvent,
    cause: Cause,
    inputId: string,
    topic: string,
    notBefore: Instant,
  ): string | undefined => {
    const before = stage.stateless ? { state: null, due: null } : entryOf(stage, key);
    const context: Context = {
      id: memoizedIds(event.id),
      receivedAt: settings.clock.now(),
      rejectionReason: (eventId) => poisonInputs.get(heldEventId(eventId)),
    };
    let result: ReturnType<typeof stage.step.step>;
    let due: Instant | null = null;
    const started = performance.now();
    try {
      result = stage.step.step(before.state, event, context);
      if (!stage.stateless && result.state !== null) due = stage.step.due(result.state);
    } catch (error) {
      if (error instanceof NotReadyError) throw error;
      return thrownReason(error);
    } finally {
      settings.observer?.rulesRan(cause.tick ? 'tick' : topic, stage.name, (performance.now() - started) / 1_000);
    }
    const { verdict, state } = result;
    if (verdict.is === 'reject') return verdict.reason;
    if (verdict.is === 'skip') countOutcome('skipped', topic, event.type, verdict.reason);
    if (!stage.stateless) {
      const entry = { state, due: due === null ? null : Math.max(due, notBefore) };
      if (state !== before.state || entry.due !== before.due)
        folded.entries.set(stateId(stage.name, key), { stage, key, entry });
    }
    for (const { event: rejectedEvent, reason } of result.rejectedEvents ?? []) {
      folded.outputs.push(heldEventDeadLetter(service, stage.inputs, task.n, key, rejectedEvent, reason, stage.name));
      countOutcome('rejected', topic, rejectedEvent.type, reason);
    }
    const outputs: readonly Output[] = verdict.is === 'emit' ? verdict.outputs : [];
    const published = outputs.map((output, index) => ({
      id: outputId(context, output.type, index),
      type: output.type,
      data: output.data as unknown,
      output,
    }));
    for (const t of published) {
      const encodeOutput = (data: unknown): EncodedEvent => {
        try {
          return encode(service, { type: t.type, data, topic: t.output.topic }, t.id, causeOf(t.output, cause));
        } catch (error) {
          const { causedBy: of } = t.output;
          throw new RefusedInput(
            of === undefined ? inputId : heldEventId(of),
            error instanceof Error ? error.message : String(error),
          );
        }
      };
      const withJournal = t.output.withJournal as ((data: unknown, rows: readonly JournalRow[]) => unknown) | undefined;
      if (withJournal === undefined) folded.outputs.push(encodeOutput(t.data));
      else {
        const outputIndex = folded.outputs.push(encodeOutput(t.data)) - 1;
        const complete = (rows: readonly JournalRow[]): EncodedEvent => {
          try {
            t.data = withJournal(t.data, rows);
          } catch (error) {
            throw new RefusedInput(
              t.output.causedBy === undefined ? inputId : heldEventId(t.output.causedBy),
              thrownReason(error),
            );
          }
          return encodeOutput(t.data);
        };
        journalOutputs.push({ outputIndex, stage: stage.name, key, complete });
      }
    }
    folded.processed.push({
      stage: stage.name,
      key,
      at: event.at,
      receivedAt: context.receivedAt,
      input: event,
      outputs: published,
    });
    if (event.type === 'Tick') countOutcome('tick', topic, event.type);
    else if (verdict.is === 'emit') countOutcome('emitted', topic, event.type);
    return undefined;
  };

  const tick = (stage: Stage, key: string, due: Instant): void => {
    tickedKeys.add(stateId(stage.name, key));
    const name = tickId({ stage: stage.name, key, due });
    folded.inputs.push(name);
    const event: AnyEvent = { type: 'Tick', id: derivedId(`${service}/${name}`), at: due };
    const cause: Cause = {
      id: event.id,
      at: due,
      tenantId: 'none',
      correlationId: key,
      traceparent: settings.trace?.ofTick({ stage: stage.name, key, due }),
      tick: { due, after: JSON.stringify(folded.offsets) },
    };
    const topicName = stage.inputs[0]?.name ?? '';
    const reason = poisonInputs.get(name) ?? runStep(stage, key, event, cause, name, topicName, due + 1);
    if (reason === undefined) return;
    settings.trace?.refused(name);
    // The tick fires again a minute later.
    folded.outputs.push(tickDeadLetter(service, topicName, task.n, { stage: stage.name, key, due }, reason));
    const { state } = entryOf(stage, key);
    folded.entries.set(stateId(stage.name, key), { stage, key, entry: { state, due: due + 60_000 } });
    countOutcome('rejected', topicName, 'Tick', reason);
  };

  for (const dueKey of batch.ticks) {
    const { stage: name, key } = dueKey;
    const stage = stageNamed.get(name);
    if (stage === undefined || tickedKeys.has(stateId(name, key))) continue;
    const entry = entryOf(stage, key);
    // The stored due may be later than the computed one: a tick that changes nothing is postponed.
    const due = entry.due === null ? null : Math.max(entry.due, dueKey.due);
    if (due !== null && due <= batch.upTo) tick(stage, key, due);
    // An older version of the code wrote another due: correct the row, or the due query would return it for ever.
    else folded.entries.set(stateId(name, key), { stage, key, entry });
  }

  /** True if the batch must end before this record, because its key has to be committed first: after a second tick, or after its state ended. */
  const mustCommitBefore = (stage: Stage, event: Input): boolean => {
    if (stage.stateless) return false;
    const id = stateId(stage.name, event.key);
    if ((stage.tables || stage.journal) && folded.entries.get(id)?.entry.state === null) return true;
    if (stage.ordersTicks) return false;
    const { due } = entryOf(stage, event.key);
    if (due === null || due > event.at) return false;
    if (tickedKeys.has(id)) return true;
    tick(stage, event.key, due);
    const nextDue = entryOf(stage, event.key).due;
    // A single record waits for the tick that precedes it: if the database refused the data of the tick, the record would be rejected for it.
    return batch.records.length === 1 || (nextDue !== null && nextDue <= event.at);
  };

  for (const [index, { record, stage, decoded, position }] of inputs.entries()) {
    let refused: string | undefined;
    const highest =
      position === undefined ? undefined : (folded.dedupe.get(position.shard) ?? task.dedupe.get(position.shard));
    if (position !== undefined && highest !== undefined && position.sequence <= highest) {
      countOutcome('duplicate', record.topic, record.headers.ce_type ?? 'unknown');
      folded.offsets[record.topic] = record.offset + 1;
      continue;
    }
    if (decoded.is === 'event' && !isDiscard(record, service) && mustCommitBefore(stage, decoded.event)) {
      folded.deferred = batch.records.slice(index);
      break;
    }
    folded.inputs.push(recordId(record));
    const traceparent = settings.trace?.ofRecord(record);
    if (position !== undefined) folded.dedupe.set(position.shard, position.sequence);
    if (isDiscard(record, service)) countOutcome('skipped', record.topic, record.headers.ce_type ?? 'unknown');
    else if (decoded.is === 'invalid') refused = decoded.reason;
    else {
      const { event } = decoded;
      let journalRow: ReturnType<NonNullable<typeof stage.journal>> = null;
      try {
        journalRow = stage.journal?.(event) ?? null;
      } catch (error) {
        refused = thrownReason(error);
      }
      const cause = traceparent === undefined ? event : { ...event, traceparent };
      refused ??= runStep(stage, event.key, event, cause, recordId(record), record.topic, 0);
      if (journalRow && refused === undefined)
        folded.journal.push({ stage: stage.name, key: event.key, ...journalRow });
    }
    if (refused !== undefined) {
      settings.trace?.refused(recordId(record));
      folded.outputs.push(deadLetter(record, service, refused, stage.name));
      countOutcome('rejected', record.topic, record.headers.ce_type ?? 'unknown', refused);
    }
    folded.offsets[record.topic] = record.offset + 1;
  }

  if (refusals.size > 0) throw new RefusedInputs([...refusals.values()]);
  try {
    await completeJournalOutputs(journalOutputs, folded, settings.store);
  } catch (error) {
    throw error instanceof RefusedInput ? new RefusedInputs([error]) : error;
  }
  return folded;
};

/** What a tick releases continues the trace of the held event it follows from. */
const causeOf = ({ traceparent }: Output, cause: Cause): Cause =>
  cause.tick === undefined || traceparent === undefined ? cause : { ...cause, traceparent };
