import 'reflect-metadata';
import type { Server as HttpServer } from 'node:http';
import { Server as NetServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type DynamicModule, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type CustomTransportStrategy, Server } from '@nestjs/microservices';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { MAX_EVENT_BYTES, type ServiceName } from '@warmline/contracts';
import { httpMetricsHook, startHealthServer, startTracing, tracerFor } from '@warmline/telemetry';
import type { FastifyReply } from 'fastify';
import { answerUnreadableRequest, guardRequests, REQUEST_CHECK_MS, REQUEST_TIMEOUT_MS } from './http-guards.ts';
import { createPlatform, type Platform } from './platform.ts';
import { ProblemFilter } from './problem.ts';
import { QueryGuard } from './query-guard.ts';
import { traceRequests } from './request-trace.ts';
import { type CommonSettings, SettingsError } from './settings.ts';

/** Nest adapter of the runtime: a microservice strategy that runs the processors of all services. `listen` returns at once; see /ready of the private port for their state. */
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

/** An identifier of 128 characters, each percent-encoded as four bytes of UTF-8. */
const MAX_PARAM_CHARS = 128 * 12;
/** Time in which kept connections get one more answer, with `connection: close`, before idle ones are closed. */
const DRAIN_MS = 500;
/** Longest wait for requests under way. */
const REQUESTS_MS = 3_000;
/** Longest shutdown of the services. The next owner finishes what is left. */
const SHUTDOWN_MS = 3_000;
/** A signal to a process group may arrive a second time through the parent process. */
const SAME_SIGNAL_MS = 1_000;

/** Starts HTTP, the private port and the services. Resolves once HTTP listens; the services may not be ready yet. */
export const serve = async (
  platform: Platform,
  modules: readonly DynamicModule[],
  onStop?: () => Promise<void>,
): Promise<{ port: number; healthPort: number; stop: () => Promise<void> }> => {
  const { settings, logger } = platform;
  const privatePort = await startHealthServer(platform.services, { port: settings.HEALTH_PORT, host: settings.HOST });
  const root: DynamicModule = {
    module: Root,
    imports: [...modules],
  };
  const problems = new ProblemFilter((error) => logger.error({ err: error }, 'a request failed'));
  const adapter = new FastifyAdapter({
    bodyLimit: MAX_EVENT_BYTES,
    trustProxy: settings.TRUSTED_PROXIES ?? false,
    requestTimeout: REQUEST_TIMEOUT_MS,
    // Node looks for slow requests only while the time for the headers is not above that for the whole request.
    http: { connectionsCheckingInterval: REQUEST_CHECK_MS, headersTimeout: REQUEST_TIMEOUT_MS },
    clientErrorHandler: answerUnreadableRequest,
    frameworkErrors: (error: unknown, _request: unknown, reply: unknown) => problems.send(reply as FastifyReply, error),
    routerOptions: { maxParamLength: MAX_PARAM_CHARS },
  });
  const options = { logger: false, abortOnError: false, bodyParser: false } as const;
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, options);
  app.useGlobalFilters(problems);
  app.useGlobalGuards(new QueryGuard());
  const http = app.getHttpAdapter().getInstance();
  await guardRequests(http as never);
  const [first] = platform.services;
  if (first !== undefined) http.addHook('onResponse', httpMetricsHook(first.metrics) as never);
  http.addHook('onRequest', traceRequests(tracerFor('warmline/http')) as never);
  let isDraining = false;
  http.addHook('onSend', async (_request, reply) => {
    if (isDraining) void reply.header('connection', 'close');
  });
  for (const hook of platform.httpHooks) await hook(http as never);
  app.connectMicroservice({ strategy: new ProcessorStrategy(platform) });
  await app.startAllMicroservices();
  await app.listen(settings.PORT, settings.HOST);
  const address = http.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : settings.PORT;
  logger.info({ port, healthPort: privatePort.port }, 'listening');
  let stopped: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    stopped ??= (async () => {
      const startedAt = performance.now();
      logger.info({ secondsSinceStart: Math.round(process.uptime()) }, 'stopping');
      for (const service of platform.services) service.announceStop();
      isDraining = true;
      await drain(http.server, platform.drainHooks);
      const late = new Promise((resolve) => setTimeout(resolve, SHUTDOWN_MS).unref());
      await Promise.race([app.close(), late]).catch((error) => logger.warn({ err: error }, 'the shutdown failed'));
      await onStop?.();
      privatePort.close();
      logger.info({ seconds: Math.round(performance.now() - startedAt) / 1_000 }, 'stopped');
    })();
    return stopped;
  };
  return { port, healthPort: privatePort.port, stop };
};

/**
 * Answers what is under way and takes nothing new: the listener closes first, streams end, and connections close once they are idle.
 * A connection that was just answered may already carry the next request; closing it at once would reset that one.
 */
const drain = async (server: HttpServer, hooks: readonly (() => void)[]): Promise<void> => {
  NetServer.prototype.close.call(server);
  for (const hook of hooks) hook();
  await sleep(DRAIN_MS);
  const deadline = Date.now() + REQUESTS_MS;
  for (;;) {
    server.closeIdleConnections();
    const open = await promisify(server.getConnections.bind(server))();
    if (open === 0 || Date.now() > deadline) break;
    await sleep(20);
  }
  server.closeAllConnections();
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
    setTimeout(() => process.exit(1), DRAIN_MS + REQUESTS_MS + SHUTDOWN_MS + 1_500).unref();
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
    const stopTracing = await startTracing({ service: name, endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT });
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
