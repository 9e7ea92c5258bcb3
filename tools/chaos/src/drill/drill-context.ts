import { setTimeout as sleep } from 'node:timers/promises';
import { MAX_EVENT_BYTES, PARTITION_COUNT, toKafkaHeaders, topics } from '@warmline/contracts';
import { partitionOf } from '@warmline/messaging';
import { type ApiClient, apiClient } from '@warmline/testing/api';
import type { BotServer } from '@warmline/testing/bot-server';
import { Client } from 'pg';
import type { Cluster } from '../cluster.ts';
import { warmline } from '../faults/lost-topic.ts';

/** What a scenario does to the system. Requests that fail while a fault lasts are part of the drill. */
export class DrillContext {
  private count = 0;

  constructor(
    readonly cluster: Cluster,
    readonly bot: BotServer,
  ) {}

  /** Runs `action` again and again, that many times a second, whether or not the earlier ones have ended. Returns how to stop it. */
  repeat(perSecond: number, action: () => Promise<unknown>): () => void {
    const timer = setInterval(() => void action().catch(() => undefined), 1_000 / perSecond);
    return () => clearInterval(timer);
  }

  /** Starts a conversation of a new customer, who writes a message; resolves to its id. */
  async newCustomer(channel: 'api' | 'web', text = 'Where is my order?'): Promise<string> {
    const externalId = `drill-${++this.count}`;
    const { body } = await this.gateway().post<{ conversationId: string }>('/v1/conversations', {
      channel,
      externalId,
    });
    await this.post(body.conversationId, 'messages', { role: 'customer', text });
    return body.conversationId;
  }

  post(conversationId: string, path: string, body: unknown) {
    return this.gateway().post(`/v1/conversations/${conversationId}/${path}`, body);
  }

  /** Publishes messages of a channel; `malformed` ones are refused by every gateway. */
  async publish(messages: number, malformed = false): Promise<void> {
    const records = Array.from({ length: messages }, () => {
      const id = `drill-log-${++this.count}`;
      const payload = { tenantId: 'default', channel: 'mail', externalId: id, externalMessageId: id };
      const value = { conversationId: id, ...payload, role: malformed ? 'nobody' : 'customer', text: 'Hello' };
      const attributes = { id, type: 'MessageReceived', source: '/drill', tenantid: 'default' } as const;
      const headers = toKafkaHeaders({ specversion: '1.0', ...attributes, time: new Date().toISOString() });
      const partition = partitionOf(id, PARTITION_COUNT);
      return { topic: topics.ingress.name, partition, key: id, value: JSON.stringify(value), headers };
    });
    if (records.some(({ value }) => value.length > MAX_EVENT_BYTES)) throw new Error('a message is too large');
    await this.cluster.log.append(records);
  }

  /** Holds an exclusive lock on a table: every statement on it waits. Returns how to release it. */
  async lockTable(table: string): Promise<() => Promise<void>> {
    const client = await this.connect();
    await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
    return () => client.end();
  }

  /** A slow database: every statement on a table waits for up to three seconds, again and again. Returns how to end it. */
  async slowTable(table: string): Promise<() => Promise<void>> {
    const client = await this.connect();
    let slow = true;
    const running = (async () => {
      while (slow) {
        await client.query(`BEGIN; LOCK TABLE ${table} IN ACCESS EXCLUSIVE MODE`);
        await sleep(3_000);
        await client.query('COMMIT');
        await sleep(100);
      }
    })();
    return async () => {
      slow = false;
      await running;
      await client.end();
    };
  }

  async connect(): Promise<Client> {
    const client = new Client({ connectionString: this.cluster.databaseUrl });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  /** Runs the command line tool against this installation; rejects with its output if it fails. */
  warmline(...args: readonly string[]): Promise<string> {
    return warmline(this.cluster, ...args);
  }

  async untilReady(): Promise<void> {
    await Promise.all(this.cluster.instances.map((each) => each.ready()));
  }

  async stopAll(): Promise<void> {
    await Promise.all(this.cluster.instances.map((each) => each.process.stop()));
  }

  async startAll(): Promise<void> {
    for (const each of this.cluster.instances) each.start();
    await this.untilReady();
  }

  pause(ms: number): Promise<void> {
    return sleep(ms);
  }

  private gateway(): ApiClient {
    const gateways = this.cluster.replicasOf('gateway');
    return apiClient(gateways[this.count % gateways.length]?.url ?? '');
  }
}
