import { type DestinationStream, destination, type Logger, pino, stdTimeFunctions } from 'pino';

export type { Logger };

export interface LogOptions {
  /** Lowest level written; `info` by default, `silent` writes nothing. */
  readonly level?: string;
  /** Where lines go: standard output by default. The folder of a file is created. */
  readonly file?: string;
  /** A stream instead of a file. */
  readonly stream?: DestinationStream;
}

const PERSONAL_FIELDS = ['text', 'transcript', 'phone', 'email', 'address', 'customerName', 'displayName'];
const SECRET_FIELDS = ['authorization', 'cookie', 'password', 'token', 'secret', 'apiKey'];
const SECRET_HEADERS = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key'];
/** What database errors repeat of the values that were sent. */
const ERROR_DETAILS = ['parameters', 'detail', 'query', 'where', 'driverError'];

/**
 * Every path that is censored: what a person wrote, how to reach them, and secrets, wherever they stand in the first three levels of
 * the logged object. What lies deeper is not to be logged whole.
 */
export const redactedPaths: readonly string[] = [
  ...[...PERSONAL_FIELDS, ...SECRET_FIELDS].flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
  ...['customer', 'contact', '*.customer', '*.contact'].map((owner) => `${owner}.name`),
  ...['headers', '*.headers'].flatMap((owner) => SECRET_HEADERS.map((name) => `${owner}["${name}"]`)),
  ...['err', 'error'].flatMap((owner) => ERROR_DETAILS.map((field) => `${owner}.${field}`)),
];

/** JSON lines, one object each: `level` as a word, `time` in ISO 8601, `service`. Personal fields and secrets are censored. */
export const logger = (service: string, options: LogOptions = {}): Logger =>
  pino(
    {
      base: { service },
      level: options.level ?? 'info',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      redact: { paths: [...redactedPaths], censor: '[redacted]' },
    },
    options.stream ?? destination({ dest: options.file ?? 1, sync: true, mkdir: options.file !== undefined }),
  );
