import type { ServiceName } from '@warmline/contracts';
import { type Clock, type Log, systemClock, type Transport } from '@warmline/messaging';
import { embeddedTransport } from '@warmline/messaging/embedded';
import { kafkaTransport } from '@warmline/messaging/kafka';
import { type Logger, logger } from '@warmline/telemetry';
import type { FastifyInstance } from 'fastify';
import { Pool } from 'pg';
import { Service, type ServiceOptions } from './service.ts';
import { type CommonSettings, SettingsError } from './settings.ts';

/** What the services of one process have in common: one log, one clock, one HTTP server. */
export interface Platform {
  readonly settings: CommonSettings;
  readonly transport: Transport;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly services: readonly Service[];
  /** Registers a service; it starts with the process. */
  service(name: ServiceName, options?: ServiceOptions): Service;
  /** Something only the HTTP server itself can do (static files). */
  onHttp(register: (http: FastifyInstance) => Promise<void> | void): void;
  readonly httpHooks: readonly ((http: FastifyInstance) => Promise<void> | void)[];
  close(): Promise<void>;
}

/** `process` names it in logs and to the broker. */
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
  const platform: Platform = {
    settings,
    transport,
    clock: systemClock,
    logger: log,
    services,
    httpHooks,
    service: (name, serviceOptions) => {
      const service = new Service(name, platform, logger(name, options), fatal, serviceOptions ?? {});
      services.push(service);
      return service;
    },
    onHttp: (register) => void httpHooks.push(register),
    close,
  };
  return platform;
};

/** Where the log is: Kafka where brokers are named, else embedded in the database. */
export type LogLocation = { readonly [K in 'KAFKA_BROKERS' | 'DATABASE_URL']?: string | undefined };

/** The log by itself, for what runs no service; `clientId` names the process to the broker. Connects when first used. */
export const openTransport = (
  location: LogLocation,
  clientId: string,
  log: Log,
): { readonly transport: Transport; readonly close: () => Promise<void> } => {
  if (location.KAFKA_BROKERS !== undefined) {
    const transport = kafkaTransport({ brokers: location.KAFKA_BROKERS.split(','), clientId, logger: log });
    return { transport, close: () => transport.close() };
  }
  if (location.DATABASE_URL === undefined)
    throw new SettingsError('neither KAFKA_BROKERS nor DATABASE_URL says where the log is');
  const pool = new Pool({
    connectionString: location.DATABASE_URL,
    max: 6,
    application_name: 'warmline log',
    keepAlive: true,
  });
  pool.on('error', (error) => log.warn({ err: error }, 'an idle connection of the log was lost'));
  const transport = embeddedTransport({ pool, logger: log });
  return {
    transport,
    close: async () => {
      await transport.close();
      await pool.end();
    },
  };
};
