import type { Logger as Log } from '@warmline/telemetry';
import type { Logger } from 'typeorm';

/** Writes TypeORM's notices to the log instead of the console. Statements and their values are never written. */
export const typeormLogger = (log: Log): Logger => ({
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: (message) => log.info(message),
  log: (level, message) => (level === 'warn' ? log.warn(message) : log.debug(message)),
});
