import type { ServiceName, TopicDefinition } from '@warmline/contracts';
import { dedupeRows, type InputOutcome, recordId, type TaskBatch, tickId } from '../batch.ts';
import type { BatchTrace } from '../batch-trace.ts';
import type { Clock } from '../clock.ts';
import { decode, type EncodedEvent, shardPosition } from '../codec.ts';
import { deadLetter, isDiscard, originalTopic, thrownReason, tickDeadLetter } from '../dead-letters/dead-letter.ts';
import { derivedId } from '../ids.ts';
import type { Input } from '../stage.ts';
import type { Command } from './command.ts';
import type { TaskGuard } from './executor-store.ts';

export interface TranslationSettings {
  readonly service: ServiceName;
  readonly topics: readonly TopicDefinition[];
  readonly route: Route;
  readonly clock: Clock;
  /** Inputs to reject, with the reason. */
  readonly poisonInputs: ReadonlyMap<string, string>;
  /** The spans of the batch, while tracing is on. */
  readonly trace?: BatchTrace | undefined;
}
/** The commands of an event, or the reason for its rejection. */
export type Route = (
  event: Input,
  topic: TopicDefinition,
) => readonly Pick<Command, 'stage' | 'key' | 'event' | 'idempotencyKey' | 'mayForwardTo'>[] | string;

export interface TranslatedBatch {
  readonly commands: Command[];
  /** The input of each command, as batch.ts names it. */
  readonly inputs: string[];
  readonly deadLetters: EncodedEvent[];
  readonly guard: TaskGuard;
  readonly outcomes: InputOutcome[];
}

/** Translates a batch into commands in order, dead letters and the guard of its task. */
export const translateBatch = (batch: TaskBatch, settings: TranslationSettings): TranslatedBatch => {
  const { service, topics, route, clock, poisonInputs: poison, trace } = settings;
  const { task } = batch;
  const commands: Command[] = [];
  const inputs: string[] = [];
  const deadLetters: EncodedEvent[] = [];
  const outcomes: InputOutcome[] = [];
  const offsets = { ...task.offsets };
  const highestSequences = new Map<string, number>();
  for (const dueKey of batch.ticks) {
    const { stage, key, due } = dueKey;
    const id = derivedId(`${service}/${tickId(dueKey)}`);
    const tick = { due, after: JSON.stringify(offsets) };
    const cause = { id, at: due, tenantId: 'none', correlationId: key, traceparent: trace?.ofTick(dueKey), tick };
    const refused = poison.get(tickId(dueKey));
    const retryAt = refused === undefined ? {} : { retryAt: clock.now() + 60_000 };
    commands.push({ stage, key, event: { type: 'Tick', id, at: due }, cause, receivedAt: clock.now(), ...retryAt });
    inputs.push(tickId(dueKey));
    outcomes.push({
      outcome: refused === undefined ? 'tick' : 'rejected',
      topic: '',
      type: 'Tick',
      reason: refused ?? '',
    });
    if (refused !== undefined) {
      trace?.refused(tickId(dueKey));
      deadLetters.push(tickDeadLetter(service, topics[0]?.name ?? '', task.n, dueKey, refused));
    }
  }
  for (const record of batch.records) {
    const topic = topics.find((t) => t.name === originalTopic(record.topic, service));
    if (topic === undefined) throw new Error(`${service} does not read ${record.topic}`);
    offsets[record.topic] = record.offset + 1;
    const refused = poison.get(recordId(record));
    const decoded = refused === undefined ? decode(record, topic) : ({ is: 'invalid', reason: refused } as const);
    let reason = decoded.is === 'invalid' ? decoded.reason : undefined;
    const position = shardPosition(record, topic);
    const highest =
      position === undefined ? undefined : (highestSequences.get(position.shard) ?? task.dedupe.get(position.shard));
    if (position !== undefined && highest !== undefined && position.sequence <= highest) {
      outcomes.push({ outcome: 'duplicate', topic: record.topic, type: record.headers.ce_type ?? 'unknown' });
      continue;
    }
    if (position !== undefined) highestSequences.set(position.shard, position.sequence);
    if (isDiscard(record, service)) {
      outcomes.push({ outcome: 'skipped', topic: record.topic, type: record.headers.ce_type ?? 'unknown' });
      continue;
    }
    const traceparent = trace?.ofRecord(record);
    if (decoded.is === 'event') {
      // The clock of a channel is not trusted: a wrong one would end the conversation early or stop its time.
      const event = topic.writer === 'outside' ? { ...decoded.event, at: clock.now() } : decoded.event;
      const routed = routeOrReason(() => route(event, topic));
      if (typeof routed === 'string') reason = routed;
      else
        for (const r of routed) {
          commands.push({
            ...r,
            topic: topic.name,
            cause: traceparent === undefined ? event : { ...event, traceparent },
          });
          inputs.push(recordId(record));
        }
    }
    if (reason !== undefined) {
      trace?.refused(recordId(record));
      deadLetters.push(deadLetter(record, service, reason, service));
      outcomes.push({ outcome: 'rejected', topic: record.topic, type: record.headers.ce_type ?? 'unknown', reason });
    } else outcomes.push({ outcome: 'emitted', topic: record.topic, type: record.headers.ce_type ?? 'unknown' });
  }
  const dedupe = dedupeRows(highestSequences);
  return { commands, inputs, deadLetters, guard: { n: task.n, expected: task.version, offsets, dedupe }, outcomes };
};

const routeOrReason = <R>(route: () => R): R | string => {
  try {
    return route();
  } catch (error) {
    return thrownReason(error);
  }
};
