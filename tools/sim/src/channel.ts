import { PARTITION_COUNT, toKafkaHeaders, topics } from '@warmline/contracts';
import { addressOf } from '@warmline/gateway/stages';
import { derivedId, type MemoryTransport, type ProducerRecord, partitionOf } from '@warmline/messaging';
import { appendFrom } from './broker.ts';
import type { Delivery } from './history.ts';
import { Host } from './host.ts';
import type { Network } from './network.ts';

const MALFORMED: readonly ((record: ProducerRecord) => ProducerRecord)[] = [
  (record) => ({ ...record, value: '{' }),
  (record) => ({ ...record, value: '' }),
  (record) => ({ ...record, value: JSON.stringify({ text: 7 }) }),
  (record) => ({ ...record, headers: { ...record.headers, ce_type: 'UnknownType' } }),
  (record) => ({ ...record, headers: { ...record.headers, ce_time: 'yesterday' } }),
  (record) => ({ ...record, value: record.value.replace(/"text":"[^"]*"/, '"text":" "') }),
];

/** A channel that publishes to the ingress topic, with a producer that is not idempotent and a shard name it does not own. */
export class Channel {
  readonly deliveries: Delivery[] = [];
  private readonly host: Host;
  private createdCount = 0;
  private pendingAppends = 0;

  constructor(
    private readonly network: Network,
    private readonly log: MemoryTransport,
  ) {
    this.host = new Host('channel', 'channel', network);
  }

  get isSending(): boolean {
    return this.pendingAppends > 0;
  }

  /** Resolves when the log has the record. */
  async publish(externalId: string, text: string, externalMessageId = `x-${this.createdCount}`): Promise<void> {
    const { random, time } = this.network;
    const address = addressOf({ tenantId: 'default', channel: 'whatsapp', externalId });
    this.deliveries.push({ address, externalMessageId, text });
    const record = this.record(externalId, externalMessageId, text);
    if (random.chance(0.15))
      await this.append(random.pick(MALFORMED)(this.record(externalId, `bad-${this.createdCount}`, 'bad')));
    await this.append(record);
    // Duplicates: the same record again, or a new record for the same message.
    if (random.chance(0.3)) time.after(random.below(30_000), () => void this.append(record));
    if (random.chance(0.3))
      time.after(random.below(30_000), () => void this.append(this.record(externalId, externalMessageId, text)));
  }

  private record(externalId: string, externalMessageId: string, text: string): ProducerRecord {
    const { random, time } = this.network;
    const n = ++this.createdCount;
    const data = {
      conversationId: externalId,
      tenantId: 'default',
      channel: 'whatsapp',
      externalId,
      externalMessageId,
      role: 'customer',
      text,
    };
    const id = derivedId(`channel/${n}`);
    const at = new Date(time.now + random.between(-3_600_000, 3_600_000)).toISOString();
    const headers = toKafkaHeaders({
      specversion: '1.0',
      id,
      type: 'MessageReceived',
      source: '/channel',
      time: at,
      tenantid: 'default',
    });
    return {
      topic: topics.ingress.name,
      partition: partitionOf(externalId, PARTITION_COUNT),
      key: externalId,
      value: JSON.stringify(data),
      headers: { ...headers, ce_shard: 'channel', ce_sequence: '1' },
    };
  }

  private async append(record: ProducerRecord): Promise<void> {
    const { time, random } = this.network;
    this.pendingAppends++;
    const append = appendFrom(this.host, this.log);
    for (;;) {
      try {
        await append([record]);
        break;
      } catch {
        await time.sleep(random.between(20, 500));
      }
    }
    this.pendingAppends--;
  }
}
