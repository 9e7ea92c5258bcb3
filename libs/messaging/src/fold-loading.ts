import { type FoldedTask, stateId, type TaskBatch } from './batch.ts';
import type { Decoded, EncodedEvent } from './codec.ts';
import type { JournalRow } from './decider.ts';
import type { Input, Stage } from './stage.ts';
import { type Entry, restore } from './state.ts';
import type { Store } from './store.ts';

/** An output whose data needs the journal of its key. */
export interface JournalOutput {
  readonly outputIndex: number;
  readonly stage: string;
  readonly key: string;
  readonly complete: (rows: readonly JournalRow[]) => EncodedEvent;
}

/** Journal rows an output receives: the last ones of its key. */
const MAX_JOURNAL_ROWS = 200;

/** Completes the outputs that need the journal of their key, rows of this batch included. */
export const completeJournalOutputs = async (
  pending: readonly JournalOutput[],
  folded: FoldedTask,
  store: Store,
): Promise<void> => {
  for (const stage of new Set(pending.map((l) => l.stage))) {
    const ofStage = pending.filter((l) => l.stage === stage);
    const stored = await store.journal(stage, [...new Set(ofStage.map((l) => l.key))], MAX_JOURNAL_ROWS);
    for (const l of ofStage) {
      const newRows = folded.journal.filter((j) => j.stage === stage && j.key === l.key);
      folded.outputs[l.outputIndex] = l.complete([...(stored.get(l.key) ?? []), ...newRows]);
    }
  }
};

interface DecodedRecord {
  readonly stage: Stage;
  readonly decoded: Decoded;
}

/** The decoded records, with the inputs of each stage as the stage prepared them. */
export const prepareInputs = async <R extends DecodedRecord>(
  records: readonly R[],
  stages: readonly Stage[],
  entries: ReadonlyMap<string, Entry>,
): Promise<readonly R[]> => {
  const preparingStages = stages.filter(({ prepare }) => prepare !== undefined);
  if (preparingStages.length === 0) return records;
  const preparedInputs = new Map<Input, Input>();
  for (const stage of preparingStages) {
    const inputs = records.flatMap(({ stage: of, decoded }) =>
      of === stage && decoded.is === 'event' ? [decoded.event] : [],
    );
    const stateOf = (key: string): unknown => entries.get(stateId(stage.name, key))?.state ?? null;
    const prepared = inputs.length === 0 ? [] : await stage.prepare?.(inputs, stateOf);
    if (prepared?.length !== inputs.length)
      throw new Error(`${stage.name} prepared ${prepared?.length} inputs of ${inputs.length}`);
    for (const [n, input] of inputs.entries()) preparedInputs.set(input, prepared[n] ?? input);
  }
  return records.map((one) =>
    one.decoded.is === 'event'
      ? { ...one, decoded: { ...one.decoded, event: preparedInputs.get(one.decoded.event) ?? one.decoded.event } }
      : one,
  );
};

/** Loads the states that a batch needs and the cache does not have: one query per stage. */
export const loadStates = async (
  batch: TaskBatch,
  inputs: readonly { stage: Stage; decoded: Decoded }[],
  { stages, store }: { readonly stages: readonly Stage[]; readonly store: Store },
): Promise<Map<string, Entry>> => {
  const entries = new Map<string, Entry>();
  for (const stage of stages) {
    if (stage.stateless) continue;
    const keys = new Set<string>();
    for (const input of inputs)
      if (input.stage === stage && input.decoded.is === 'event') keys.add(input.decoded.event.key);
    for (const due of batch.ticks) if (due.stage === stage.name) keys.add(due.key);
    const missing: string[] = [];
    for (const key of keys) {
      const cached = batch.task.cache.get(stateId(stage.name, key));
      if (cached === undefined) missing.push(key);
      else entries.set(stateId(stage.name, key), cached);
    }
    if (missing.length === 0) continue;
    const stored = await store.load(stage.name, missing, stage.tables !== undefined);
    for (const [key, state] of stored) entries.set(stateId(stage.name, key), restore(stage, key, state));
  }
  return entries;
};
