/** A record as read. Offsets grow within a partition and may have gaps. */
export interface ConsumerRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Broker or producer time, milliseconds since the epoch. Never used in decisions. */
  readonly timestamp: number;
}

/** A record to append. The caller chooses the partition, never the transport. */
export interface ProducerRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface SqlStatement {
  readonly text: string;
  readonly values: readonly unknown[];
}

export interface FetchedBatch {
  readonly topic: string;
  readonly partition: number;
  /** Position of the fetch request. It reveals a batch that was fetched before a seek took effect. */
  readonly from: number;
  readonly records: readonly ConsumerRecord[];
  /** End of the partition (next offset to be written) at the time of the fetch. */
  readonly end: number;
}

export interface Listener {
  /** The whole assignment, at every (re-)join, also if unchanged. Every task in it must be taken over again. */
  assigned(tasks: readonly number[]): void;
  /** Membership ended or is in doubt: stop work on all tasks until the next `assigned`. */
  revoked(): void;
  /** The transport delivers nothing more of this partition until the promise resolves (back-pressure). Must not reject. */
  records(fetched: FetchedBatch): Promise<void>;
  /** Reading is interrupted, until `up`. `fatal`: the process should exit, because the consumer will not restart. */
  down(cause: Error, fatal: boolean): void;
  up(): void;
  /** The reading loop has come round: it fetched, was paused, or tried again. Only a transport with such a loop calls it. */
  turned?(): void;
}

export interface Subscription {
  /** Confirms membership with the coordinator. Rejects if this member is out of the group or the broker is unavailable. */
  confirm(): Promise<void>;
  /** Reads from `offset` on; 0 if nothing was ever read, which means the earliest record. A batch fetched earlier may still be delivered, see FetchedBatch.from. */
  seek(topic: string, partition: number, offset: number): void;
  /** For lag displays only. Best effort, never rejects. */
  reportOffsets(positions: readonly { topic: string; partition: number; offset: number }[]): Promise<void>;
  stop(): Promise<void>;
}

/** A setting of an existing topic that differs from its declaration. */
export interface TopicDifference {
  readonly topic: string;
  readonly setting: string;
  /** Undefined: the broker does not say. */
  readonly value: string | undefined;
  readonly declared: string;
}
export interface TopicOptions {
  readonly update?: boolean;
  readonly onDifference?: (difference: TopicDifference) => void;
}

export interface TopicDeclaration {
  readonly name: string;
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

/**
 * The port to a partitioned log. Guarantees of every implementation, tested by transport.suite.ts:
 * order within a partition; `append` resolves only once all records are durable (acks = all), and a failed append may have been written;
 * task n of a group = partition n of all its topics, owned by one live member. Stale owners are possible; the version guard stops them.
 */
export interface Transport {
  readonly kind: 'kafka' | 'embedded' | 'memory';
  /**
   * Waits for the broker without limit and reports `listener.down`. All topics must exist with the same partition count. `lingerMs`: longest time
   * a record of a steady flow waits to be delivered together with others.
   */
  subscribe(group: string, topics: readonly string[], listener: Listener, lingerMs?: number): Promise<Subscription>;
  /** Reads topics from their end outside any group. A hint only: records may be missed. Resolves to a function that stops it. */
  tail(
    topics: readonly string[],
    onRecord: (record: ConsumerRecord) => void,
    fromBeginning?: boolean,
  ): Promise<() => Promise<void>>;
  /**
   * Appends in the given order per partition, chunked by bytes. `statement` runs in the same transaction if the log is a database;
   * `statementExecuted` says whether it did. The caller has at most one unacknowledged append per shard.
   */
  append(records: readonly ProducerRecord[], statement?: SqlStatement): Promise<{ statementExecuted: boolean }>;
  /** First and next offset of a partition. */
  bounds(topic: string, partition: number): Promise<{ first: number; end: number }>;
  /** The next offset of each partition of a topic, by partition. */
  ends(topic: string): Promise<readonly number[]>;
  /**
   * Creates missing topics and returns their names. A setting of an existing topic that differs from its declaration is an operator's
   * choice: it is reported, and changed only with `update`. Rejects on a different partition count, which never changes.
   */
  applyTopics(declarations: readonly TopicDeclaration[], options?: TopicOptions): Promise<string[]>;
  /**
   * Only where the log is a cluster. Rejects with everything that is wrong with these topics: missing, not allowed, another partition
   * count, fewer replicas than required.
   */
  checkTopics?(declared: readonly Pick<TopicDeclaration, 'name' | 'partitions'>[]): Promise<void>;
  /** Existing topics with their partition counts. */
  listTopics(): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}
