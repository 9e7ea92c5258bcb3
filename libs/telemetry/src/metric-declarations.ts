export interface MetricDeclaration {
  readonly name: `warmline_${string}`;
  /** Says what is counted and its unit. */
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  /** Besides `service`, which every sample carries. */
  readonly labels: readonly string[];
  /** Upper bounds of a histogram's buckets. */
  readonly buckets?: readonly number[];
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];
const EVENTS = [1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500];

/** Every metric of the system, declared here and nowhere else. */
export const metricDeclarations = {
  eventsProcessed: {
    name: 'warmline_events_processed_total',
    help: 'Events folded and committed, by what became of them: emit, skip or reject.',
    type: 'counter',
    labels: ['topic', 'type', 'outcome'],
  },
  batchSeconds: {
    name: 'warmline_batch_seconds',
    help: 'Seconds from the first event of a batch being taken to its outputs being appended.',
    type: 'histogram',
    labels: [],
    buckets: SECONDS,
  },
  batchEvents: {
    name: 'warmline_batch_events',
    help: 'Events a committed batch held.',
    type: 'histogram',
    labels: [],
    buckets: EVENTS,
  },
  commitSeconds: {
    name: 'warmline_commit_seconds',
    help: 'Seconds the transaction of a batch took, from its first statement to the answer to COMMIT.',
    type: 'histogram',
    labels: [],
    buckets: SECONDS,
  },
  publishSeconds: {
    name: 'warmline_publish_seconds',
    help: 'Seconds from a commit to the acknowledgement of the last of its outputs.',
    type: 'histogram',
    labels: [],
    buckets: SECONDS,
  },
  outboxRows: {
    name: 'warmline_outbox_rows',
    help: 'Committed outbox rows that wait here to be appended.',
    type: 'gauge',
    labels: [],
  },
  duplicatesSkipped: {
    name: 'warmline_dedupe_skipped_total',
    help: 'Records skipped because their sequence was applied before.',
    type: 'counter',
    labels: ['topic'],
  },
  deadLetters: {
    name: 'warmline_dead_letters_total',
    help: 'Records put aside to a dead-letter topic. `reason` is a class of faults, never a message.',
    type: 'counter',
    labels: ['topic', 'reason'],
  },
  openDeadLetters: {
    name: 'warmline_dead_letters_open',
    help: 'Dead letters of the service that were neither handled in a replay nor discarded, by the topic they came from; every replica says the same.',
    type: 'gauge',
    labels: ['topic'],
  },
  oldestDeadLetter: {
    name: 'warmline_dead_letter_oldest_age_seconds',
    help: 'Seconds since the oldest open dead letter was refused first; 0 where none is open. Every replica says the same.',
    type: 'gauge',
    labels: ['topic'],
  },
  consumerLag: {
    name: 'warmline_consumer_lag_events',
    help: 'Offsets between what is committed and the end of the topic, over all partitions owned here.',
    type: 'gauge',
    labels: ['topic'],
  },
  ticks: {
    name: 'warmline_ticks_total',
    help: 'Ticks folded: time that a decider had asked to be woken at.',
    type: 'counter',
    labels: [],
  },
  takeovers: {
    name: 'warmline_takeovers_total',
    help: 'Tasks taken over: at start, assignment, re-join and after a fault.',
    type: 'counter',
    labels: [],
  },
  guardFailures: {
    name: 'warmline_guard_failures_total',
    help: 'Commits refused because the task had been taken over by someone else.',
    type: 'counter',
    labels: [],
  },
  ready: {
    name: 'warmline_ready',
    help: '1 while nothing this service needs is missing, 0 otherwise.',
    type: 'gauge',
    labels: [],
  },
  commandsWaiting: {
    name: 'warmline_commands_waiting',
    help: 'Commands that wait for their transaction.',
    type: 'gauge',
    labels: [],
  },
  commandsRefused: {
    name: 'warmline_commands_refused_total',
    help: 'Requests refused before anything was written: full (too many wait), late (waited too long) or rate (too many of one conversation, desk or client).',
    type: 'counter',
    labels: ['reason'],
  },
  botCallsInFlight: {
    name: 'warmline_bot_calls',
    help: 'Customer messages a bot is being asked about.',
    type: 'gauge',
    labels: [],
  },
  botCallsRefused: {
    name: 'warmline_bot_calls_refused_total',
    help: 'Customer messages no bot was asked about because too many calls were under way; their deadline hands over.',
    type: 'counter',
    labels: [],
  },
  httpRequests: {
    name: 'warmline_http_requests_total',
    help: 'HTTP requests answered, by route pattern and status.',
    type: 'counter',
    labels: ['method', 'route', 'status'],
  },
  httpRequestSeconds: {
    name: 'warmline_http_request_seconds',
    help: 'Seconds from a request to the end of its answer; event streams are not counted.',
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
    name: 'warmline_summary_texts_total',
    help: 'Summaries a model was asked for, by what became of them: written, unfounded (a fact in it that nobody told), timeout, failed, open (the circuit is open) or busy (too many under way). All but the first leave the built-in summary.',
    type: 'counter',
    labels: ['outcome'],
  },
  policyFaults: {
    name: 'warmline_policy_faults_total',
    help: 'Values of published policies that are not used: unknown names and bad values. The log names each by its path.',
    type: 'counter',
    labels: [],
  },
  routingAlarms: {
    name: 'warmline_routing_alarms_total',
    help: 'Hand-offs that need somebody to act: unstaffed (nobody on duty may serve it), closed (its teams are, and the customer asked) or callback-overdue (nobody called by the time promised).',
    type: 'counter',
    labels: ['alarm'],
  },
  waitPromises: {
    name: 'warmline_wait_promises_total',
    help: 'Customers served who had been told a longest wait, by what became of it: kept (served within every one told) or broken.',
    type: 'counter',
    labels: ['outcome'],
  },
  sseSlowClientsDropped: {
    name: 'warmline_sse_cut_total',
    help: 'Event streams ended because their client did not take what was sent.',
    type: 'counter',
    labels: [],
  },
} as const satisfies Record<string, MetricDeclaration>;
