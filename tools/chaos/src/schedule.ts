import { PARTITION_COUNT } from '@warmline/contracts';
import { partitionOf } from '@warmline/messaging';
import type { Random } from '@warmline/testing/random';

/** What a customer does. */
export type VisitKind =
  /** Presses "Talk to human", is served and may answer the survey. */
  | 'human'
  /** Writes a message that every policy hands over at once. */
  | 'urgent'
  /** Asks for a person and soon leaves. */
  | 'abandons'
  /** Asks for a person and then chooses a callback or the bot. */
  | 'chooses-alternative'
  /** Needs no person. */
  | 'bot-only';

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
  /** A listener follows the event stream of this conversation. */
  readonly hasListener: boolean;
}

export interface MalformedDelivery {
  readonly at: number;
  readonly kind: string;
  readonly partition: number;
}

/** One tenant for each partition, so that every task of every service always has work. */
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

/** Additional visits that need no person, as a share of the hand-offs. */
const BOT_ONLY_SHARE = 0.3;
const LISTENER_SHARE = 0.05;

/** Open loop: arrivals are fixed before the run and do not depend on answers. */
export const planVisits = (handoffs: number, durationMs: number, random: Random): Visit[] => {
  const botOnly = Math.ceil(handoffs * BOT_ONLY_SHARE);
  const kinds: VisitKind[] = [];
  for (let n = 0; n < handoffs; n++) {
    const x = random.next();
    kinds.push(x < 0.55 ? 'human' : x < 0.85 ? 'urgent' : x < 0.93 ? 'abandons' : 'chooses-alternative');
  }
  for (let n = 0; n < botOnly; n++) kinds.push('bot-only');
  const tenantIds = tenants();
  return random.shuffled(kinds).map((kind, n) => ({
    n,
    at: Math.floor(((n + random.next()) * durationMs) / kinds.length),
    tenantId: random.pick(tenantIds),
    channel: random.pick(['web', 'web', 'whatsapp', 'api'] as const),
    externalId: `visit-${n}`,
    kind,
    messages: random.between(1, 3),
    hasListener: random.chance(LISTENER_SHARE),
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

/** Every kind at least once, over random partitions. */
export const planMalformed = (count: number, durationMs: number, random: Random): MalformedDelivery[] =>
  Array.from({ length: Math.max(count, malformedKinds.length) }, (_, n) => ({
    at: random.below(durationMs),
    kind: malformedKinds[n % malformedKinds.length] ?? 'bad-json',
    partition: random.below(PARTITION_COUNT),
  }));
