import { derivedId } from '@warmline/messaging';

/** A record without its shard and sequence. */
interface UnsequencedRecord {
  readonly partition: number;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * Gives records shard and sequence as the service that writes them does: one shard for each output partition, one sequence for each
 * shard.
 */
export const shardSequencer = (service: string, load: string) => {
  const incarnation = derivedId(`bench/incarnation/${load}`);
  const last = new Map<number, number>();
  return <R extends UnsequencedRecord>(record: R): R => {
    const { partition, headers } = record;
    const sequence = (last.get(partition) ?? 0) + 1;
    last.set(partition, sequence);
    const shard = `${service}/${partition}@${incarnation}`;
    return { ...record, headers: { ...headers, ce_shard: shard, ce_sequence: String(sequence) } };
  };
};
