import { readFileSync } from 'node:fs';
import type { DatabaseOptions } from '@warmline/persistence';
import { z } from 'zod';
import type { Fault } from './kafka-settings.ts';

/** One connection each for a batch, a group of commands, the outbox, and for everything else: reads, metrics, pings, retention. */
const MIN_POOL_SIZE = 4;
const POSTGRES = { protocol: /^postgres(ql)?$/ };

/** How a service reaches Postgres. A file is read at each connect, so that a rotated password needs no restart. */
export const databaseSettings = {
  DATABASE_URL: z.url(POSTGRES),
  DATABASE_URL_FILE: z.string().optional(),
  /** The password of the user in DATABASE_URL. */
  DATABASE_PASSWORD_FILE: z.string().optional(),
  /** Who creates and migrates the schema. Default: the user of DATABASE_URL, if it may; otherwise `warmline migrate` does it. */
  DATABASE_OWNER_URL: z.url(POSTGRES).optional(),
  DATABASE_OWNER_URL_FILE: z.string().optional(),
  /** `transaction`: PgBouncer with transaction pooling is in front of Postgres. */
  DATABASE_POOLER: z.enum(['none', 'transaction']).default('none'),
  /** Connections of one service in one process, without the six of an embedded log. */
  DATABASE_POOL_SIZE: z.coerce.number().int().min(MIN_POOL_SIZE).max(1_000).default(10),
  DATABASE_STATEMENT_TIMEOUT_MS: z.coerce.number().int().min(1_000).max(50_000).default(20_000),
};
export type DatabaseSettings = z.output<z.ZodObject<typeof databaseSettings>>;
/** What an embedded log and `warmline migrate` need of them. */
export type DatabaseLocation = { readonly [K in keyof DatabaseSettings]?: DatabaseSettings[K] | undefined };

type FileName = 'DATABASE_URL_FILE' | 'DATABASE_PASSWORD_FILE' | 'DATABASE_OWNER_URL_FILE';
const FILES: readonly FileName[] = ['DATABASE_URL_FILE', 'DATABASE_PASSWORD_FILE', 'DATABASE_OWNER_URL_FILE'];

const read = (name: FileName, path: string): string => {
  const text = readFileSync(path, 'utf8').trim();
  if (text === '') throw new Error(`${name}: ${path} is empty`);
  return text;
};

/** The environment with URLs that files hold, and what is wrong with it. */
export const withDatabaseFiles = (
  given: Readonly<Record<string, string | undefined>>,
): { readonly env: Readonly<Record<string, string | undefined>>; readonly faults: readonly Fault[] } => {
  const env: Record<string, string | undefined> = { ...given };
  const faults: Fault[] = [];
  for (const name of FILES) {
    const path = given[name];
    if (path === undefined) continue;
    try {
      const text = read(name, path);
      if (name === 'DATABASE_URL_FILE') env.DATABASE_URL = text;
      if (name === 'DATABASE_OWNER_URL_FILE') env.DATABASE_OWNER_URL = text;
    } catch (error) {
      faults.push([name, error instanceof Error ? error.message : String(error)]);
    }
  }
  if (given.DATABASE_POOLER === 'transaction' && given.KAFKA_BROKERS === undefined)
    faults.push(['DATABASE_POOLER', 'transaction needs KAFKA_BROKERS: an embedded log holds one session']);
  return { env, faults };
};

const withPassword = (address: string, path: string | undefined): string => {
  if (path === undefined) return address;
  const url = new URL(address);
  url.password = encodeURIComponent(read('DATABASE_PASSWORD_FILE', path));
  return url.href;
};

/** The URL of the service as of now. Throws if a file cannot be read. */
export const currentUrl = ({ DATABASE_URL, DATABASE_URL_FILE, DATABASE_PASSWORD_FILE }: DatabaseLocation): string => {
  const url = DATABASE_URL_FILE === undefined ? DATABASE_URL : read('DATABASE_URL_FILE', DATABASE_URL_FILE);
  if (url === undefined) throw new Error('DATABASE_URL is missing');
  return withPassword(url, DATABASE_PASSWORD_FILE);
};

/** The URL of the owner of the schemas, if one is given. */
export const ownerUrl = (settings: DatabaseLocation): (() => string) | undefined => {
  const { DATABASE_OWNER_URL: url, DATABASE_OWNER_URL_FILE: path } = settings;
  if (path !== undefined) return () => read('DATABASE_OWNER_URL_FILE', path);
  return url === undefined ? undefined : () => url;
};

/** The settings as the database of a service takes them. */
export const databaseOptions = (
  settings: DatabaseSettings,
): Pick<DatabaseOptions, 'url' | 'ownerUrl' | 'hasPooler' | 'poolSize' | 'statementTimeoutMs'> => {
  const owner = ownerUrl(settings);
  return {
    url: () => currentUrl(settings),
    ...(owner === undefined ? {} : { ownerUrl: owner }),
    hasPooler: settings.DATABASE_POOLER === 'transaction',
    poolSize: settings.DATABASE_POOL_SIZE,
    statementTimeoutMs: settings.DATABASE_STATEMENT_TIMEOUT_MS,
  };
};
