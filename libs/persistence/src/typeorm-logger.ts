import type { Logger as Log } from '@warmline/telemetry';
import type { Logger } from 'typeorm';

/** TypeORM's notices as log lines (it writes to the console otherwise). Statements and their values are never written. */
export const typeormLogger = (log: Log): Logger => ({
  logQuery: () => undefined,
  logQueryError: () => undefined,
  logQuerySlow: () => undefined,
  logSchemaBuild: () => undefined,
  logMigration: (message) => log.info(message),
  log: (level, message) => (level === 'warn' ? log.warn(message) : log.debug(message)),
});
