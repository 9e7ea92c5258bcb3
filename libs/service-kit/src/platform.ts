import type { ServiceName } from '@warmline/contracts';
import type { Log, Transport } from '@warmline/messaging';
import { embeddedTransport } from '@warmline/messaging/embedded';
import { kafkaTransport } from '@warmline/messaging/kafka';
import { poolOf } from '@warmline/persistence';
import { type Logger, logger } from '@warmline/telemetry';
import type { FastifyInstance } from 'fastify';
import { DatabaseClock } from './database-clock.ts';
import { currentUrl, type DatabaseLocation, ownerUrl } from './database-settings.ts';
import { type KafkaSettings, kafkaConnection } from './kafka-settings.ts';
import { Service, type ServiceOptions, type ServicePlatform } from './service.ts';
import { type CommonSettings, SettingsError } from './settings.ts';

/** Shared by the services of one process: one log, one clock, one HTTP server. */
export interface Platform extends ServicePlatform {
  readonly logger: Logger;
  readonly services: readonly Service[];
  /** Registers a service; it starts with the process. */
  service(name: ServiceName, options?: ServiceOptions): Service;
  /** Registers something on the HTTP server itself, such as static files. */
  onHttp(register: (http: FastifyInstance) => Promise<void> | void): void;
  readonly httpHooks: readonly ((http: FastifyInstance) => Promise<void> | void)[];
  /** Registers what ends long answers, such as streams, when the process is about to stop. */
  onDrain(end: () => void): void;
  readonly drainHooks: readonly (() => void)[];
  close(): Promise<void>;
}

/** `processName` identifies the process in logs and to the broker. `fatal` must end the process. */
export const createPlatform = (
  settings: CommonSettings,
  processName: string,
  fatal: (error: Error) => void,
): Platform => {
  const options = {
    level: settings.LOG_LEVEL,
    ...(settings.LOG_FILE === undefined ? {} : { file: settings.LOG_FILE }),
  };
  const log = logger(processName, options);
  const { transport, close } = openTransport(settings, processName, log);
  const services: Service[] = [];
  const httpHooks: Platform['httpHooks'][number][] = [];
  const drainHooks: (() => void)[] = [];
  const platform: Platform = {
    settings,
    transport,
    clock: new DatabaseClock(),
    logger: log,
    services,
    httpHooks,
    drainHooks,
    service: (name, serviceOptions) => {
      const service = new Service(name, platform, logger(name, options), fatal, serviceOptions ?? {});
      services.push(service);
      return service;
    },
    onHttp: (register) => void httpHooks.push(register),
    onDrain: (end) => void drainHooks.push(end),
    close,
  };
  return platform;
};

/** Location of the log: Kafka if brokers are set, otherwise embedded in the database. */
export type LogLocation = KafkaSettings & DatabaseLocation;

/** Opens the log alone, without services. `clientId` identifies the process to the broker. Connects on first use. */
export const openTransport = (
  location: LogLocation,
  clientId: string,
  log: Log,
): { readonly transport: Transport; readonly close: () => Promise<void> } => {
  const { KAFKA_BROKERS } = location;
  if (KAFKA_BROKERS !== undefined) {
    const transport = kafkaTransport({ ...kafkaConnection({ ...location, KAFKA_BROKERS }), clientId, logger: log });
    return { transport, close: () => transport.close() };
  }
  if (location.DATABASE_URL === undefined)
    throw new SettingsError('set KAFKA_BROKERS or DATABASE_URL: one of them locates the log');
  const pool = poolOf(ownerUrl(location) ?? (() => currentUrl(location)), { max: 6, application_name: 'warmline log' });
  pool.on('error', (error) => log.warn({ err: error }, 'an idle connection to the embedded log was lost'));
  const transport = embeddedTransport({ pool, logger: log });
  return {
    transport,
    close: async () => {
      await transport.close();
      await pool.end();
    },
  };
};
