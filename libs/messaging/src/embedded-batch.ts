import type { Incoming, Outgoing, Statement } from './transport.ts';

/** One caller's append, waiting for its transaction. */
export interface Waiting {
  readonly records: readonly Outgoing[];
  readonly also: Statement | undefined;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

interface Slot {
  readonly topic: string;
  readonly partition: number;
  readonly records: Omit<Incoming, 'offset'>[];
}

const list = (numbers: readonly number[]): string => `{${numbers.join(',')}}`;

/** The records of a transaction by partition, in sorted order; `values` are the parameters of APPEND, `placed` what its answer makes of them. */
export const packed = (waiting: readonly Waiting[], timestamp: number) => {
  const slots = new Map<string, Slot>();
  for (const { records } of waiting) {
    for (const { topic, partition, key, value, headers } of records) {
      const id = `${topic}/${partition}`;
      const slot = slots.get(id) ?? { topic, partition, records: [] };
      slots.set(id, slot);
      slot.records.push({ topic, partition, key, headers, value: Buffer.from(value), timestamp });
    }
  }
  const sorted = [...slots.values()].sort((a, b) =>
    a.topic === b.topic ? a.partition - b.partition : a.topic < b.topic ? -1 : 1,
  );

  const parts: Uint8Array[] = [];
  const columns = {
    slot: [] as number[],
    rank: [] as number[],
    at: [] as number[],
    key: [] as number[],
    headers: [] as number[],
    value: [] as number[],
  };
  let at = 1; // substring counts from one
  sorted.forEach(({ records }, place) => {
    records.forEach((record, rank) => {
      const key = Buffer.from(record.key ?? '');
      const headers = Buffer.from(JSON.stringify(record.headers));
      const value = record.value ?? Buffer.alloc(0);
      parts.push(key, headers, value);
      columns.slot.push(place + 1);
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
      list(sorted.map(({ partition }) => partition)),
      list(sorted.map(({ records }) => records.length)),
      Buffer.concat(parts, at - 1),
      timestamp,
      ...[columns.slot, columns.rank, columns.at, columns.key, columns.headers, columns.value].map(list),
    ],
    placed: (
      answer: readonly { slot: number; base: number }[],
    ): { topic: string; partition: number; records: Incoming[] }[] => {
      if (answer.length !== sorted.length) throw new Error('a partition is missing from the log');
      return answer.flatMap(({ slot, base }) => {
        const found = sorted[slot - 1];
        if (found === undefined) return [];
        const { topic, partition, records } = found;
        return [{ topic, partition, records: records.map((record, rank) => ({ ...record, offset: base + rank })) }];
      });
    },
  };
};
