import { setTimeout as sleep } from 'node:timers/promises';
import { topics } from '@warmline/contracts';
import { openTransport } from '@warmline/testing/system';
import { SimulatedAgents } from './agents.ts';
import { Customers } from './customers.ts';
import { HttpClient } from './http-client.ts';
import { LatencyRecorder, type LatencySummary } from './latency-recorder.ts';
import { openLoop } from './open-loop.ts';

export interface TrafficOptions {
  readonly url: string;
  readonly brokers: string;
  readonly database: string;
  readonly perSecond: number;
  /** Seconds of warm-up at the same rate before `seconds`; not measured. */
  readonly warmUpSeconds: number;
  readonly seconds: number;
  readonly conversations: number;
  readonly pools: number;
  readonly agentsPerPool: number;
  readonly capacity: number;
}

export interface TrafficReport extends LatencySummary {
  readonly desks: Readonly<Record<string, number>>;
  /** Assessments without a score. */
  readonly degraded: number;
  readonly failures: Readonly<Record<string, number>>;
}

/**
 * `ready`: all participants are connected, the schedule begins. `measuring` and `sent`: the first and the last message that counts
 * are due.
 */
export type TrafficEvent = { readonly is: 'ready' | 'measuring' | 'sent' } | ({ readonly is: 'done' } & TrafficReport);

const HANDLE_TIME_MS = 5_000;
const DRAIN_MS = 30_000;

/** Customers, agents and a reader of the assessments on one system; latency counts from scheduled instants. */
export const runTraffic = async (options: TrafficOptions, emit: (event: TrafficEvent) => void): Promise<void> => {
  const { perSecond, warmUpSeconds, seconds } = options;
  const http = new HttpClient(options.url);
  const log = openTransport(options.brokers, options.database);
  const failures: Record<string, number> = {};
  const onFailure = (what: string): void => {
    failures[what] = (failures[what] ?? 0) + 1;
  };
  const recorder = new LatencyRecorder();
  let degraded = 0;
  const desks = new SimulatedAgents({
    ...options,
    http,
    handleTimeMs: HANDLE_TIME_MS,
    onFailure,
    onOffer: (conversationId) => recorder.offerSeen(conversationId, performance.now()),
  });
  const customers = new Customers(http, options.pools, Math.ceil(perSecond / 5) + 50, onFailure);
  const stopTail = await log.tail([topics.escalation.name], ({ headers, value }) => {
    if (headers.ce_type !== 'EscalationAssessed') return;
    const data = JSON.parse(Buffer.from(value ?? []).toString()) as { messageId: string; degraded: boolean };
    if (data.degraded) degraded++;
    recorder.messageAssessed(data.messageId, performance.now());
  });

  await desks.open();
  await customers.startAll(options.conversations);
  emit({ is: 'ready' });
  const warmUp = Math.round(perSecond * warmUpSeconds);
  await openLoop(perSecond, warmUpSeconds + seconds, (n, due) => {
    const isMeasured = n >= warmUp;
    if (n === warmUp) emit({ is: 'measuring' });
    const message = customers.nextMessage();
    if (message === null) return onFailure('nobody to speak');
    const { conversationId, text, asksForPerson } = message;
    if (isMeasured) recorder.messageSent(due, performance.now(), conversationId, asksForPerson);
    const path = `/v1/conversations/${conversationId}/messages`;
    http.send('POST', path, { role: 'customer', text }, `line/${n}`).then(
      ({ status, body }) => {
        if (status === 201)
          recorder.messageAnswered(isMeasured ? due : null, performance.now(), String(body.messageId));
        else onFailure(`message: ${status}`);
      },
      (error: Error) => onFailure(`message: ${error.message}`),
    );
  });
  emit({ is: 'sent' });
  const until = performance.now() + DRAIN_MS;
  while (recorder.openCount > 0 && performance.now() < until) await sleep(50);
  // Open conversations end, so that the next run starts with none.
  await sleep(HANDLE_TIME_MS + 1_000);
  await customers.endAll();

  await desks.close();
  await stopTail();
  await log.close();
  http.close();
  emit({ is: 'done', ...recorder.summary(), desks: { ...desks.counts }, degraded, failures });
};
