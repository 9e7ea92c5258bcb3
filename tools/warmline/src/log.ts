import type { Transport } from '@warmline/messaging';
import {
  commonSettings,
  databaseSettings,
  kafkaSettings,
  openTransport,
  readSettings,
  SettingsError,
} from '@warmline/service-kit';
import { z } from 'zod';
import { OperationFailed, UsageError } from './errors.ts';

const place = z.object({
  KAFKA_BROKERS: commonSettings.shape.KAFKA_BROKERS,
  ...kafkaSettings,
  ...databaseSettings,
  DATABASE_URL: commonSettings.shape.DATABASE_URL.optional(),
});

const writeWarning = (detail: object, message: string): void => {
  const cause = 'err' in detail && detail.err instanceof Error ? `: ${detail.err.message}` : '';
  process.stderr.write(`${message}${cause}\n`);
};

/** Opens the log that the environment names, reports on standard error which one it is, and always closes it. */
export const withLog = async <T>(use: (transport: Transport) => Promise<T>): Promise<T> => {
  const settings = readSettings('this command', place, process.env, (s) => s);
  const where = describeLog(settings);
  process.stderr.write(`log: ${where}\n`);
  const { transport, close } = openTransport(settings, 'warmline-cli', {
    info: () => {},
    warn: writeWarning,
    error: writeWarning,
  });
  try {
    return await use(transport);
  } catch (error) {
    if (error instanceof UsageError || error instanceof OperationFailed) throw error;
    throw new Error(`${where}: ${error instanceof Error ? error.message || error.name : String(error)}`, {
      cause: error,
    });
  } finally {
    await close();
  }
};

const describeLog = ({ KAFKA_BROKERS, DATABASE_URL }: z.output<typeof place>): string => {
  if (KAFKA_BROKERS !== undefined) return `Kafka at ${KAFKA_BROKERS}`;
  if (DATABASE_URL === undefined)
    throw new SettingsError(
      'no log to work on: set KAFKA_BROKERS (host:port,host:port) for Kafka, or DATABASE_URL for the log embedded in that database',
    );
  const { host, pathname } = new URL(DATABASE_URL);
  return `embedded in the database ${host}${pathname}`;
};
