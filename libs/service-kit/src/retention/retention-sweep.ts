import { type Clock, pause } from '@warmline/messaging';
import type { Database } from '@warmline/persistence';
import type { Logger, Metrics } from '@warmline/telemetry';
import type { ExpiredRows, RunStatement } from './expired-rows.ts';

const FIRST_SWEEP_MS = 60_000;
const SWEEP_MS = 3_600_000;
/** Most rows of one statement, which bounds its locks, its time and its WAL. */
const BATCH_ROWS = 500;
/** Between two statements, so that a large clean-up leaves the database to others. */
const PAUSE_MS = 100;
/** First key of the advisory lock. The second key is the hash of the schema name. */
const SWEEP_LOCK = 5_705_005;

/** Another replica sweeps this schema now. */
class SweepElsewhere extends Error {}

/**
 * Deletes expired rows of a service once an hour, in small statements with pauses between them. Each statement is a transaction that
 * holds an advisory lock of the schema; a replica that does not get it leaves the sweep to the other one. What a failed sweep left
 * is deleted by the next one.
 */
export class RetentionSweep {
  private readonly tables: ExpiredRows[] = [];
  private cancel: (() => void) | undefined;
  private stopped = false;
  private sweeping: Promise<void> | undefined;

  constructor(
    private readonly database: Database,
    private readonly metrics: Pick<Metrics, 'retentionDeletedRows'>,
    private readonly clock: Clock,
    private readonly logger: Pick<Logger, 'warn'>,
    private readonly batchRows = BATCH_ROWS,
  ) {}

  add(...tables: readonly ExpiredRows[]): void {
    for (const { table } of tables) this.metrics.retentionDeletedRows.inc({ table }, 0);
    this.tables.push(...tables);
  }

  async start(): Promise<void> {
    this.schedule(FIRST_SWEEP_MS);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.cancel?.();
    await this.sweeping;
  }

  private schedule(afterMs: number): void {
    this.cancel = this.clock.after(afterMs, () => {
      this.sweeping = this.sweep().then(() => {
        if (!this.stopped) this.schedule(SWEEP_MS);
      });
    });
  }

  /** One sweep over all tables. Never rejects. */
  async sweep(): Promise<void> {
    for (const { table, deleteBatches } of this.tables)
      try {
        for await (const deleted of deleteBatches(this.run, this.clock.now(), this.batchRows)) {
          this.metrics.retentionDeletedRows.inc({ table }, deleted);
          if (this.stopped) return;
          await pause(this.clock, PAUSE_MS);
        }
      } catch (error) {
        if (error instanceof SweepElsewhere) return;
        this.logger.warn({ err: error, table }, 'expired rows could not be deleted; the next sweep tries again');
      }
  }

  private readonly run: RunStatement = (text, values) =>
    this.database.transaction(async (client) => {
      const { rows } = await client.query('SELECT pg_try_advisory_xact_lock($1, hashtext($2)) AS mine', [
        SWEEP_LOCK,
        this.database.schema,
      ]);
      if (rows[0]?.mine !== true) throw new SweepElsewhere();
      return client.query(text, [...values]);
    });
}
