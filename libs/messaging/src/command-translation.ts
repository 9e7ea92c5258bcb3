import type { ServiceName, TopicDefinition } from '@warmline/contracts';
import { recordId, type Tally, tickId, type Work } from './batch.ts';
import type { Clock } from './clock.ts';
import { decode, type Encoded, placeOf } from './codec.ts';
import { deadLetter, discards, homeTopic, tickLetter } from './dead-letter.ts';
import type { Command } from './executor.ts';
import type { TaskGuard } from './executor-store.ts';
import { derivedId } from './ids.ts';
import type { Input } from './stage.ts';

export interface TranslationSettings {
  readonly service: ServiceName;
  readonly topics: readonly TopicDefinition[];
  readonly route: Route;
  readonly clock: Clock;
  /** Inputs that were refused alone, with the reason. */
  readonly poison: ReadonlyMap<string, string>;
}
/** The commands an event leads to; a string is the reason it is rejected for. */
export type Route = (
  event: Input,
  topic: TopicDefinition,
) => readonly Pick<Command, 'stage' | 'key' | 'event' | 'idempotencyKey'>[] | string;

export interface Translated {
  readonly commands: Command[];
  readonly letters: Encoded[];
  readonly guard: TaskGuard;
  readonly tallies: Tally[];
}

/** What a batch of a stream asks for: commands in its order, dead letters, and the guard that goes with them. */
export const translated = (work: Work, settings: TranslationSettings): Translated => {
  const { service, topics, route, clock, poison } = settings;
  const { task } = work;
  const commands: Command[] = [];
  const letters: Encoded[] = [];
  const tallies: Tally[] = [];
  const offsets = { ...task.offsets };
  const highs = new Map<string, number>();
  for (const asked of work.ticks) {
    const { stage, key, due } = asked;
    const id = derivedId(`${service}/${tickId(asked)}`);
    const tick = { due, after: JSON.stringify(offsets) };
    const cause = { id, at: due, tenantId: 'none', correlationId: key, traceparent: undefined, tick };
    const refused = poison.get(tickId(asked));
    const putOffTo = refused === undefined ? {} : { putOffTo: clock.now() + 60_000 };
    commands.push({ stage, key, event: { type: 'Tick', id, at: due }, cause, ...putOffTo });
    tallies.push({
      what: refused === undefined ? 'tick' : 'rejected',
      topic: '',
      type: 'Tick',
      reason: refused ?? '',
    });
    if (refused !== undefined) letters.push(tickLetter(service, topics[0]?.name ?? '', task.n, asked, refused));
  }
  for (const record of work.records) {
    const topic = topics.find((t) => t.name === homeTopic(record.topic, service));
    if (topic === undefined) throw new Error(`${service} does not read ${record.topic}`);
    offsets[record.topic] = record.offset + 1;
    const refused = poison.get(recordId(record));
    const decoded = refused === undefined ? decode(record, topic) : ({ is: 'bad', reason: refused } as const);
    let reason = decoded.is === 'bad' ? decoded.reason : undefined;
    const place = placeOf(record, topic);
    const highest = place === undefined ? undefined : (highs.get(place.shard) ?? task.dedupe.get(place.shard));
    if (place !== undefined && highest !== undefined && place.sequence <= highest) {
      tallies.push({ what: 'duplicate', topic: record.topic, type: record.headers.ce_type ?? 'unknown' });
      continue;
    }
    if (place !== undefined) highs.set(place.shard, place.sequence);
    if (discards(record, service)) {
      tallies.push({ what: 'skipped', topic: record.topic, type: record.headers.ce_type ?? 'unknown' });
      continue;
    }
    if (decoded.is === 'event') {
      // A channel's clock that is late or ahead would end its conversation, or hold its time still for ever.
      const event = topic.writer === 'outside' ? { ...decoded.event, at: clock.now() } : decoded.event;
      const routed = routedBy(() => route(event, topic));
      if (typeof routed === 'string') reason = routed;
      else for (const r of routed) commands.push({ ...r, cause: event });
    }
    if (reason !== undefined) {
      letters.push(deadLetter(record, service, reason, service));
      tallies.push({ what: 'rejected', topic: record.topic, type: record.headers.ce_type ?? 'unknown', reason });
    } else tallies.push({ what: 'emitted', topic: record.topic, type: record.headers.ce_type ?? 'unknown' });
  }
  const dedupe = [...highs].map(([id, seq]) => ({
    topic: id.slice(0, id.indexOf('|')),
    shard: id.slice(id.indexOf('|') + 1),
    seq,
  }));
  return { commands, letters, guard: { n: task.n, expected: task.version, offsets, dedupe }, tallies };
};

const routedBy = <R>(route: () => R): R | string => {
  try {
    return route();
  } catch (error) {
    return `threw: ${String(error)}`;
  }
};
