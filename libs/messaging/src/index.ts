export { type Clock, pause, systemClock } from './clock.ts';
export { DEAD_LETTER_SHARD_PREFIX, decode, describeIssues, encode, MAX_OUTPUT_BYTES } from './codec.ts';
export { type Command, type CommandStage, commandStage } from './commands/command.ts';
export { CommandProcessor, type CommandProcessorSettings } from './commands/command-processor.ts';
export type { CommittedEffect } from './commands/decide-group.ts';
export { Executor, type ExecutorSettings, Overloaded } from './commands/executor.ts';
export type { ExecutorStore, TimelineRow } from './commands/executor-store.ts';
export { configuredStep } from './configured-step.ts';
export { DISCARDED_HEADER, deadLetter, originalTopic } from './dead-letters/dead-letter.ts';
export { findOpenDeadLetters, OpenDeadLetters1760000000200 } from './dead-letters/open-dead-letters.ts';
export * from './decider.ts';
export { derivedId } from './ids.ts';
export { type JoinSettings, type JoinState, joinBySequence } from './join.ts';
export type { Log } from './log.ts';
export { type LoopWatch, unwatched, type WatchLoop } from './loop-watch.ts';
export { MemoryExecutorStore } from './memory/memory-executor-store.ts';
export { MemoryStore } from './memory/memory-store.ts';
export { type MemoryTransport, memoryTransport } from './memory/memory-transport.ts';
export { NotReadyError } from './not-ready.ts';
export { type CommandObserver, noopObserver, type Observer } from './observer.ts';
export { partitionOf } from './partition.ts';
export {
  CommandTables1760000000100,
  EvidenceTime1760000000300,
  TimelineTraces1760000000400,
} from './postgres/command-migration.ts';
export { PostgresExecutorStore } from './postgres/postgres-executor-store.ts';
export { PostgresStore, type Projection } from './postgres/postgres-store.ts';
export { RuntimeTables1760000000000, UpdatesInPlace1760000000500 } from './postgres/runtime-migration.ts';
export { Processor, type ProcessorSettings } from './processor.ts';
export { readToEnd } from './read-to-end.ts';
export { type Input, type ProcessedEvent, type Stage, stage } from './stage.ts';
export { NewerSchemaError, upcastState } from './state.ts';
export type { Commit, OutboxRow, Store } from './store.ts';
export { Table } from './table.ts';
export { DEAD_LETTER_RETENTION_MS, declaredTopics, type TopicUse, topicUse } from './topics.ts';
export { conversationIn, type Span, type Subject, type Tracing } from './tracing.ts';
export type {
  ConsumerRecord,
  Listener,
  ProducerRecord,
  SqlStatement,
  Subscription,
  TopicDifference,
  Transport,
} from './transport.ts';
