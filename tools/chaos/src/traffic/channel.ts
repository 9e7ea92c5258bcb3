import { setTimeout as sleep } from 'node:timers/promises';
import { MAX_EVENT_BYTES, PARTITION_COUNT, toKafkaHeaders, topics } from '@warmline/contracts';
import { partitionOf } from '@warmline/messaging';
import { Kafka, logLevel, type Message, type Producer } from 'kafkajs';
import type { ClientLog } from '../client-log.ts';
import type { MalformedDelivery, Visit } from '../schedule.ts';

export const MALFORMED_HEADER = 'chaos_malformed';

/** A channel that publishes messages to the ingress topic; it repeats what was not acknowledged. */
export class Channel {
  private readonly producer: Producer;
  private connected: Promise<void> | undefined;
  private count = 0;

  constructor(
    brokers: string,
    private readonly clientLog: ClientLog,
    private readonly stopping: AbortSignal,
  ) {
    const kafka = new Kafka({ brokers: [brokers], clientId: 'chaos-channel', logLevel: logLevel.NOTHING });
    this.producer = kafka.producer({ allowAutoTopicCreation: false, retry: { retries: 2, initialRetryTime: 100 } });
  }

  /** Publishes a message; `externalMessageId` is the channel's own id, so that HTTP may deliver the same message. */
  async deliver(visit: Visit, text: string, tag: string, externalMessageId: string, times: number): Promise<void> {
    const { tenantId, channel, externalId } = visit;
    const payload = { tenantId, channel, externalId, externalMessageId, role: 'customer', text };
    const value = JSON.stringify({ conversationId: externalId, ...payload });
    const headers = this.headers(tenantId, 'MessageReceived');
    const partition = partitionOf(externalId, PARTITION_COUNT);
    const id = this.clientLog.requests.length;
    const answers: ClientLog['requests'][number]['answers'] = [];
    this.clientLog.requests.push({ id, what: 'ingress', key: externalMessageId, tag, invokedAt: Date.now(), answers });
    const message = { partition, key: externalId, value, headers };
    const attempts = await this.send(Array.from({ length: times }, () => message));
    if (attempts > 0) answers.push({ at: Date.now(), status: 202, attempts });
  }

  /** Publishes a record that no gateway can accept. */
  async publishMalformed({ kind, partition }: MalformedDelivery): Promise<void> {
    const tag = `z${this.count}-${partition}`;
    const headers = {
      ...this.headers('tenant-bad', kind === 'unknown-type' ? 'UnknownEvent' : 'MessageReceived'),
      [MALFORMED_HEADER]: kind,
    };
    const address = { conversationId: tag, tenantId: 'tenant-bad', channel: 'whatsapp', externalId: tag };
    const valid = { ...address, externalMessageId: tag, role: 'customer', text: 'Hello' };
    const values: Record<string, string | Buffer> = {
      'bad-json': '{"conversationId": "cut off',
      'wrong-schema': JSON.stringify({ ...valid, role: 'nobody' }),
      'unknown-type': JSON.stringify(valid),
      'zero-byte': JSON.stringify({ ...valid, externalMessageId: `${tag}\u0000` }),
      oversized: JSON.stringify({ ...valid, text: 'x'.repeat(MAX_EVENT_BYTES) }),
      'not-utf8': Buffer.concat([Buffer.from(JSON.stringify(valid).slice(0, -2)), Buffer.from([0xc3, 0x28, 0xff])]),
    };
    const value = values[kind] ?? '';
    if ((await this.send([{ partition, key: tag, value, headers }])) > 0) this.clientLog.malformed.push({ kind, tag });
  }

  async close(): Promise<void> {
    await this.producer.disconnect().catch(() => undefined);
  }

  private headers(tenantid: string, type: string): Record<string, string> {
    const id = `channel-${this.count++}`;
    const time = new Date().toISOString();
    return toKafkaHeaders({ specversion: '1.0', id, type, source: '/chaos/channel', time, tenantid });
  }

  /** Number of attempts until the broker accepted all messages; 0 = it never did. */
  private async send(messages: Message[]): Promise<number> {
    for (let attempts = 1; !this.stopping.aborted; attempts++) {
      try {
        this.connected ??= this.producer.connect();
        await this.connected;
        await this.producer.send({ topic: topics.ingress.name, acks: -1, messages });
        return attempts;
      } catch {
        this.connected = undefined;
        await sleep(200);
      }
    }
    return 0;
  }
}
