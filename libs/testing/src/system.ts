import { join, resolve } from 'node:path';
import { type ServiceName, subscriptions } from '@warmline/contracts';
import { declaredTopics, type Transport } from '@warmline/messaging';
import { openTransport as openLog } from '@warmline/service-kit';
import { imageEnvironment } from './image-environment.ts';
import { startKafka } from './kafka.ts';
import { freePort, type RunningProcess, runProcess } from './processes.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const silentLog = { info: () => {}, warn: () => {}, error: () => {} };
const READY_MS = 60_000;

export const serviceNames = Object.keys(subscriptions) as ServiceName[];

/** A process, its address and that of its private port. */
export interface ServerProcess {
  readonly url: string;
  readonly healthUrl: string;
  readonly process: RunningProcess;
}

export interface SystemOptions {
  /** The value of KAFKA_BROKERS; absent: the system starts its own broker. */
  readonly brokers?: string;
  readonly databaseUrl: string;
  /** Folder of the logs: `<dataDir>/<process>.log`, and `.out` for the console output. */
  readonly dataDir: string;
  /** Absent ones are free ports. */
  readonly ports?: Partial<Record<ServiceName, number>>;
  /** Settings of every service besides those above. */
  readonly env?: Readonly<Record<string, string>>;
}

export interface System {
  readonly brokers: string;
  /** A transport to the broker, to read and write topics. */
  readonly transport: Transport;
  /** The address of a service. A restart keeps it. */
  url(service: ServiceName): string;
  /** Sends a signal, SIGKILL by default, and waits until the process has exited. */
  kill(service: ServiceName, signal?: NodeJS.Signals): Promise<void>;
  /** Stops a service, starts it again on its port, and waits until it is ready. */
  restart(service: ServiceName): Promise<void>;
  /** Starts another process of a service on another port; resolves when it is ready. */
  addReplica(service: ServiceName): Promise<ServerProcess>;
  stop(): Promise<void>;
}

/** Starts the build of a service as a process, on any free private port unless HEALTH_PORT is given. Does not wait until it is ready. */
export const startService = (
  service: ServiceName,
  options: {
    readonly name?: string;
    readonly dataDir: string;
    readonly env: Readonly<Record<string, string | undefined>>;
    /** Arguments of node, before the file of the service. */
    readonly nodeArguments?: readonly string[];
  },
): RunningProcess => {
  const name = options.name ?? service;
  return runProcess({
    name,
    command: process.execPath,
    args: [...(options.nodeArguments ?? []), join('services', service, 'dist/main.js')],
    cwd: ROOT,
    env: {
      ...imageEnvironment,
      HOST: '127.0.0.1',
      HEALTH_PORT: '0',
      LOG_FILE: join(options.dataDir, `${name}.log`),
      ...options.env,
    },
    logFile: join(options.dataDir, `${name}.out`),
  });
};

/** A transport to the broker for tests. The caller closes it. */
export const openTransport = (brokers: string, databaseUrl: string): Transport =>
  openLog({ DATABASE_URL: databaseUrl, KAFKA_BROKERS: brokers }, 'testing', silentLog).transport;

/** Creates the topics and starts every service as a process on Kafka and Postgres; resolves when all are ready. */
export const startSystem = async (options: SystemOptions): Promise<System> => {
  const ownKafka = options.brokers === undefined ? await startKafka() : undefined;
  const brokers = options.brokers ?? ownKafka?.brokers ?? '';
  const transport = openTransport(brokers, options.databaseUrl);
  const running = new Map<string, ServerProcess>();
  const launch = async (service: ServiceName, name: string, port: number): Promise<ServerProcess> => {
    const healthPort = await freePort();
    const ports = { PORT: String(port), HEALTH_PORT: String(healthPort) };
    const env = { ...options.env, DATABASE_URL: options.databaseUrl, KAFKA_BROKERS: brokers, ...ports };
    const started = {
      url: `http://127.0.0.1:${port}`,
      healthUrl: `http://127.0.0.1:${healthPort}`,
      process: startService(service, { name, dataDir: options.dataDir, env }),
    };
    running.set(name, started);
    return started;
  };
  const isReady = async ({ healthUrl, process: { waitFor } }: ServerProcess) =>
    waitFor(`${healthUrl}/ready`, { withinMs: READY_MS });
  const findRunning = (service: ServiceName): ServerProcess => {
    const found = running.get(service);
    if (found === undefined) throw new Error(`${service} is not running`);
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
    for (const service of serviceNames) await launch(service, service, options.ports?.[service] ?? (await freePort()));
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
      await isReady(await launch(service, service, Number(new URL(url).port)));
    },
    addReplica: async (service) => {
      const started = await launch(service, `${service}-${running.size}`, await freePort());
      await isReady(started);
      return started;
    },
    stop,
  };
};

/** Starts all services in one process with the embedded defaults, like `npm start`; resolves when it is ready. */
export const startAllInOne = async (options: {
  readonly dataDir: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}): Promise<ServerProcess> => {
  const port = options.port ?? (await freePort());
  const healthPort = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const healthUrl = `http://127.0.0.1:${healthPort}`;
  const started = runProcess({
    name: 'warmline up',
    command: process.execPath,
    args: ['tools/warmline/bin/warmline.js', 'up'],
    cwd: ROOT,
    env: {
      WARMLINE_DATA: options.dataDir,
      PORT: String(port),
      HEALTH_PORT: String(healthPort),
      DATABASE_URL: undefined,
      KAFKA_BROKERS: undefined,
      ...options.env,
    },
    logFile: join(options.dataDir, 'up.out'),
  });
  await started.waitFor(`${healthUrl}/ready`, { withinMs: READY_MS });
  return { url, healthUrl, process: started };
};
