import { type FoldedTask, stateId, type Work } from './batch.ts';
import type { Decoded, Encoded } from './codec.ts';
import type { JournalRow } from './decider.ts';
import type { Input, Stage } from './stage.ts';
import { type Entry, restore } from './state.ts';
import type { Store } from './store.ts';

/** An output whose data needs its key's journal. */
export interface Late {
  readonly slot: number;
  readonly stage: string;
  readonly key: string;
  readonly finish: (rows: readonly JournalRow[]) => Encoded;
}

/** Rows of a journal an output may ask for: the last of its key. */
const JOURNAL_ROWS = 200;

/** Completes the outputs that asked for their key's journal, this batch's rows included. */
export const completeLate = async (late: readonly Late[], out: FoldedTask, store: Store): Promise<void> => {
  for (const stage of new Set(late.map((l) => l.stage))) {
    const mine = late.filter((l) => l.stage === stage);
    const stored = await store.journal(stage, [...new Set(mine.map((l) => l.key))], JOURNAL_ROWS);
    for (const l of mine) {
      const fresh = out.journal.filter((j) => j.stage === stage && j.key === l.key);
      out.outputs[l.slot] = l.finish([...(stored.get(l.key) ?? []), ...fresh]);
    }
  }
};

interface Read {
  readonly stage: Stage;
  readonly decoded: Decoded;
}

/** What was read, with each stage's inputs as it prepared them. */
export const prepared = async <R extends Read>(read: readonly R[], stages: readonly Stage[]): Promise<readonly R[]> => {
  const preparing = stages.filter(({ prepare }) => prepare !== undefined);
  if (preparing.length === 0) return read;
  const made = new Map<Input, Input>();
  for (const stage of preparing) {
    const given = read.flatMap(({ stage: of, decoded }) =>
      of === stage && decoded.is === 'event' ? [decoded.event] : [],
    );
    const answered = given.length === 0 ? [] : await stage.prepare?.(given);
    if (answered?.length !== given.length)
      throw new Error(`${stage.name} prepared ${answered?.length} inputs of ${given.length}`);
    for (const [n, input] of given.entries()) made.set(input, answered[n] ?? input);
  }
  return read.map((one) =>
    one.decoded.is === 'event'
      ? { ...one, decoded: { ...one.decoded, event: made.get(one.decoded.event) ?? one.decoded.event } }
      : one,
  );
};

/** The states a batch needs and no cache has: one query per stage. */
export const loadEntries = async (
  work: Work,
  inputs: readonly { stage: Stage; decoded: Decoded }[],
  { stages, store }: { readonly stages: readonly Stage[]; readonly store: Store },
): Promise<Map<string, Entry>> => {
  const entries = new Map<string, Entry>();
  for (const stage of stages) {
    if (stage.stateless) continue;
    const keys = new Set<string>();
    for (const input of inputs)
      if (input.stage === stage && input.decoded.is === 'event') keys.add(input.decoded.event.key);
    for (const due of work.ticks) if (due.stage === stage.name) keys.add(due.key);
    const missing: string[] = [];
    for (const key of keys) {
      const cached = work.task.cache.get(stateId(stage.name, key));
      if (cached === undefined) missing.push(key);
      else entries.set(stateId(stage.name, key), cached);
    }
    if (missing.length === 0) continue;
    const stored = await store.load(stage.name, missing, stage.tables !== undefined);
    for (const [key, state] of stored) entries.set(stateId(stage.name, key), restore(stage, key, state));
  }
  return entries;
};
