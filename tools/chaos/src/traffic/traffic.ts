import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '@warmline/testing/random';
import { type ClientLog, emptyClientLog } from '../client-log.ts';
import { type MalformedDelivery, planMalformed, planVisits, tenants, type Visit } from '../schedule.ts';
import { runAgent } from './agents.ts';
import { Channel } from './channel.ts';
import { Client } from './client.ts';
import { runVisit } from './customers.ts';
import { followStream } from './event-streams.ts';

export interface TrafficOptions {
  readonly gateways: readonly string[];
  readonly brokers: string;
  readonly handoffs: number;
  readonly durationMs: number;
  readonly random: Random;
}

export interface Traffic {
  readonly clientLog: ClientLog;
  /** Visits that have started, and the planned number. */
  progress(): { readonly arrived: number; readonly all: number };
  /** Resolves when all planned visits are done; more visits keep arriving until `lasting` settles. */
  finished(lasting: Promise<unknown>): Promise<void>;
  /** From now on agents accept every offer. */
  drain(): void;
  stop(): Promise<void>;
}

const AGENTS = 2;
/** The last requests have this long to be answered. */
const ANSWER_GRACE_MS = 5_000;
/** Malformed records, as a share of the deliveries. */
const MALFORMED_SHARE = 0.01;

/** All customers, agents and channels, from one seed. */
export const startTraffic = (options: TrafficOptions): Traffic => {
  const { gateways, brokers, handoffs, durationMs, random } = options;
  const clientLog = emptyClientLog();
  const stopping = new AbortController();
  const draining = new AbortController();
  const quiescing = new AbortController();
  const { signal } = stopping;
  const client = new Client(gateways, clientLog, random.branch('client'), signal);
  const channel = new Channel(brokers, clientLog, signal);
  const planned = planVisits(handoffs, durationMs, random.branch('visits'));
  const deliveries = planned.reduce((sum, { messages }) => sum + messages, 0);
  const malformedPlan = planMalformed(Math.ceil(deliveries * MALFORMED_SHARE), durationMs, random.branch('malformed'));
  const agentContext = {
    client,
    urls: gateways,
    clientLog,
    stopping: signal,
    draining: draining.signal,
    quiescing: quiescing.signal,
  };
  const followers: Promise<void>[] = tenants().flatMap((tenantId) =>
    Array.from({ length: AGENTS }, (_, n) => {
      const agentId = `${tenantId}-agent-${n}`;
      return runAgent(agentId, tenantId, agentContext, random.branch(agentId));
    }),
  );
  const followConversation = (id: string): void => {
    const listening = { clientLog, stopping: signal, from: followers.length };
    const place = { stage: 'conversation', key: id, path: `/v1/conversations/${id}/events` } as const;
    followers.push(followStream(gateways, place, listening, () => undefined));
  };
  const visitContext = { client, channel, expectedHandoffs: clientLog.expectedHandoffs, followConversation };
  const began = Date.now();
  const at = async (when: number): Promise<void> => {
    await sleep(Math.max(0, began + when - Date.now()));
  };
  let arrived = 0;
  const runScheduledVisit = async (it: Visit): Promise<void> => {
    await at(it.at);
    arrived++;
    await runVisit(it, visitContext, random.branch(it.externalId));
  };
  const runScheduledMalformed = async (it: MalformedDelivery): Promise<void> => {
    await at(it.at);
    await channel.publishMalformed(it);
  };
  const scheduled = Promise.all([...planned.map(runScheduledVisit), ...malformedPlan.map(runScheduledMalformed)]);
  const everyMs = durationMs / planned.length;
  /** Input for processes that recover late: visits like the planned ones, under new ids. */
  const keepArriving = async (lasting: Promise<unknown>): Promise<void> => {
    let isOver = false;
    const end = (): void => {
      isOver = true;
    };
    lasting.then(end, end);
    await at(durationMs);
    const late: Promise<void>[] = [];
    for (let n = planned.length; !isOver; n++) {
      const like = planned[n % planned.length];
      if (like === undefined) break;
      late.push(runVisit({ ...like, n, externalId: `visit-${n}` }, visitContext, random.branch(`visit-${n}`)));
      await sleep(everyMs);
    }
    await Promise.all(late);
  };
  return {
    clientLog,
    progress: () => ({ arrived, all: planned.length }),
    finished: async (lasting) => {
      await Promise.all([scheduled, keepArriving(lasting)]);
    },
    drain: () => draining.abort(),
    stop: async () => {
      quiescing.abort();
      const until = Date.now() + ANSWER_GRACE_MS;
      while (client.openRequests > 0 && Date.now() < until) await sleep(50);
      stopping.abort();
      await Promise.race([Promise.all(followers), sleep(5_000, undefined, { ref: false })]);
      await channel.close();
    },
  };
};
