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

/** Nest's door to the runtime: a microservice whose transport runs every service's processors. Listening returns at once; readiness tells the rest. */
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

/** The services' longest farewell: what is not done by then is done by the next owner. */
const SHUTDOWN_MS = 3_000;
/** A signal sent to a process group may come a second time through its parent. */
const SAME_SIGNAL_MS = 1_000;

/** Serves HTTP and runs the services until a signal. Resolves with the port once HTTP is there, ready or not. */
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
      await Promise.race([app.close(), late]).catch((error) => logger.warn({ err: error }, 'did not end well'));
      await onStop?.();
    })();
    return stopped;
  };
  return { port, stop };
};

/** A signal ends the process well, a second one at once. */
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

/** One service as a process of its own. Wrong settings end it with every fault named. */
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
      platform.logger.fatal({ err: error }, 'cannot go on');
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
