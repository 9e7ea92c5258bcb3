import { masked } from '@warmline/text';
import { type DestinationStream, destination, type Logger, pino, stdSerializers, stdTimeFunctions } from 'pino';

export type { Logger };

export interface LogOptions {
  /** Lowest level written. Default `info`; `silent` writes nothing. */
  readonly level?: string;
  /** File to write to, its folder is created. Default: standard output. */
  readonly file?: string;
  /** Used instead of `file`. */
  readonly stream?: DestinationStream;
}

const PERSONAL_FIELDS = ['text', 'transcript', 'phone', 'email', 'address', 'customerName', 'displayName'];
const SECRET_FIELDS = ['authorization', 'cookie', 'password', 'token', 'secret', 'apiKey'];
const SECRET_HEADERS = ['authorization', 'proxy-authorization', 'cookie', 'set-cookie', 'x-api-key'];
/** Fields of database errors that repeat the values sent. */
const ERROR_DETAILS = ['parameters', 'detail', 'query', 'where', 'driverError'];

/**
 * All redacted paths: text people wrote, their contact details and secrets, in the first three levels of
 * the logged object. Objects that hold such fields deeper must not be logged as a whole.
 */
export const redactedPaths: readonly string[] = [
  ...[...PERSONAL_FIELDS, ...SECRET_FIELDS].flatMap((field) => [field, `*.${field}`, `*.*.${field}`]),
  ...['customer', 'contact', '*.customer', '*.contact'].map((owner) => `${owner}.name`),
  ...['headers', '*.headers'].flatMap((owner) => SECRET_HEADERS.map((name) => `${owner}["${name}"]`)),
  ...['err', 'error'].flatMap((owner) => ERROR_DETAILS.map((field) => `${owner}.${field}`)),
];

/** An error as pino writes it, with secrets masked in the texts that may repeat what somebody sent. */
const maskedError = (error: unknown): unknown => {
  const written: unknown = stdSerializers.err(error as Error);
  if (typeof written !== 'object' || written === null) return written;
  const { message, stack } = written as { message?: unknown; stack?: unknown };
  return {
    ...written,
    ...(typeof message === 'string' && { message: masked(message) }),
    ...(typeof stack === 'string' && { stack: masked(stack) }),
  };
};

/** Writes JSON lines with `level` as a word, `time` in ISO 8601 and `service`. Personal fields and secrets are redacted; card numbers, passwords and the like are masked in messages and errors. */
export const logger = (service: string, options: LogOptions = {}): Logger =>
  pino(
    {
      base: { service },
      level: options.level ?? 'info',
      timestamp: stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: maskedError, error: maskedError },
      hooks: {
        logMethod(args, write) {
          write.apply(this, args.map((one: unknown) => (typeof one === 'string' ? masked(one) : one)) as typeof args);
        },
      },
      redact: { paths: [...redactedPaths], censor: '[redacted]' },
    },
    options.stream ?? destination({ dest: options.file ?? 1, sync: true, mkdir: options.file !== undefined }),
  );
