export { poolOf, type UrlSource } from './connections.ts';
export { Database, type DatabaseOptions } from './database.ts';
export { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded-postgres.ts';
export { freePort } from './free-port.ts';
export { userOf } from './schema-access.ts';
export { isTransient, sqlState } from './transient-errors.ts';
