import type { Instant, ServiceName, TopicDefinition } from '@warmline/contracts';
import { type FoldedTask, heldId, recordId, stateId, type Tally, tickId, type Work } from './batch.ts';
import type { Clock } from './clock.ts';
import { type Cause, decode, type Encoded, encode, placeOf } from './codec.ts';
import { deadLetter, discards, heldLetter, homeTopic, threw, tickLetter } from './dead-letter.ts';
import { type Anything, type Context, type JournalRow, type Output, outputId } from './decider.ts';
import { completeLate, type Late, loadEntries, prepared } from './fold-reads.ts';
import { derivedId, idsOf } from './ids.ts';
import { NotYet } from './not-yet.ts';
import type { Input, Stage } from './stage.ts';
import type { Entry } from './state.ts';
import type { Store } from './store.ts';

export interface FoldSettings {
  readonly service: ServiceName;
  readonly stages: readonly Stage[];
  readonly topics: readonly TopicDefinition[];
  readonly store: Store;
  readonly clock: Clock;
  /** Continues the trace of an input; the answer's traceparent goes on its outputs. */
  readonly trace: (
    traceparent: string | undefined,
    name: string,
  ) => { readonly traceparent: string | undefined; end(error?: unknown): void };
  /** Records the database or the encoder refused, by `topic/partition/offset` or tick id, with the reason. */
  readonly poison: Map<string, string>;
}

/** Something an input made cannot be published: fold again with the input rejected. */
class Refused extends Error {
  constructor(
    readonly culprit: string,
    reason: string,
  ) {
    super(reason);
  }
}
/** All that one pass over a batch found, at most one of each key. */
class RefusedInputs extends Error {
  constructor(readonly found: readonly Refused[]) {
    super('refused');
  }
}

/** Folds a batch over the tasks' caches into an overlay; nothing of it is visible before its commit is confirmed. */
export const fold = async (works: readonly Work[], settings: FoldSettings): Promise<FoldedTask[]> => {
  for (;;) {
    try {
      return await Promise.all(works.map((work) => foldTask(work, settings)));
    } catch (error) {
      if (error instanceof NotYet) {
        await error.arrived();
        continue;
      }
      if (!(error instanceof RefusedInputs)) throw error;
      for (const { culprit, message } of error.found) settings.poison.set(culprit, message);
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

  const read = work.records.map((record) => {
    const home = homeTopic(record.topic, service);
    const topic = topicOf.get(home);
    const stage = stageOf.get(home);
    if (topic === undefined || stage === undefined) throw new Error(`${service} has no stage for ${record.topic}`);
    const refused = poison.size === 0 ? undefined : poison.get(recordId(record));
    const decoded = refused === undefined ? decode(record, topic) : ({ is: 'bad', reason: refused } as const);
    return { record, stage, decoded, place: placeOf(record, topic) };
  });
  const inputs = await prepared(read, settings.stages);

  const entries = await loadEntries(work, inputs, settings);
  const out: FoldedTask = {
    task,
    offsets: { ...task.offsets },
    dedupe: new Map(),
    outputs: [],
    inputs: [],
    rest: [],
    entries: new Map(),
    journal: [],
    happened: [],
    tallies: [],
  };
  const tally = (what: Tally['what'], topic: string, type: string, reason?: string): void =>
    void out.tallies.push({ what, topic, type, ...(reason === undefined ? {} : { reason }) });
  const late: Late[] = [];
  const refusals = new Map<string, Refused>();
  const ticked = new Set<string>();

  const entryOf = (stage: Stage, key: string): Entry => {
    const id = stateId(stage.name, key);
    return out.entries.get(id)?.entry ?? entries.get(id) ?? task.cache.get(id) ?? { state: null, due: null };
  };

  /** A pass goes on behind a refusal to find the others, but not with its key, whose state is not what it will be. */
  const run = (...of: Parameters<typeof attempt>): string | undefined => {
    const [stage, key] = of;
    const place = stateId(stage.name, key);
    if (refusals.has(place)) return undefined;
    try {
      return attempt(...of);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      refusals.set(place, error);
      return undefined;
    }
  };

  const attempt = (
    stage: Stage,
    key: string,
    event: Anything,
    cause: Cause,
    culprit: string,
    topic: string,
    notBefore: Instant,
  ): string | undefined => {
    const before = stage.stateless ? { state: null, due: null } : entryOf(stage, key);
    const context: Context = {
      id: idsOf(event.id),
      arrived: settings.clock.now(),
      refused: (eventId) => poison.get(heldId(eventId)),
    };
    const span = settings.trace(cause.traceparent, `${stage.name} ${event.type}`);
    let stepped: ReturnType<typeof stage.step.step>;
    let due: Instant | null = null;
    try {
      stepped = stage.step.step(before.state, event, context);
      if (!stage.stateless && stepped.state !== null) due = stage.step.due(stepped.state);
    } catch (error) {
      span.end(error);
      if (error instanceof NotYet) throw error;
      return threw(error);
    }
    span.end();
    const { verdict, state } = stepped;
    if (verdict.is === 'reject') return verdict.reason;
    if (verdict.is === 'skip') tally('skipped', topic, event.type, verdict.reason);
    if (!stage.stateless) {
      const entry = { state, due: due === null ? null : Math.max(due, notBefore) };
      if (state !== before.state || entry.due !== before.due)
        out.entries.set(stateId(stage.name, key), { stage, key, entry });
    }
    for (const { event: waited, reason } of stepped.refused ?? []) {
      out.outputs.push(heldLetter(service, stage.inputs, task.n, key, waited, reason, stage.name));
      tally('rejected', topic, waited.type, reason);
    }
    const outputs: readonly Output[] = verdict.is === 'emit' ? verdict.outputs : [];
    const told = outputs.map((output, index) => ({
      id: outputId(context, output.type, index),
      type: output.type,
      data: output.data as unknown,
      output,
    }));
    const caused = span.traceparent === cause.traceparent ? cause : { ...cause, traceparent: span.traceparent };
    for (const t of told) {
      const make = (data: unknown): Encoded => {
        try {
          return encode(service, { type: t.type, data, topic: t.output.topic }, t.id, caused);
        } catch (error) {
          const { of } = t.output;
          throw new Refused(
            of === undefined ? culprit : heldId(of),
            error instanceof Error ? error.message : String(error),
          );
        }
      };
      const complete = t.output.withJournal as ((data: unknown, rows: readonly JournalRow[]) => unknown) | undefined;
      if (complete === undefined) out.outputs.push(make(t.data));
      else {
        const slot = out.outputs.push(make(t.data)) - 1;
        const finish = (rows: readonly JournalRow[]): Encoded => {
          try {
            t.data = complete(t.data, rows);
          } catch (error) {
            throw new Refused(t.output.of === undefined ? culprit : heldId(t.output.of), threw(error));
          }
          return make(t.data);
        };
        late.push({ slot, stage: stage.name, key, finish });
      }
    }
    out.happened.push({ stage: stage.name, key, at: event.at, arrived: context.arrived, input: event, outputs: told });
    if (event.type === 'Tick') tally('tick', topic, event.type);
    else if (verdict.is === 'emit') tally('emitted', topic, event.type);
    return undefined;
  };

  const tick = (stage: Stage, key: string, due: Instant): void => {
    ticked.add(stateId(stage.name, key));
    const name = tickId({ stage: stage.name, key, due });
    out.inputs.push(name);
    const event: Anything = { type: 'Tick', id: derivedId(`${service}/${name}`), at: due };
    const cause: Cause = {
      id: event.id,
      at: due,
      tenantId: 'none',
      correlationId: key,
      traceparent: undefined,
      tick: { due, after: JSON.stringify(out.offsets) },
    };
    const why = poison.get(name) ?? run(stage, key, event, cause, name, stage.inputs[0]?.name ?? '', due + 1);
    if (why === undefined) return;
    // The state is woken again a minute later.
    const home = stage.inputs[0]?.name ?? '';
    out.outputs.push(tickLetter(service, home, task.n, { stage: stage.name, key, due }, why));
    const { state } = entryOf(stage, key);
    out.entries.set(stateId(stage.name, key), { stage, key, entry: { state, due: due + 60_000 } });
    tally('rejected', home, 'Tick', why);
  };

  for (const asked of work.ticks) {
    const { stage: name, key } = asked;
    const stage = stageNamed.get(name);
    if (stage === undefined || ticked.has(stateId(name, key))) continue;
    const entry = entryOf(stage, key);
    // The row's due may be later than what the state says: a tick that settles nothing is put off.
    const due = entry.due === null ? null : Math.max(entry.due, asked.due);
    if (due !== null && due <= work.upTo) tick(stage, key, due);
    // A version that counted otherwise wrote the row: it is written anew, or it would be found for ever.
    else out.entries.set(stateId(name, key), { stage, key, entry });
  }

  /** A batch ends before a record whose key must be committed first: by a tick of its own, or by the end of an earlier state. */
  const cutBefore = (stage: Stage, event: Input): boolean => {
    if (stage.stateless) return false;
    const id = stateId(stage.name, event.key);
    if ((stage.tables || stage.journal) && out.entries.get(id)?.entry.state === null) return true;
    if (stage.ordersTicks) return false;
    const { due } = entryOf(stage, event.key);
    if (due === null || due > event.at) return false;
    if (ticked.has(id)) return true;
    tick(stage, event.key, due);
    const again = entryOf(stage, event.key).due;
    // Alone with its tick, a record waits for it: were the tick's data refused, the record would be blamed.
    return work.records.length === 1 || (again !== null && again <= event.at);
  };

  for (const [index, { record, stage, decoded, place }] of inputs.entries()) {
    let refused: string | undefined;
    const highest = place === undefined ? undefined : (out.dedupe.get(place.shard) ?? task.dedupe.get(place.shard));
    if (place !== undefined && highest !== undefined && place.sequence <= highest) {
      tally('duplicate', record.topic, record.headers.ce_type ?? 'unknown');
      out.offsets[record.topic] = record.offset + 1;
      continue;
    }
    if (decoded.is === 'event' && !discards(record, service) && cutBefore(stage, decoded.event)) {
      out.rest = work.records.slice(index);
      break;
    }
    out.inputs.push(recordId(record));
    if (place !== undefined) out.dedupe.set(place.shard, place.sequence);
    if (discards(record, service)) tally('skipped', record.topic, record.headers.ce_type ?? 'unknown');
    else if (decoded.is === 'bad') refused = decoded.reason;
    else {
      const { event } = decoded;
      let kept: ReturnType<NonNullable<typeof stage.journal>> = null;
      try {
        kept = stage.journal?.(event) ?? null;
      } catch (error) {
        refused = threw(error);
      }
      refused ??= run(stage, event.key, event, event, recordId(record), record.topic, 0);
      if (kept && refused === undefined) out.journal.push({ stage: stage.name, key: event.key, ...kept });
    }
    if (refused !== undefined) {
      out.outputs.push(deadLetter(record, service, refused, stage.name));
      tally('rejected', record.topic, record.headers.ce_type ?? 'unknown', refused);
    }
    out.offsets[record.topic] = record.offset + 1;
  }

  if (refusals.size > 0) throw new RefusedInputs([...refusals.values()]);
  try {
    await completeLate(late, out, settings.store);
  } catch (error) {
    throw error instanceof Refused ? new RefusedInputs([error]) : error;
  }
  return out;
};
