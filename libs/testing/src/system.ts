import { join, resolve } from 'node:path';
import { type ServiceName, subscriptions } from '@warmline/contracts';
import { declaredTopics, type Transport } from '@warmline/messaging';
import { createPlatform } from '@warmline/service-kit';
import { imageEnvironment } from './image-environment.ts';
import { startKafka } from './kafka.ts';
import { freePort, type RunningProcess, runProcess } from './processes.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const READY_MS = 60_000;

export const serviceNames = Object.keys(subscriptions) as ServiceName[];

/** One process and where it answers. */
export interface ServerProcess {
  readonly url: string;
  readonly process: RunningProcess;
}

export interface SystemOptions {
  /** As KAFKA_BROKERS; a broker of the system's own otherwise. */
  readonly brokers?: string;
  readonly databaseUrl: string;
  /** Folder of the logs: `<dataDir>/<process>.log`, and `.out` for what is written to the console. */
  readonly dataDir: string;
  /** Free ones where not given. */
  readonly ports?: Partial<Record<ServiceName, number>>;
}

export interface System {
  readonly brokers: string;
  /** The broker as the services see it, to read and write topics. */
  readonly transport: Transport;
  /** Where a service answers; the same over restarts. */
  url(service: ServiceName): string;
  /** Ends the process with a signal and waits until it is gone. */
  kill(service: ServiceName, signal?: NodeJS.Signals): Promise<void>;
  /** Starts a service again on its port, and waits until it is ready. */
  restart(service: ServiceName): Promise<void>;
  /** One more process of a service, on a port of its own; ready when this resolves. */
  addReplica(service: ServiceName): Promise<ServerProcess>;
  stop(): Promise<void>;
}

/** A service as a process of its own, from its build. Returns at once. */
export const startService = (
  service: ServiceName,
  options: {
    readonly name?: string;
    readonly dataDir: string;
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Of node itself, before the service's file. */
    readonly nodeArguments?: readonly string[];
  },
): RunningProcess => {
  const name = options.name ?? service;
  return runProcess({
    name,
    command: process.execPath,
    args: [...(options.nodeArguments ?? []), join('services', service, 'dist/main.js')],
    cwd: ROOT,
    env: { ...imageEnvironment, HOST: '127.0.0.1', LOG_FILE: join(options.dataDir, `${name}.log`), ...options.env },
    logFile: join(options.dataDir, `${name}.out`),
  });
};

/** A door to the broker that belongs to no service. Close it when done. */
export const openTransport = (brokers: string, databaseUrl: string): Transport => {
  const settings = {
    DATABASE_URL: databaseUrl,
    KAFKA_BROKERS: brokers,
    PORT: 0,
    HOST: '127.0.0.1',
    LOG_LEVEL: 'silent' as const,
  };
  return createPlatform(settings, 'testing', () => {}).transport;
};

/** Every service as a process of its own on Kafka and Postgres, its topics made first; all are ready when this resolves. */
export const startSystem = async (options: SystemOptions): Promise<System> => {
  const ownKafka = options.brokers === undefined ? await startKafka() : undefined;
  const brokers = options.brokers ?? ownKafka?.brokers ?? '';
  const transport = openTransport(brokers, options.databaseUrl);
  const running = new Map<string, ServerProcess>();
  const launch = (service: ServiceName, name: string, port: number): ServerProcess => {
    const env = { DATABASE_URL: options.databaseUrl, KAFKA_BROKERS: brokers, PORT: String(port) };
    const started = {
      url: `http://127.0.0.1:${port}`,
      process: startService(service, { name, dataDir: options.dataDir, env }),
    };
    running.set(name, started);
    return started;
  };
  const isReady = async ({ url, process: { waitFor } }: ServerProcess) =>
    waitFor(`${url}/ready`, { withinMs: READY_MS });
  const findRunning = (service: ServiceName): ServerProcess => {
    const found = running.get(service);
    if (found === undefined) throw new Error(`${service} was never started`);
    return found;
  };
  const kill = async (service: ServiceName, signal: NodeJS.Signals = 'SIGKILL') => {
    findRunning(service).process.kill(signal);
    await findRunning(service).process.exited;
  };
  const stop = async () => {
    await Promise.all([...running.values()].map((each) => each.process.stop()));
    await transport.close();
    await ownKafka?.stop();
  };

  try {
    await transport.applyTopics(declaredTopics());
    for (const service of serviceNames) launch(service, service, options.ports?.[service] ?? (await freePort()));
    await Promise.all([...running.values()].map(isReady));
  } catch (error) {
    await stop();
    throw error;
  }
  return {
    brokers,
    transport,
    url: (service) => findRunning(service).url,
    kill,
    restart: async (service) => {
      const { url, process: before } = findRunning(service);
      await before.stop();
      await isReady(launch(service, service, Number(new URL(url).port)));
    },
    addReplica: async (service) => {
      const started = launch(service, `${service}-${running.size}`, await freePort());
      await isReady(started);
      return started;
    },
    stop,
  };
};

/** Everything in one process on the embedded defaults, as `npm start` runs it; ready when this resolves. */
export const startAllInOne = async (options: {
  readonly dataDir: string;
  readonly port?: number;
}): Promise<ServerProcess> => {
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const started = runProcess({
    name: 'warmline up',
    command: process.execPath,
    args: ['tools/warmline/bin/warmline.js', 'up'],
    cwd: ROOT,
    env: {
      WARMLINE_DATA: options.dataDir,
      PORT: String(port),
      DATABASE_URL: undefined,
      KAFKA_BROKERS: undefined,
    },
    logFile: join(options.dataDir, 'up.out'),
  });
  await started.waitFor(`${url}/ready`, { withinMs: READY_MS });
  return { url, process: started };
};
