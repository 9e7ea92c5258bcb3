export interface MetricDeclaration {
  readonly name: `warmline_${string}`;
  /** States what is counted, and its unit. */
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** Besides `service`, which every sample carries. */
  readonly labels: readonly string[];
  /** Values of the labels that are known beforehand: a counter exists at 0 for each, so that its first increase is one. */
  readonly startsWith?: Readonly<Record<string, readonly string[]>>;
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[];
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const SHORT_SECONDS = [0.000_05, 0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5];
const EVENTS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500];

/** All metrics of the system. No other file declares one. */
export const metricDeclarations = {
  eventsProcessed: {
    name: 'warmline_events_processed_total',
    help: 'Events folded and committed, by outcome: emit, skip or reject.',
    type: 'counter',
    labels: ['topic', 'type', 'outcome'],
  },
  batchSeconds: {
    name: 'warmline_batch_seconds',
    help: 'Seconds from the start of a batch to the end of its commit.',
    type: 'histogram',
    labels: [],
    buckets: SECONDS,
  },
  batchEvents: {
    name: 'warmline_batch_events',
    help: 'Events in a committed batch.',
    type: 'histogram',
    labels: [],
    buckets: EVENTS,
  },
  commitSeconds: {
    name: 'warmline_commit_seconds',
    help: 'Seconds of a batch transaction, from its first statement to the answer to COMMIT.',
    type: 'histogram',
    labels: [],
    buckets: SECONDS,
  },
  handlerSeconds: {
    name: 'warmline_handler_seconds',
    help: 'Seconds the rules of a handler (a stage of the service) take for one event. In place of a topic, `command` stands for requests and replies of bots, `tick` for timers. Reading, models and the commit are not included; a batch that is repeated counts again.',
    type: 'histogram',
    labels: ['topic', 'handler'],
    buckets: SHORT_SECONDS,
  },
  publishSeconds: {
    name: 'warmline_publish_seconds',
    help: 'Seconds of an append to the log, from sending to acknowledgement.',
    type: 'histogram',
    labels: [],
    buckets: SECONDS,
  },
  publishQueueRows: {
    name: 'warmline_publish_queue_rows',
    help: 'Committed outbox rows queued for publication in this process.',
    type: 'gauge',
    labels: [],
  },
  outboxRows: {
    name: 'warmline_outbox_rows',
    help: 'Committed outbox rows in the database of the service that are not known to be published. Every replica reports the same value.',
    type: 'gauge',
    labels: [],
  },
  oldestOutboxRow: {
    name: 'warmline_outbox_oldest_age_seconds',
    help: 'Seconds since this process first saw the oldest row of the outbox; 0 when there is none.',
    type: 'gauge',
    labels: [],
  },
  duplicatesSkipped: {
    name: 'warmline_duplicates_skipped_total',
    help: 'Records skipped because their sequence was already applied.',
    type: 'counter',
    labels: ['topic'],
  },
  deadLetters: {
    name: 'warmline_dead_letters_total',
    help: 'Records sent to a dead-letter topic. `reason` is a class of errors, never a message.',
    type: 'counter',
    labels: ['topic', 'reason'],
  },
  openDeadLetters: {
    name: 'warmline_dead_letters_open',
    help: 'Dead letters of the service that were neither replayed successfully nor discarded, by the topic they came from. Every replica reports the same value.',
    type: 'gauge',
    labels: ['topic'],
  },
  oldestDeadLetter: {
    name: 'warmline_dead_letter_oldest_age_seconds',
    help: 'Seconds since the oldest open dead letter was first rejected; 0 when none is open. Every replica reports the same value.',
    type: 'gauge',
    labels: ['topic'],
  },
  consumerLag: {
    name: 'warmline_consumer_lag_offsets',
    help: 'Offsets between the committed position and the end of the topic, over all partitions owned by this process.',
    type: 'gauge',
    labels: ['topic'],
  },
  consumerLagSeconds: {
    name: 'warmline_consumer_lag_seconds',
    help: 'Seconds since the oldest record that was fetched and not handled was appended, over all partitions owned by this process; 0 when none waits.',
    type: 'gauge',
    labels: ['topic'],
  },
  ticks: {
    name: 'warmline_ticks_total',
    help: 'Ticks folded: timers that deciders had set.',
    type: 'counter',
    labels: [],
  },
  taskTakeovers: {
    name: 'warmline_task_takeovers_total',
    help: 'Tasks taken over: at start, after an assignment or re-join, and after a fault.',
    type: 'counter',
    labels: [],
  },
  tasksStopped: {
    name: 'warmline_tasks_stopped',
    help: 'Tasks of this process that stopped because the log does not hold what they have to read, or has lost what they have read. An operator decides how they go on.',
    type: 'gauge',
    labels: [],
  },
  staleCommits: {
    name: 'warmline_stale_commits_total',
    help: 'Commits refused because the task had been taken over by another process.',
    type: 'counter',
    labels: [],
  },
  retentionDeletedRows: {
    name: 'warmline_retention_deleted_rows_total',
    help: 'Rows deleted because their retention was over, by table.',
    type: 'counter',
    labels: ['table'],
  },
  buildInfo: {
    name: 'warmline_build_info',
    help: '1; the labels are the version of Warmline and of Node.',
    type: 'gauge',
    labels: ['version', 'node'],
  },
  ready: {
    name: 'warmline_ready',
    help: '1 while everything this service needs is available, 0 otherwise.',
    type: 'gauge',
    labels: [],
  },
  clockAhead: {
    name: 'warmline_clock_ahead_seconds',
    help: 'Seconds by which the clock of this machine is ahead of the clock of the database, as the last reading told; negative = behind. The time of the service stays within one second of the database.',
    type: 'gauge',
    labels: [],
  },
  commandsWaiting: {
    name: 'warmline_commands_waiting',
    help: 'Commands waiting for their transaction.',
    type: 'gauge',
    labels: [],
  },
  commandsRefused: {
    name: 'warmline_commands_refused_total',
    help: 'Requests refused before anything was written: queue-full (too many are waiting), timed-out (waited too long) or rate-limited (too many from one conversation, desk or client).',
    type: 'counter',
    labels: ['reason'],
    startsWith: { reason: ['queue-full', 'timed-out', 'rate-limited'] },
  },
  botCallsInFlight: {
    name: 'warmline_bot_calls_in_flight',
    help: 'Calls to a bot in flight, one per customer message.',
    type: 'gauge',
    labels: [],
  },
  botCallsRefused: {
    name: 'warmline_bot_calls_refused_total',
    help: 'Customer messages not sent to a bot because too many calls were in flight. Their conversation is handed off when the deadline of the bot passes.',
    type: 'counter',
    labels: [],
  },
  intentModelLoaded: {
    name: 'warmline_intent_model_loaded',
    help: '1 if the intent model reads customer messages, 0 if its runtime is missing and the rules of escalation-detection decide alone.',
    type: 'gauge',
    labels: [],
  },
  intentsRead: {
    name: 'warmline_intents_read_total',
    help: 'Customer messages whose intents were read, by what read them last: gate (nothing suspected) or encoder.',
    type: 'counter',
    labels: ['by'],
    startsWith: { by: ['gate', 'encoder'] },
  },
  databaseConnections: {
    name: 'warmline_database_connections',
    help: 'Connections of the service to its database, by state: idle or used.',
    type: 'gauge',
    labels: ['state'],
  },
  databaseConnectionsMax: {
    name: 'warmline_database_connections_max',
    help: 'Most connections the service opens to its database.',
    type: 'gauge',
    labels: [],
  },
  databaseRequestsWaiting: {
    name: 'warmline_database_requests_waiting',
    help: 'Requests that wait for a connection to the database, because all are used.',
    type: 'gauge',
    labels: [],
  },
  databaseErrors: {
    name: 'warmline_database_errors_total',
    help: 'Faults of the database and of connections to it: connection (an idle one was lost), query (one failed for a reason that may pass) or ping (no answer to the check every 2 s).',
    type: 'counter',
    labels: ['operation'],
    startsWith: { operation: ['connection', 'query', 'ping'] },
  },
  brokerErrors: {
    name: 'warmline_broker_errors_total',
    help: 'Faults of the broker and of connections to it: append (sent again unchanged) or read (the consumer was interrupted).',
    type: 'counter',
    labels: ['operation'],
    startsWith: { operation: ['append', 'read'] },
  },
  queueHandoffs: {
    name: 'warmline_queue_handoffs',
    help: 'Hand-offs that wait for an agent, an open offer included, by the first team of their route; `other` for a team that the published teams do not name. Every replica reports the same value.',
    type: 'gauge',
    labels: ['team'],
  },
  queueOldestWait: {
    name: 'warmline_queue_oldest_wait_seconds',
    help: 'Seconds since the oldest of these hand-offs was requested; 0 when none waits. Every replica reports the same value.',
    type: 'gauge',
    labels: ['team'],
  },
  httpRequests: {
    name: 'warmline_http_requests_total',
    help: 'HTTP requests answered, by route pattern and status.',
    type: 'counter',
    labels: ['method', 'route', 'status'],
  },
  httpRequestSeconds: {
    name: 'warmline_http_request_seconds',
    help: 'Seconds from a request to the end of its answer. Event streams are not counted.',
    type: 'histogram',
    labels: ['method', 'route'],
    buckets: SECONDS,
  },
  sseClients: {
    name: 'warmline_sse_clients',
    help: 'Open server-sent-event streams.',
    type: 'gauge',
    labels: [],
  },
  modelSummaries: {
    name: 'warmline_model_summaries_total',
    help: 'Summaries requested from a model, by outcome: written, unsupported (it states a fact that is not in the conversation), timeout, failed, circuit-open (the model is not called) or queue-full (too many in flight). The built-in summary is used in all cases but the first.',
    type: 'counter',
    labels: ['outcome'],
    startsWith: { outcome: ['written', 'unsupported', 'timeout', 'failed', 'circuit-open', 'queue-full'] },
  },
  policyFaults: {
    name: 'warmline_policy_faults_total',
    help: 'Values of published policies that are not used: unknown names and bad values. The log names each by its path.',
    type: 'counter',
    labels: [],
  },
  routingAlarms: {
    name: 'warmline_routing_alarms_total',
    help: 'Hand-offs that need a person to act: unstaffed (no agent on duty may serve it), closed (its teams are closed and the customer asked for a person) or callback-overdue (nobody called by the promised time).',
    type: 'counter',
    labels: ['alarm'],
    startsWith: { alarm: ['unstaffed', 'closed', 'callback-overdue'] },
  },
  waitPromises: {
    name: 'warmline_wait_promises_total',
    help: 'Customers served who had been given an upper bound of their wait, by outcome: kept (served within every bound given) or broken.',
    type: 'counter',
    labels: ['outcome'],
    startsWith: { outcome: ['kept', 'broken'] },
  },
  sseSlowClientsDropped: {
    name: 'warmline_sse_slow_clients_dropped_total',
    help: 'Event streams closed because their client read too slowly.',
    type: 'counter',
    labels: [],
  },
} as const satisfies Record<string, MetricDeclaration>;
