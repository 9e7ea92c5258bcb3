import { PARTITION_COUNT } from '@warmline/contracts';
import { partitionOf } from '@warmline/messaging';
import type { Random } from '@warmline/testing/random';

/** How a customer comes to a person, or does not. */
export type VisitKind =
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
  readonly kind: VisitKind;
  readonly messages: number;
  /** A listener follows this conversation. */
  readonly hasListener: boolean;
}

export interface MalformedDelivery {
  readonly at: number;
  readonly kind: string;
  readonly partition: number;
}

/** One tenant for each partition: every task of every service has work at all times. */
export const tenants = (): readonly string[] => {
  const found: string[] = [];
  for (let partition = 0; partition < PARTITION_COUNT; partition++)
    for (let n = 0; ; n++) {
      const name = `tenant-${n}`;
      if (partitionOf(name, PARTITION_COUNT) !== partition || found.includes(name)) continue;
      found.push(name);
      break;
    }
  return found;
};

/** Of the visits, that many more get along without a person. */
const PLAIN_SHARE = 0.3;
const WATCHED_SHARE = 0.05;

/** Open loop: who comes when is settled before anything runs, however slow the answers are. */
export const planVisits = (handoffs: number, durationMs: number, random: Random): Visit[] => {
  const plain = Math.ceil(handoffs * PLAIN_SHARE);
  const kinds: VisitKind[] = [];
  for (let n = 0; n < handoffs; n++) {
    const x = random.next();
    kinds.push(x < 0.55 ? 'human' : x < 0.85 ? 'urgent' : x < 0.93 ? 'leaves' : 'thinks-again');
  }
  for (let n = 0; n < plain; n++) kinds.push('plain');
  const places = tenants();
  return random.shuffled(kinds).map((kind, n) => ({
    n,
    at: Math.floor(((n + random.next()) * durationMs) / kinds.length),
    tenantId: random.pick(places),
    channel: random.pick(['web', 'web', 'whatsapp', 'api'] as const),
    externalId: `visit-${n}`,
    kind,
    messages: random.between(1, 3),
    hasListener: random.chance(WATCHED_SHARE),
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
export const planMalformed = (count: number, durationMs: number, random: Random): MalformedDelivery[] =>
  Array.from({ length: Math.max(count, malformedKinds.length) }, (_, n) => ({
    at: random.below(durationMs),
    kind: malformedKinds[n % malformedKinds.length] ?? 'bad-json',
    partition: random.below(PARTITION_COUNT),
  }));
