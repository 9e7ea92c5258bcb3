import type { ConsumerRecord, ProducerRecord, SqlStatement } from '../transport.ts';

/** An append that waits for its transaction. */
export interface PendingAppend {
  readonly records: readonly ProducerRecord[];
  readonly statement: SqlStatement | undefined;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface PartitionRecords {
  readonly topic: string;
  readonly partition: number;
  readonly records: Omit<ConsumerRecord, 'offset'>[];
}

const intArrayLiteral = (numbers: readonly number[]): string => `{${numbers.join(',')}}`;

/** Parameters of APPEND for the records of a transaction, grouped by partition in sorted order. `withOffsets` adds the assigned offsets to the records. */
export const appendParameters = (appends: readonly PendingAppend[], timestamp: number) => {
  const byPartition = new Map<string, PartitionRecords>();
  for (const { records } of appends) {
    for (const { topic, partition, key, value, headers } of records) {
      const id = `${topic}/${partition}`;
      const group = byPartition.get(id) ?? { topic, partition, records: [] };
      byPartition.set(id, group);
      group.records.push({ topic, partition, key, headers, value: Buffer.from(value), timestamp });
    }
  }
  const sorted = [...byPartition.values()].sort((a, b) =>
    a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1,
  );

  const parts: Uint8Array[] = [];
  const columns = {
    group: [] as number[],
    rank: [] as number[],
    at: [] as number[],
    key: [] as number[],
    headers: [] as number[],
    value: [] as number[],
  };
  let at = 1; // substring counts from one
  sorted.forEach(({ records }, index) => {
    records.forEach((record, rank) => {
      const key = Buffer.from(record.key ?? '');
      const headers = Buffer.from(JSON.stringify(record.headers));
      const value = record.value ?? Buffer.alloc(0);
      parts.push(key, headers, value);
      columns.group.push(index + 1);
      columns.rank.push(rank);
      columns.at.push(at);
      columns.key.push(key.length);
      columns.headers.push(headers.length);
      columns.value.push(value.length);
      at += key.length + headers.length + value.length;
    });
  });
  return {
    values: [
      sorted.map(({ topic }) => topic),
      intArrayLiteral(sorted.map(({ partition }) => partition)),
      intArrayLiteral(sorted.map(({ records }) => records.length)),
      Buffer.concat(parts, at - 1),
      timestamp,
      ...[columns.group, columns.rank, columns.at, columns.key, columns.headers, columns.value].map(intArrayLiteral),
    ],
    withOffsets: (
      answer: readonly { group: number; base: number }[],
    ): { topic: string; partition: number; records: ConsumerRecord[] }[] => {
      if (answer.length !== sorted.length) throw new Error('a partition is missing from the log');
      return answer.flatMap(({ group, base }) => {
        const found = sorted[group - 1];
        if (found === undefined) return [];
        const { topic, partition, records } = found;
        return [{ topic, partition, records: records.map((record, rank) => ({ ...record, offset: base + rank })) }];
      });
    },
  };
};
