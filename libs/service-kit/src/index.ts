export { currentUrl, databaseSettings, ownerUrl } from './database-settings.ts';
export { kafkaSettings } from './kafka-settings.ts';
export { createPlatform, type LogLocation, openTransport, type Platform } from './platform.ts';
export { PolicyVersions } from './policy-versions.ts';
export { ProblemException, ProblemFilter, parseRequest, sendAnswer } from './problem.ts';
export { PublishedTeams } from './published-teams.ts';
export { requestTraceparent } from './request-trace.ts';
export {
  type ExpiredRows,
  type RunStatement,
  rowsOfTenantsOlderThan,
  rowsOlderThan,
} from './retention/expired-rows.ts';
export { RetentionSweep } from './retention/retention-sweep.ts';
export { subjectAttributes } from './runtime-tracing.ts';
export { run, serve, stopOnSignal } from './server.ts';
export { Service } from './service.ts';
export { type CommonSettings, commonSettings, readSettings, SettingsError } from './settings.ts';
