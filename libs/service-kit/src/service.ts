import { PARTITION_COUNT, type ServiceName, subscriptions, type TopicDefinition } from '@warmline/contracts';
import {
  CommandProcessor,
  type CommandProcessorSettings,
  type CommandStage,
  CommandTables1760000000100,
  type CommittedEffect,
  DEAD_LETTER_RETENTION_MS,
  EvidenceTime1760000000300,
  Executor,
  OpenDeadLetters1760000000200,
  PostgresExecutorStore,
  PostgresStore,
  Processor,
  type ProcessorSettings,
  type Projection,
  pause,
  RuntimeTables1760000000000,
  type Stage,
  type TimelineRow,
  TimelineTraces1760000000400,
  type Transport,
  UpdatesInPlace1760000000500,
} from '@warmline/messaging';
import { Database, type DatabaseOptions } from '@warmline/persistence';
import { Health, type Logger, type Metrics, metricsFor, type UnmetCondition } from '@warmline/telemetry';
import { reportConnections } from './connection-metrics.ts';
import type { DatabaseClock } from './database-clock.ts';
import { databaseMetrics } from './database-metrics.ts';
import { databaseOptions } from './database-settings.ts';
import { commandMetricsObserver, metricsObserver, startDeadLettersAtZero } from './metrics-observer.ts';
import { type ExpiredRows, rowsOlderThan } from './retention/expired-rows.ts';
import { RetentionSweep } from './retention/retention-sweep.ts';
import { runtimeTracing } from './runtime-tracing.ts';
import type { CommonSettings } from './settings.ts';
import { topicCheck } from './topic-check.ts';

export interface ServiceOptions {
  readonly entities?: DatabaseOptions['entities'];
  readonly migrations?: NonNullable<DatabaseOptions['migrations']>;
  /** The service handles commands (HTTP) besides its stream. */
  readonly handlesCommands?: boolean;
}

/** What a service uses of its process. */
export interface ServicePlatform {
  readonly settings: CommonSettings;
  readonly transport: Transport;
  readonly clock: DatabaseClock;
}

interface Runner {
  start(): Promise<void>;
  stop(): Promise<void>;
}

const PING_MS = 2_000;
const WRONG_CLOCK_SECONDS = 5;
/** Interval at which the same cause of a failing start is logged again. */
const LOG_AGAIN_MS = 30_000;

/** One service of a process: its database, health, metrics and runners. Waits for unavailable dependencies without limit. */
export class Service {
  readonly database: Database;
  readonly metrics: Metrics;
  readonly health: Health;
  /** True when this replica owns all partitions. Always false without commands. */
  isOnlyReplica = (): boolean => false;
  private readonly retention: RetentionSweep;
  private readonly runners: Runner[] = [];
  private readonly stopping = new AbortController();
  private starting: Promise<void> | undefined;
  private pingTimer: NodeJS.Timeout | undefined;
  private isPinging = false;
  private isClockWrong = false;
  private databaseFault: string | undefined;

  constructor(
    readonly name: ServiceName,
    private readonly platform: ServicePlatform,
    readonly logger: Logger,
    private readonly fatal: (error: Error) => void,
    options: ServiceOptions,
  ) {
    this.metrics = metricsFor(name);
    this.health = new Health(name, ['database', 'stream'], this.metrics, {
      stuckAfterSeconds: platform.settings.STUCK_AFTER_SECONDS,
      onChange: (unmet) => this.logReadiness(unmet),
    });
    this.database = new Database({
      ...databaseOptions(platform.settings),
      service: name,
      logger,
      ...(options.entities === undefined ? {} : { entities: options.entities }),
      migrations: [
        RuntimeTables1760000000000,
        ...(options.handlesCommands ? [CommandTables1760000000100] : []),
        OpenDeadLetters1760000000200,
        ...(options.handlesCommands ? [EvidenceTime1760000000300, TimelineTraces1760000000400] : []),
        UpdatesInPlace1760000000500,
        ...(options.migrations ?? []),
      ],
      onFault: (operation) => this.metrics.databaseErrors.inc({ operation }),
    });
    startDeadLettersAtZero(this.metrics, subscriptions[name]);
    reportConnections(this.database, this.metrics);
    this.retention = new RetentionSweep(this.database, this.metrics, platform.clock, logger);
    // A dead letter past the retention of its topic can no longer be replayed.
    this.deleteExpired(rowsOlderThan({ table: 'dead_letter', at: 'at' }, DEAD_LETTER_RETENTION_MS));
    this.runners.push(
      this.retention,
      databaseMetrics(this.database, subscriptions[name], this.metrics, platform.clock),
    );
    this.runners.push(topicCheck(name, platform.transport));
  }

  /** Runs stages over the subscriptions of the service. */
  addProcessor(
    stages: readonly Stage[],
    {
      projection,
      ...more
    }: { readonly projection?: Projection } & Pick<ProcessorSettings, 'lingerMs' | 'onCommitted'> = {},
  ): void {
    const store = new PostgresStore(this.database, projection);
    this.runners.push(
      new Processor({
        ...this.runtimeSettings(),
        ...more,
        stages,
        store,
        deleteOutboxStatement: (ids) => store.deleteOutboxStatement(ids),
      }),
    );
  }

  /** Runs commands from HTTP and from the subscriptions of the service with the same stages. */
  addCommandProcessor(
    stages: readonly CommandStage[],
    route: CommandProcessorSettings['route'],
    onCommitted: (timeline: readonly TimelineRow[], effects: readonly CommittedEffect[]) => void,
  ): Executor {
    const store = new PostgresStore(this.database);
    const executor = new Executor({
      service: this.name,
      stages,
      store: new PostgresExecutorStore(this.database, this.name),
      clock: this.platform.clock,
      onCommitted: (rows, timeline, effects) => {
        processor.publishCommitted(rows);
        onCommitted(timeline, effects);
      },
      onDueChanged: (at) => processor.dueChanged(at),
      observer: commandMetricsObserver(this.metrics),
      loop: this.health.watchLoop('executor'),
      tracing: runtimeTracing(this.name, this.platform.transport.kind),
    });
    const processor = new CommandProcessor({
      ...this.runtimeSettings(),
      route,
      executor,
      store,
      outboxAfter: (after) => store.outboxAfter(after),
      deleteOutboxStatement: (ids) => store.deleteOutboxStatement(ids),
      shards: PARTITION_COUNT,
    });
    this.runners.push(processor);
    this.isOnlyReplica = () => processor.isOnlyReplica();
    return executor;
  }

  /** Tables of this service whose expired rows are deleted. */
  deleteExpired(...tables: readonly ExpiredRows[]): void {
    this.retention.add(...tables);
  }

  /** Starts and stops with the service. */
  addRunner(runner: Runner): void {
    this.runners.push(runner);
  }

  /** Returns at once. The service becomes ready when all its dependencies are available. */
  start(): void {
    this.starting ??= this.startRunners();
  }

  /** The process is about to stop: it is not ready from now on. */
  announceStop(): void {
    this.health.set('running', false, 'the process stops');
  }

  async stop(): Promise<void> {
    this.stopping.abort(new Error('stopping'));
    clearInterval(this.pingTimer);
    await this.starting;
    for (const runner of [...this.runners].reverse()) await runner.stop();
    await this.database.close();
  }

  private async startRunners(): Promise<void> {
    const { signal } = this.stopping;
    try {
      await this.database.connect(signal, (reason) => this.health.set('database', false, reason));
      this.health.set('database', true);
      await this.ping();
      this.pingTimer = setInterval(() => void this.ping(), PING_MS).unref();
    } catch (error) {
      if (!signal.aborted) this.fatal(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    let logged = { cause: '', at: Number.NEGATIVE_INFINITY };
    for (const runner of this.runners) {
      while (!signal.aborted) {
        try {
          await runner.start();
          break;
        } catch (error) {
          const cause = error instanceof Error ? error.message : String(error);
          const at = this.platform.clock.now();
          if (cause !== logged.cause || at - logged.at >= LOG_AGAIN_MS) {
            this.logger.warn({ err: error }, 'start failed, retrying every second');
            logged = { cause, at };
          }
          this.health.set('stream', false, cause);
          await pause(this.platform.clock, 1_000);
        }
      }
    }
  }

  /** Detects a database that cannot be used also while nothing is written. */
  private async ping(): Promise<void> {
    if (this.isPinging) return;
    this.isPinging = true;
    const fault = await this.database.findFault();
    this.isPinging = false;
    this.followDatabaseClock();
    if (fault !== undefined) this.metrics.databaseErrors.inc({ operation: 'ping' });
    if (fault !== undefined && fault !== this.databaseFault)
      this.logger.warn({ reason: fault }, 'the database cannot be used');
    this.databaseFault = fault;
    if (!this.stopping.signal.aborted) this.health.set('database', fault === undefined, fault);
  }

  private followDatabaseClock(): void {
    const { clock } = this.platform;
    if (this.database.clockReading !== undefined) clock.follow(this.database.clockReading);
    const secondsAhead = clock.secondsAhead();
    this.metrics.clockAhead.set(secondsAhead);
    const isWrong = Math.abs(secondsAhead) > WRONG_CLOCK_SECONDS;
    if (isWrong && !this.isClockWrong)
      this.logger.warn({ secondsAhead }, 'the clock of this machine differs from that of the database, which is used');
    this.isClockWrong = isWrong;
  }

  private logReadiness(unmet: readonly UnmetCondition[]): void {
    if (unmet.some(({ condition }) => condition === 'running')) return;
    if (unmet.length === 0) this.logger.info({ secondsSinceStart: Math.round(process.uptime()) }, 'ready');
    else this.logger.warn({ unmet }, 'not ready');
  }

  private runtimeSettings() {
    const { transport, clock } = this.platform;
    return {
      service: this.name,
      topics: subscriptions[this.name] as readonly TopicDefinition[],
      transport,
      clock,
      log: this.logger,
      observer: metricsObserver(this.metrics),
      tracing: runtimeTracing(this.name, transport.kind),
      ready: (ready: boolean, detail?: string) => this.health.set('stream', ready, detail),
      publishes: (publishes: boolean, detail?: string) => this.health.set('publish', publishes, detail),
      caughtUp: (caughtUp: boolean, detail?: string) => this.health.set('lag', caughtUp, detail),
      watchLoop: this.health.watchLoop,
      fatal: this.fatal,
    };
  }
}
