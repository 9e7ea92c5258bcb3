import type { ServiceName } from '@warmline/contracts';
import { type Logger, logger } from '@warmline/telemetry';
import type { FastifyInstance } from 'fastify';
import { Pool } from 'pg';
import { type Clock, systemClock } from './clock.ts';
import { embeddedTransport } from './embedded-transport.ts';
import { kafkaTransport } from './kafka-transport.ts';
import { Service, type ServiceOptions } from './service-runtime.ts';
import type { CommonSettings } from './settings.ts';
import type { Transport } from './transport.ts';

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
export const createPlatform = (settings: CommonSettings, process_: string, fatal: (error: Error) => void): Platform => {
  const options = { level: settings.LOG_LEVEL, ...(settings.LOG_FILE === undefined ? {} : { file: settings.LOG_FILE }) };
  const log = logger(process_, options);
  const { transport, end } = logOf(settings, process_, log);
  const services: Service[] = [];
  const httpHooks: Platform['httpHooks'][number][] = [];
  const platform: Platform = {
    settings,
    transport,
    clock: systemClock,
    logger: log,
    services,
    httpHooks,
    service: (name, given) => {
      const service = new Service(name, platform, logger(name, options), fatal, given ?? {});
      services.push(service);
      return service;
    },
    onHttp: (register) => void httpHooks.push(register),
    close: async () => {
      await transport.close();
      await end();
    },
  };
  return platform;
};

const logOf = (settings: CommonSettings, clientId: string, log: Logger): { transport: Transport; end: () => Promise<void> } => {
  if (settings.KAFKA_BROKERS !== undefined)
    return { transport: kafkaTransport({ brokers: settings.KAFKA_BROKERS.split(','), clientId, logger: log }), end: async () => {} };
  const pool = new Pool({ connectionString: settings.DATABASE_URL, max: 6, application_name: 'warmline log', keepAlive: true });
  pool.on('error', (error) => log.warn({ err: error }, 'an idle connection of the log was lost'));
  return { transport: embeddedTransport({ pool, logger: log }), end: () => pool.end() };
};
