import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { topics } from '@warmline/contracts';
import { startBotServer } from '@warmline/testing/bot-server';
import { serviceNames } from '@warmline/testing/system';
import { HARMLESS_SENTENCES } from '../harmless-sentences.ts';
import { openEnvironment } from '../latency/environment.ts';
import { HttpClient } from '../latency/http-client.ts';
import { openLoop } from '../latency/open-loop.ts';
import { DurationHistogram } from '../latency/percentiles.ts';
import type { Print } from '../testbed.ts';

/** Messages that lead to a hand-off at once, for several reasons. */
const URGENT = [
  'I want to talk to a human, please connect me with a person.',
  'I want to cancel my account today.',
  'My card was stolen and somebody used it!',
  'There is a charge on my bill I never made, I dispute this charge.',
] as const;
const BOT_DELAYS_MS = [0, 50, 200] as const;
const TRIES = 200;
const TRIES_PER_SECOND = 10;
const HARMLESS_PER_SECOND = 50;
const HARMLESS_SECONDS = 20;
const WARM_UP_SECONDS = 30;
const SETTLE_MS = 4_000;

export interface HoldReport {
  /** Of hand-offs by the message the bot was asked about: whether the customer got the answer first. */
  readonly handoffs: readonly { readonly botDelayMs: number; readonly tries: number; readonly delivered: number }[];
  /** From the bot's answer to the message of the customer's conversation, milliseconds. */
  readonly harmless: readonly {
    readonly botDelayMs: number;
    readonly held: readonly [p50: number, p95: number];
    readonly unheld: readonly [p50: number, p95: number];
  }[];
}

interface Conversation {
  handedOver: boolean;
  /** When the answer was readable, if it was before a hand-off. */
  answeredAt?: number;
  /** True if the gateway posted a failed turn instead of the bot's answer. */
  failed?: boolean;
}

/** Real services on Kafka, a bot over HTTP. The rules without the hold are those of a policy that lets no answer wait. */
export const measureHold = async (print: Print): Promise<HoldReport> => {
  const environment = await openEnvironment({ statements: false });
  const bot = await startBotServer();
  const conversations = new Map<string, Conversation>();
  const stopReading = await environment.log.tail([topics.conversation.name], ({ key, headers, value }) => {
    const it = conversations.get(key ?? '');
    if (it === undefined) return;
    const data = JSON.parse(Buffer.from(value ?? []).toString()) as {
      role?: string;
      owner?: { kind: string };
      bot?: { error?: string };
    };
    if (headers.ce_type === 'OwnerChanged' && data.owner?.kind === 'queue') it.handedOver = true;
    if (data.bot?.error !== undefined) it.failed = true;
    else if (headers.ce_type === 'MessagePosted' && data.role === 'bot' && !it.handedOver)
      it.answeredAt ??= performance.now();
  });
  try {
    const startAll = async (policy: string): Promise<void> => {
      const env = { BOT_URL: bot.url, POLICY_FILE: policy };
      for (const service of serviceNames) await environment.start(service, env);
    };
    const policy = readFileSync('deploy/defaults/policy.yaml', 'utf8');
    const without = join(environment.home, 'without-hold.yaml');
    writeFileSync(without, policy.replace(/verdictWaitMs: \d+/, 'verdictWaitMs: 0'));
    const http = new HttpClient(environment.url('gateway'));
    const ask = async (text: string): Promise<string> => {
      const start = await http.send('POST', '/v1/conversations', { channel: 'web', externalId: randomUUID() });
      const id = String(start.body.conversationId);
      conversations.set(id, { handedOver: false });
      const answer = await http.send('POST', `/v1/conversations/${id}/messages`, { role: 'customer', text });
      if (answer.status !== 201) throw new Error(`a message was answered ${answer.status}`);
      return id;
    };
    const askAtRate = async (texts: readonly string[], perSecond: number, seconds: number): Promise<string[]> => {
      const ids: Promise<string>[] = [];
      await openLoop(perSecond, seconds, (n) => void ids.push(ask(texts[n % texts.length] ?? '')));
      const done = await Promise.all(ids);
      await sleep(SETTLE_MS);
      const failed = done.filter((id) => conversations.get(id)?.failed === true).length;
      if (failed > 0) throw new Error(`the bot failed in ${failed} of ${done.length} conversations`);
      return done;
    };
    const harmlessDelays = async (botDelayMs: number): Promise<readonly [number, number]> => {
      bot.setDelay(botDelayMs);
      const ids = await askAtRate(HARMLESS_SENTENCES, HARMLESS_PER_SECOND, HARMLESS_SECONDS);
      const delays = ids.flatMap((id) => {
        const [sent, read] = [bot.answeredAt.get(id), conversations.get(id)?.answeredAt];
        return sent === undefined || read === undefined ? [] : [read - sent];
      });
      if (delays.length < ids.length * 0.9) throw new Error(`only ${delays.length} of ${ids.length} were answered`);
      const histogram = new DurationHistogram();
      for (const delay of delays) histogram.add(delay);
      const { p50, p95 } = histogram.summary();
      return [p50, p95];
    };

    const unheld = new Map<number, readonly [number, number]>();
    print('answers that do not wait');
    await startAll(without);
    await askAtRate(HARMLESS_SENTENCES, HARMLESS_PER_SECOND, WARM_UP_SECONDS);
    for (const delay of BOT_DELAYS_MS) unheld.set(delay, await harmlessDelays(delay));
    for (const service of serviceNames) await environment.end(service);

    print('answers that wait for the verdict');
    await startAll('deploy/defaults/policy.yaml');
    await askAtRate(HARMLESS_SENTENCES, HARMLESS_PER_SECOND, WARM_UP_SECONDS);
    const harmless: HoldReport['harmless'][number][] = [];
    for (const botDelayMs of BOT_DELAYS_MS)
      harmless.push({ botDelayMs, held: await harmlessDelays(botDelayMs), unheld: unheld.get(botDelayMs) ?? [0, 0] });
    const handoffs: HoldReport['handoffs'][number][] = [];
    for (const botDelayMs of BOT_DELAYS_MS) {
      bot.setDelay(botDelayMs);
      const ids = await askAtRate(URGENT, TRIES_PER_SECOND, TRIES / TRIES_PER_SECOND);
      const all = ids.map((id) => conversations.get(id));
      const missing = all.filter((it) => it?.handedOver !== true).length;
      if (missing > 0) throw new Error(`${missing} of ${ids.length} were not handed over`);
      const delivered = all.filter((it) => it?.answeredAt !== undefined).length;
      handoffs.push({ botDelayMs, tries: ids.length, delivered });
    }
    http.close();
    return { handoffs, harmless };
  } finally {
    await stopReading();
    await environment.stop();
    bot.stop();
  }
};

const ms = (value: number): string => value.toFixed(1);

export const holdTable = ({ handoffs, harmless }: HoldReport): string =>
  [
    '| bot answers after | hand-offs by the same message | answers the customer got before |',
    '| ---: | ---: | ---: |',
    ...handoffs.map(({ botDelayMs, tries, delivered }) => `| ${botDelayMs} ms | ${tries} | ${delivered} |`),
    '',
    `Harmless messages at ${HARMLESS_PER_SECOND} a second, from the bot's answer to the message in the conversation, ms:`,
    '',
    '| bot answers after | without the wait, p50 / p95 | with it, p50 / p95 | added, p50 / p95 |',
    '| ---: | ---: | ---: | ---: |',
    ...harmless.map(
      ({ botDelayMs, held, unheld }) =>
        `| ${botDelayMs} ms | ${ms(unheld[0])} / ${ms(unheld[1])} | ${ms(held[0])} / ${ms(held[1])} | ${ms(held[0] - unheld[0])} / ${ms(held[1] - unheld[1])} |`,
    ),
  ].join('\n');
