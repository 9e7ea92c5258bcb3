/** A record as read. Offsets grow within a partition; gaps are legal. */
export interface ConsumerRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly value: Uint8Array | null;
  readonly headers: Readonly<Record<string, string>>;
  /** Broker or producer time, milliseconds since the epoch; never used to decide. */
  readonly timestamp: number;
}

/** A record to append; its partition is settled by who made it, never by the transport. */
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
  /** The position the fetch was made at: a batch fetched before a seek took effect shows here. */
  readonly from: number;
  readonly records: readonly ConsumerRecord[];
  /** The end of the partition (next offset to be written) as this fetch saw it. */
  readonly end: number;
}

export interface Listener {
  /** The whole assignment, at every (re-)join, even an unchanged one: every task named here must be taken over again. */
  assigned(tasks: readonly number[]): void;
  /** Membership ended or is in doubt: stop working on all tasks until `assigned` comes again. */
  revoked(): void;
  /** The transport delivers no more of this partition before the promise resolves: that is the back-pressure. Never rejects. */
  records(fetched: FetchedBatch): Promise<void>;
  /** Not able to read for now, and able again. `fatal` = the process should exit (a non-retriable crash leaves a deaf process otherwise). */
  down(cause: Error, fatal: boolean): void;
  up(): void;
}

export interface Subscription {
  /** Confirms membership with the coordinator; rejects if this member is out or the broker is away. */
  confirm(): Promise<void>;
  /** Read on from `offset`; 0 where nothing was ever read = the earliest there is. A batch fetched before may still be delivered: see Fetched.from. */
  seek(topic: string, partition: number, offset: number): void;
  /** For lag displays only; best effort, never rejects. */
  reportOffsets(positions: readonly { topic: string; partition: number; offset: number }[]): Promise<void>;
  stop(): Promise<void>;
}

export interface TopicDeclaration {
  readonly name: string;
  readonly partitions: number;
  readonly config: Readonly<Record<string, string>>;
}

/**
 * The port to a partitioned log. Guarantees every implementation gives, held by transport.suite.ts:
 * order within a partition; `append` resolves only when all records are durable (acks = all), and a failed one may have been appended;
 * task n of a group = partition n of all its topics, owned by one live member (zombies are possible, the Processor's guard stops them).
 */
export interface Transport {
  readonly kind: 'kafka' | 'embedded' | 'memory';
  /**
   * Waits for the broker as long as it takes; `listener.down` tells. All topics must exist with the same partition count. `patienceMs`: how long
   * a record of a steady flow may wait for others to be delivered with, at most.
   */
  subscribe(group: string, topics: readonly string[], listener: Listener, lingerMs?: number): Promise<Subscription>;
  /** Reads topics from their tail outside any group: hints only, records may be missed. Resolves to the stop. */
  tail(
    topics: readonly string[],
    onRecord: (record: ConsumerRecord) => void,
    fromBeginning?: boolean,
  ): Promise<() => Promise<void>>;
  /**
   * Appends in the given order per partition, chunked by bytes. `also` runs in the same transaction where the log is a database;
   * the answer says whether it did. The caller keeps one unacknowledged append per shard at most.
   */
  append(records: readonly ProducerRecord[], statement?: SqlStatement): Promise<{ statementExecuted: boolean }>;
  /** First and next offset of a partition. */
  bounds(topic: string, partition: number): Promise<{ first: number; end: number }>;
  /** Creates what is missing and aligns configuration; never changes a partition count: a wrong one is an error. Answers the names it created. */
  applyTopics(declarations: readonly TopicDeclaration[]): Promise<string[]>;
  /** Existing topics with their partition counts. */
  listTopics(): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}
