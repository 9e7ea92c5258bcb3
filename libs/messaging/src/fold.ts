import type { Instant, ServiceName, TopicDefinition } from '@warmline/contracts';
import { type Cause, decode, type Encoded, encode } from './codec.ts';
import { deadLetter, homeTopic } from './dead-letter.ts';
import { type Anything, type Context, outputId, type Output } from './decider.ts';
import { derivedId } from './ids.ts';
import type { Happened, Input, Stage } from './stage.ts';
import { type Entry, restore } from './state.ts';
import type { DueKey, Store } from './store.ts';
import type { Owned } from './task.ts';
import type { Incoming } from './transport.ts';

/** Part of a batch: what one task has ready. */
export interface Work {
  readonly task: Owned;
  /** Keys due at or before `upTo`, in order of due. */
  readonly ticks: readonly DueKey[];
  readonly upTo: Instant;
  readonly records: readonly Incoming[];
}

export interface FoldedTask {
  readonly task: Owned;
  readonly offsets: Record<string, number>;
  readonly dedupe: Map<string, number>;
  readonly outputs: Encoded[];
  /** Records cut off: their key had its tick in this batch and wants another before them. */
  rest: readonly Incoming[];
  readonly entries: Map<string, { stage: Stage; key: string; entry: Entry }>;
  readonly journal: { stage: string; key: string; seq: number; row: unknown }[];
  readonly happened: Happened[];
  readonly tallies: Tally[];
}

/** What became of an input. */
export interface Tally {
  readonly what: 'emitted' | 'skipped' | 'rejected' | 'duplicate' | 'tick';
  readonly topic: string;
  readonly type: string;
  readonly reason?: string;
}

export interface FoldSettings {
  readonly service: ServiceName;
  readonly stages: readonly Stage[];
  readonly topics: readonly TopicDefinition[];
  readonly store: Store;
  /** Continues the trace of an input; the answer's traceparent goes on its outputs. */
  readonly trace: (traceparent: string | undefined, name: string) => { readonly traceparent: string | undefined; end(error?: unknown): void };
  /** Records the database or the encoder refused, by `topic/partition/offset` or tick id, with the reason. */
  readonly poison: Map<string, string>;
}

const JOURNAL_ROWS = 200;
export const stateId = (stage: string, key: string): string => `${stage}\u0000${key}`;
export const recordId = (r: Incoming): string => `${r.topic}/${r.partition}/${r.offset}`;
const tickId = (k: DueKey): string => `tick/${k.stage}/${k.key}/${k.due}`;

/** Something an input made cannot be published: fold again with the input rejected. */
class Refused extends Error {
  constructor(
    readonly culprit: string,
    reason: string,
  ) {
    super(reason);
  }
}

/** Folds a batch over the tasks' caches into an overlay; nothing of it is visible before its commit is confirmed. */
export const fold = async (works: readonly Work[], settings: FoldSettings): Promise<FoldedTask[]> => {
  for (;;) {
    try {
      return await Promise.all(works.map((work) => foldTask(work, settings)));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      settings.poison.set(error.culprit, error.message);
    }
  }
};

const foldTask = async (work: Work, settings: FoldSettings): Promise<FoldedTask> => {
  const { service, poison } = settings;
  const { task } = work;
  const stageOf = new Map<string, Stage>();
  for (const stage of settings.stages) for (const topic of stage.inputs) stageOf.set(topic.name, stage);
  const topicOf = new Map(settings.topics.map((t) => [t.name, t]));
  const stageNamed = new Map(settings.stages.map((s) => [s.name, s]));

  const inputs = work.records.map((record) => {
    const home = homeTopic(record.topic, service);
    const topic = topicOf.get(home);
    const stage = stageOf.get(home);
    if (topic === undefined || stage === undefined) throw new Error(`${service} has no stage for ${record.topic}`);
    const refused = poison.get(recordId(record));
    const decoded = refused === undefined ? decode(record, topic) : ({ is: 'bad', reason: refused } as const);
    return { record, stage, decoded };
  });

  const entries = await loadEntries(work, inputs, settings);
  const out: FoldedTask = { task, offsets: { ...task.offsets }, dedupe: new Map(), outputs: [], rest: [], entries: new Map(), journal: [], happened: [], tallies: [] };
  const tally = (what: Tally['what'], topic: string, type: string, reason?: string): void =>
    void out.tallies.push({ what, topic, type, ...(reason === undefined ? {} : { reason }) });
  const late: { slot: number; stage: string; key: string; culprit: string; finish: (rows: readonly { seq: number; row: unknown }[]) => Encoded }[] = [];
  const ticked = new Set<string>();

  const entryOf = (stage: Stage, key: string): Entry => {
    const id = stateId(stage.name, key);
    return out.entries.get(id)?.entry ?? task.cache.get(id) ?? entries.get(id) ?? { state: null, due: null };
  };

  const run = (stage: Stage, key: string, event: Anything, cause: Cause, culprit: string, topic: string, notBefore: Instant): string | undefined => {
    const before = stage.stateless ? { state: null, due: null } : entryOf(stage, key);
    const context: Context = { id: (name) => derivedId(`${event.id}/${name}`) };
    const span = settings.trace(cause.traceparent, `${stage.name} ${event.type}`);
    let stepped: ReturnType<typeof stage.step.step>;
    try {
      stepped = stage.step.step(before.state, event, context);
    } catch (error) {
      span.end(error);
      return `threw: ${error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 3).join(' | ') : String(error)}`;
    }
    span.end();
    const { verdict, state } = stepped;
    if (verdict.is === 'reject') return verdict.reason;
    if (verdict.is === 'skip') tally('skipped', topic, event.type, verdict.reason);
    if (!stage.stateless) {
      const due = state === null ? null : stage.step.due(state);
      const entry = { state, due: due === null ? null : Math.max(due, notBefore) };
      if (state !== before.state || entry.due !== before.due)
        out.entries.set(stateId(stage.name, key), { stage, key, entry });
    }
    const outputs: readonly Output[] = verdict.is === 'emit' ? verdict.outputs : [];
    const told = outputs.map((output, index) => ({ id: outputId(context, output.type, index), type: output.type, data: output.data as unknown, output }));
    for (const t of told) {
      const make = (data: unknown): Encoded => {
        try {
          return encode(service, { type: t.type, data, ...(t.output.topic === undefined ? {} : { topic: t.output.topic }) }, t.id, { ...cause, traceparent: span.traceparent });
        } catch (error) {
          throw new Refused(culprit, error instanceof Error ? error.message : String(error));
        }
      };
      const complete = t.output.withJournal as ((data: unknown, rows: readonly { seq: number; row: unknown }[]) => unknown) | undefined;
      if (complete === undefined) out.outputs.push(make(t.data));
      else {
        const slot = out.outputs.push(make(t.data)) - 1;
        late.push({ slot, stage: stage.name, key, culprit, finish: (rows) => { t.data = complete(t.data, rows); return make(t.data); } });
      }
    }
    out.happened.push({ stage: stage.name, key, at: event.at, input: event, outputs: told });
    tally(event.type === 'Tick' ? 'tick' : 'emitted', topic, event.type);
    return undefined;
  };

  const tick = (stage: Stage, key: string, due: Instant): void => {
    ticked.add(stateId(stage.name, key));
    const name = tickId({ stage: stage.name, key, due });
    const event: Anything = { type: 'Tick', id: derivedId(`${service}/${name}`), at: due };
    const cause: Cause = { id: event.id, at: due, tenantId: 'none', correlationId: key, traceparent: undefined, tick: { due, after: JSON.stringify(out.offsets) } };
    const why = poison.get(name) ?? run(stage, key, event, cause, name, stage.inputs[0]?.name ?? '', due + 1);
    if (why === undefined) return;
    // A tick is no record: its dead letter carries key and due, and the state is woken again a minute later.
    const home = stage.inputs[0]?.name ?? '';
    const value = new TextEncoder().encode(JSON.stringify({ tick: { stage: stage.name, key, due } }));
    out.outputs.push(deadLetter({ topic: home, partition: task.n, offset: 0, key, value, headers: {}, timestamp: due }, service, why, stage.name));
    const { state } = entryOf(stage, key);
    out.entries.set(stateId(stage.name, key), { stage, key, entry: { state, due: due + 60_000 } });
    tally('rejected', home, 'Tick', why);
  };

  for (const { stage: name, key } of work.ticks) {
    const stage = stageNamed.get(name);
    const due = stage === undefined ? null : entryOf(stage, key).due;
    if (stage === undefined || due === null || ticked.has(stateId(name, key)) || due > work.upTo) continue;
    tick(stage, key, due);
  }

  for (const [index, { record, stage, decoded }] of inputs.entries()) {
    let refused: string | undefined;
    if (decoded.is === 'bad') refused = decoded.reason;
    else {
      const event: Input = decoded.event;
      const shard = event.shard === undefined ? undefined : `${record.topic}|${event.shard}`;
      const highest = shard === undefined ? undefined : (out.dedupe.get(shard) ?? task.dedupe.get(shard));
      if (highest !== undefined && event.sequence !== undefined && event.sequence <= highest) {
        tally('duplicate', record.topic, event.type);
        out.offsets[record.topic] = record.offset + 1;
        continue;
      }
      if (!stage.stateless && !stage.ordersTicks) {
        const { due } = entryOf(stage, event.key);
        if (due !== null && due <= event.at) {
          if (ticked.has(stateId(stage.name, event.key))) {
            out.rest = work.records.slice(index);
            break;
          }
          tick(stage, event.key, due);
          const again = entryOf(stage, event.key).due;
          if (again !== null && again <= event.at) {
            out.rest = work.records.slice(index);
            break;
          }
        }
      }
      if (shard !== undefined && event.sequence !== undefined) out.dedupe.set(shard, event.sequence);
      refused = run(stage, event.key, event, event, recordId(record), record.topic, 0);
      const kept = refused === undefined ? stage.journal?.(event) : undefined;
      if (kept) out.journal.push({ stage: stage.name, key: event.key, ...kept });
    }
    if (refused !== undefined) {
      out.outputs.push(deadLetter(record, service, refused, stage.name));
      tally('rejected', record.topic, record.headers.ce_type ?? 'unknown', refused);
    }
    out.offsets[record.topic] = record.offset + 1;
  }

  await completeLate(late, out, settings);
  return out;
};

const completeLate = async (
  late: readonly { slot: number; stage: string; key: string; finish: (rows: readonly { seq: number; row: unknown }[]) => Encoded }[],
  out: FoldedTask,
  { store }: FoldSettings,
): Promise<void> => {
  for (const stage of new Set(late.map((l) => l.stage))) {
    const mine = late.filter((l) => l.stage === stage);
    const stored = await store.journal(stage, [...new Set(mine.map((l) => l.key))], JOURNAL_ROWS);
    for (const l of mine) {
      const fresh = out.journal.filter((j) => j.stage === stage && j.key === l.key);
      out.outputs[l.slot] = l.finish([...(stored.get(l.key) ?? []), ...fresh]);
    }
  }
};

/** The states a batch needs and no cache has: one query per stage. */
const loadEntries = async (
  work: Work,
  inputs: readonly { stage: Stage; decoded: ReturnType<typeof decode> }[],
  { stages, store }: FoldSettings,
): Promise<Map<string, Entry>> => {
  const entries = new Map<string, Entry>();
  for (const stage of stages) {
    if (stage.stateless) continue;
    const keys = new Set<string>();
    for (const input of inputs) if (input.stage === stage && input.decoded.is === 'event') keys.add(input.decoded.event.key);
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
