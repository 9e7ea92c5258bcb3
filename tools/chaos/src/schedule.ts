import { PARTITIONS } from '@warmline/contracts';
import { partitionOf } from '@warmline/messaging';
import type { Random } from './random.ts';

/** How a customer comes to a person, or does not. */
export type Course =
  /** Presses "Talk to human", is served, answers the survey. */
  | 'human'
  /** Writes what every policy hands over at once. */
  | 'urgent'
  /** Asks for a person and leaves before long. */
  | 'leaves'
  /** Asks for a person and chooses to be called, or the bot again. */
  | 'thinks-again'
  /** Gets along with the bot. */
  | 'plain';

export interface Visit {
  readonly n: number;
  /** Milliseconds after the start. */
  readonly at: number;
  readonly tenantId: string;
  /** `web` is answered by the bot of the gateway, `whatsapp` is partly delivered over Kafka. */
  readonly channel: 'web' | 'whatsapp' | 'api';
  readonly externalId: string;
  readonly course: Course;
  readonly messages: number;
  /** A listener follows this conversation. */
  readonly watched: boolean;
}

export interface Delivery {
  readonly at: number;
  readonly kind: string;
  readonly partition: number;
}

/** One tenant for each partition: every task of every service has work at all times. */
export const tenants = (): readonly string[] => {
  const found: string[] = [];
  for (let partition = 0; partition < PARTITIONS; partition++)
    for (let n = 0; ; n++) {
      const name = `tenant-${n}`;
      if (partitionOf(name, PARTITIONS) !== partition || found.includes(name)) continue;
      found.push(name);
      break;
    }
  return found;
};

/** Of the visits, that many more get along without a person. */
const PLAIN_SHARE = 0.3;
const WATCHED_SHARE = 0.05;

/** Open loop: who comes when is settled before anything runs, however slow the answers are. */
export const visits = (handoffs: number, durationMs: number, random: Random): Visit[] => {
  const plain = Math.ceil(handoffs * PLAIN_SHARE);
  const courses: Course[] = [];
  for (let n = 0; n < handoffs; n++) {
    const x = random.next();
    courses.push(x < 0.55 ? 'human' : x < 0.85 ? 'urgent' : x < 0.93 ? 'leaves' : 'thinks-again');
  }
  for (let n = 0; n < plain; n++) courses.push('plain');
  const places = tenants();
  return random.shuffled(courses).map((course, n) => ({
    n,
    at: Math.floor(((n + random.next()) * durationMs) / courses.length),
    tenantId: random.pick(places),
    channel: random.pick(['web', 'web', 'whatsapp', 'api'] as const),
    externalId: `visit-${n}`,
    course,
    messages: 1 + random.between(0, 3),
    watched: random.chance(WATCHED_SHARE),
  }));
};

export const malformedKinds = [
  'bad-json',
  'wrong-schema',
  'unknown-type',
  'zero-byte',
  'oversized',
  'not-utf8',
] as const;
export type MalformedKind = (typeof malformedKinds)[number];

/** Every kind at least once, spread over the partitions. */
export const malformed = (count: number, durationMs: number, random: Random): Delivery[] =>
  Array.from({ length: Math.max(count, malformedKinds.length) }, (_, n) => ({
    at: random.between(0, durationMs),
    kind: malformedKinds[n % malformedKinds.length] ?? 'bad-json',
    partition: random.between(0, PARTITIONS),
  }));
