import 'reflect-metadata';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { MAX_EVENT_BYTES, type ServiceName } from '@warmline/contracts';
import { healthController, httpMetricsHook, startTracing } from '@warmline/telemetry';
import { createPlatform, type Platform } from './platform.ts';
import { ProblemFilter } from './problem.ts';
import { captureTrace } from './request-trace.ts';
import { type CommonSettings, SettingsError } from './settings.ts';

/** Nest adapter of the runtime: a microservice strategy that runs the processors of all services. `listen` returns at once; see /ready for their state. */
export class ProcessorStrategy extends Server implements CustomTransportStrategy {
  constructor(private readonly platform: Platform) {
    super();
  }
  listen(callback: () => void): void {
    for (const service of this.platform.services) service.start();
    callback();
  }
  async close(): Promise<void> {
    await Promise.all(this.platform.services.map((service) => service.stop()));
    await this.platform.close();
  }
  on(): void {}
  unwrap<T>(): T {
    return this.platform as T;
  }
}

@Module({})
class Root {}

/** Longest shutdown of the services. The next owner finishes what is left. */
const SHUTDOWN_MS = 3_000;
/** A signal to a process group may arrive a second time through the parent process. */
const SAME_SIGNAL_MS = 1_000;

/** Starts HTTP and the services. Resolves once HTTP listens; the services may not be ready yet. */
export const serve = async (
  platform: Platform,
  modules: readonly DynamicModule[],
  onStop?: () => Promise<void>,
): Promise<{ port: number; stop: () => Promise<void> }> => {
  const { settings, logger } = platform;
  const root: DynamicModule = {
    module: Root,
    imports: [...modules],
    controllers: [healthController(platform.services)],
  };
  const adapter = new FastifyAdapter({ bodyLimit: MAX_EVENT_BYTES, trustProxy: true });
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, { logger: false, abortOnError: false });
  app.useGlobalFilters(new ProblemFilter((error) => logger.error({ err: error }, 'a request failed')));
  const http = app.getHttpAdapter().getInstance();
  const [first] = platform.services;
  if (first !== undefined) http.addHook('onResponse', httpMetricsHook(first.metrics) as never);
  http.addHook('onRequest', captureTrace as never);
  for (const hook of platform.httpHooks) await hook(http as never);
  app.connectMicroservice({ strategy: new ProcessorStrategy(platform) });
  await app.startAllMicroservices();
  await app.listen(settings.PORT, settings.HOST);
  const address = http.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : settings.PORT;
  logger.info({ port }, 'listening');
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= (async () => {
      http.server.closeAllConnections();
      const late = new Promise((resolve) => setTimeout(resolve, SHUTDOWN_MS).unref());
      await Promise.race([app.close(), late]).catch((error) => logger.warn({ err: error }, 'the shutdown failed'));
      await onStop?.();
    })();
    return stopped;
  };
  return { port, stop };
};

/** The first signal stops the process in order, a second one ends it at once. */
export const stopOnSignal = (stop: () => Promise<void>): void => {
  let signalledAt: number | undefined;
  const end = (): void => {
    if (signalledAt !== undefined) {
      if (Date.now() - signalledAt > SAME_SIGNAL_MS) process.exit(130);
      return;
    }
    signalledAt = Date.now();
    setTimeout(() => process.exit(1), SHUTDOWN_MS + 1_500).unref();
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
};

/** Runs one service as a process. Invalid settings end it with a list of all faults. */
export const run = async <C extends CommonSettings>(
  name: ServiceName,
  readConfig: () => C,
  moduleOn: (platform: Platform, config: C) => DynamicModule,
): Promise<void> => {
  try {
    const config = readConfig();
    const stopTracing = await startTracing({
      service: name,
      ...(config.OTEL_EXPORTER_OTLP_ENDPOINT === undefined ? {} : { endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT }),
    });
    const platform = createPlatform(config, name, (error) => {
      platform.logger.fatal({ err: error }, 'fatal error, the process ends');
      process.exit(1);
    });
    const { stop } = await serve(platform, [moduleOn(platform, config)], stopTracing);
    stopOnSignal(stop);
  } catch (error) {
    process.stderr.write(
      `${error instanceof SettingsError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exit(1);
  }
};
