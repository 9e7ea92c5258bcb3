import { setTimeout as sleep } from 'node:timers/promises';
import { emptyLedger, type Ledger } from '../ledger.ts';
import type { Random } from '../random.ts';
import { type Delivery, malformed, tenants, type Visit, visits } from '../schedule.ts';
import { work } from './agents.ts';
import { Channel } from './channel.ts';
import { Client } from './client.ts';
import { visit } from './customers.ts';
import { follow } from './streams.ts';

export interface TrafficOptions {
  readonly gateways: readonly string[];
  readonly brokers: string;
  readonly handoffs: number;
  readonly durationMs: number;
  readonly random: Random;
}

export interface Traffic {
  readonly ledger: Ledger;
  /** Visits that have come, and how many there will be. */
  progress(): { readonly come: number; readonly all: number };
  /** Everybody has come and said what he had to say; and others have come after them for as long as `lasting` was not settled. */
  done(lasting: Promise<unknown>): Promise<void>;
  /** Agents take whatever comes from now on. */
  settle(): void;
  stop(): Promise<void>;
}

const AGENTS = 2;
/** What was asked last gets its answer. */
const LAST_WORDS_MS = 5_000;
/** Of the deliveries, that many are malformed. */
const MALFORMED = 0.01;

/** Everyone who uses the system, from the outside, by one seed. */
export const startTraffic = (options: TrafficOptions): Traffic => {
  const { gateways, brokers, handoffs, durationMs, random } = options;
  const ledger = emptyLedger();
  const over = new AbortController();
  const closing = new AbortController();
  const leaving = new AbortController();
  const { signal } = over;
  const client = new Client(gateways, ledger, random.branch('client'), signal);
  const channel = new Channel(brokers, ledger, signal);
  const coming = visits(handoffs, durationMs, random.branch('visits'));
  const deliveries = coming.reduce((sum, { messages }) => sum + messages, 0);
  const spoiled = malformed(Math.ceil(deliveries * MALFORMED), durationMs, random.branch('malformed'));
  const agency = { client, urls: gateways, ledger, over: signal, closing: closing.signal, leaving: leaving.signal };
  const followers: Promise<void>[] = tenants().flatMap((tenantId) =>
    Array.from({ length: AGENTS }, (_, n) => {
      const agentId = `${tenantId}-agent-${n}`;
      return work(agentId, tenantId, agency, random.branch(agentId));
    }),
  );
  const watch = (id: string): void => {
    const listening = { ledger, over: signal, from: followers.length };
    const place = { stage: 'conversation', key: id, path: `/v1/conversations/${id}/events` } as const;
    followers.push(follow(gateways, place, listening, () => undefined));
  };
  const scene = { client, channel, wanted: ledger.wanted, watch };
  const began = Date.now();
  const at = async (when: number): Promise<void> => {
    await sleep(Math.max(0, began + when - Date.now()));
  };
  let come = 0;
  const comes = async (it: Visit): Promise<void> => {
    await at(it.at);
    come++;
    await visit(it, scene, random.branch(it.externalId));
  };
  const spoils = async (it: Delivery): Promise<void> => {
    await at(it.at);
    await channel.spoil(it);
  };
  const scheduled = Promise.all([...coming.map(comes), ...spoiled.map(spoils)]);
  const everyMs = durationMs / coming.length;
  /** Input for whoever gets up late: visits like the first ones, under names of their own. */
  const goOn = async (lasting: Promise<unknown>): Promise<void> => {
    let isOver = false;
    const end = (): void => {
      isOver = true;
    };
    lasting.then(end, end);
    await at(durationMs);
    const late: Promise<void>[] = [];
    for (let n = coming.length; !isOver; n++) {
      const like = coming[n % coming.length];
      if (like === undefined) break;
      late.push(visit({ ...like, n, externalId: `visit-${n}` }, scene, random.branch(`visit-${n}`)));
      await sleep(everyMs);
    }
    await Promise.all(late);
  };
  return {
    ledger,
    progress: () => ({ come, all: coming.length }),
    done: async (lasting) => {
      await Promise.all([scheduled, goOn(lasting)]);
    },
    settle: () => closing.abort(),
    stop: async () => {
      leaving.abort();
      const until = Date.now() + LAST_WORDS_MS;
      while (client.open > 0 && Date.now() < until) await sleep(50);
      over.abort();
      await Promise.race([Promise.all(followers), sleep(5_000, undefined, { ref: false })]);
      await channel.close();
    },
  };
};
