import { setTimeout as sleep } from 'node:timers/promises';
import { topics } from '@warmline/contracts';
import { openLog } from '@warmline/testing/system';
import { Customers } from './customers.ts';
import { Desks } from './desks.ts';
import { HttpClient } from './http-client.ts';
import { Ledger, type Tally } from './ledger.ts';
import { openLoop } from './open-loop.ts';

export interface TrafficOptions {
  readonly url: string;
  readonly brokers: string;
  readonly database: string;
  readonly perSecond: number;
  /** Not measured, at the same rate, ahead of `seconds`. */
  readonly warmUpSeconds: number;
  readonly seconds: number;
  readonly conversations: number;
  readonly pools: number;
  readonly agentsPerPool: number;
  readonly capacity: number;
}

export interface TrafficReport extends Tally {
  readonly desks: Readonly<Record<string, number>>;
  /** Assessments made without a score. */
  readonly degraded: number;
  readonly failures: Readonly<Record<string, number>>;
}

/** `ready`: everyone is there, the schedule begins. `measured`, `over`: the first and the last message that counts are due. */
export type TrafficEvent = { readonly is: 'ready' | 'measured' | 'over' } | ({ readonly is: 'done' } & TrafficReport);

const HOLD_MS = 5_000;
const DRAIN_MS = 30_000;

/** Customers, agents and a reader of the assessments on one system; counts from scheduled instants. */
export const traffic = async (options: TrafficOptions, tell: (event: TrafficEvent) => void): Promise<void> => {
  const { perSecond, warmUpSeconds, seconds } = options;
  const http = new HttpClient(options.url);
  const log = openLog(options.brokers, options.database);
  const failures: Record<string, number> = {};
  const failed = (what: string): void => {
    failures[what] = (failures[what] ?? 0) + 1;
  };
  const ledger = new Ledger();
  let degraded = 0;
  const desks = new Desks({
    ...options,
    http,
    holdMs: HOLD_MS,
    failed,
    offered: (conversationId) => ledger.offer(conversationId, performance.now()),
  });
  const customers = new Customers(http, options.pools, Math.ceil(perSecond / 5) + 50, failed);
  const stopTail = await log.tail([topics.escalation.name], ({ headers, value }) => {
    if (headers.ce_type !== 'EscalationAssessed') return;
    const data = JSON.parse(Buffer.from(value ?? []).toString()) as { messageId: string; degraded: boolean };
    if (data.degraded) degraded++;
    ledger.assessment(data.messageId, performance.now());
  });

  await desks.open();
  await customers.begin(options.conversations);
  tell({ is: 'ready' });
  const warmUp = Math.round(perSecond * warmUpSeconds);
  await openLoop(perSecond, warmUpSeconds + seconds, (n, due) => {
    const counts = n >= warmUp;
    if (n === warmUp) tell({ is: 'measured' });
    const line = customers.say();
    if (line === null) return failed('nobody to speak');
    const { conversationId, text, asks } = line;
    if (counts) ledger.sent(due, performance.now(), conversationId, asks);
    const path = `/v1/conversations/${conversationId}/messages`;
    http.send('POST', path, { role: 'customer', text }, `line/${n}`).then(
      ({ status, body }) => {
        if (status === 201) ledger.answer(counts ? due : null, performance.now(), String(body.messageId));
        else failed(`message: ${status}`);
      },
      (error: Error) => failed(`message: ${error.message}`),
    );
  });
  tell({ is: 'over' });
  const until = performance.now() + DRAIN_MS;
  while (ledger.open > 0 && performance.now() < until) await sleep(50);
  // Whoever talks at the end is let finish, so that the next run begins with nothing.
  await sleep(HOLD_MS + 1_000);
  await customers.end();

  await desks.close();
  await stopTail();
  await log.close();
  http.close();
  tell({ is: 'done', ...ledger.tally(), desks: { ...desks.count }, degraded, failures });
};
