import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@warmline/persistence';
import { ALLOWED_URLS, type BrokerSecurity, scramArguments, securityProperties } from './broker-security.ts';
import { kafkaClassPath } from './kafka-jars.ts';
import { type ClusterMember, memberProperties } from './kafka-member.ts';
import { type RunningProcess, runProcess } from './processes.ts';

export { KAFKA_VERSION, missingKafkaPrerequisite } from './kafka-jars.ts';

export interface KafkaBroker {
  /** host:port, the value of KAFKA_BROKERS. A restart keeps it. With `security`: the super user's, without encryption. */
  readonly brokers: string;
  /** host:port of the listener with TLS and SASL; empty without `security`. */
  readonly securedBrokers: string;
  readonly logFile: string;
  /** Stops the broker, and removes its data unless the caller chose the folder. */
  stop(): Promise<void>;
  /** Sends SIGKILL. `restart` starts the broker again with its data. */
  kill(): Promise<void>;
  /** Sends SIGSTOP: connections stay open, but the broker does not answer. */
  pause(): void;
  resume(): void;
  /** Stops the broker if it runs, and starts it with the same address and data. */
  restart(): Promise<void>;
}

const CLUSTER_ID = 'V2FybWxpbmVUZXN0aW5nMQ';

const serverProperties = (dir: string, listeners: string, protocols: string, controllerPort: number): string => `
process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:${controllerPort}
listeners=${listeners}
advertised.listeners=${listeners}
listener.security.protocol.map=${protocols}
inter.broker.listener.name=PLAINTEXT
controller.listener.names=CONTROLLER
log.dirs=${dir}/data
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=2
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
share.coordinator.state.topic.num.partitions=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
broker.session.timeout.ms=3000
broker.heartbeat.interval.ms=500
unclean.leader.election.enable=false
num.network.threads=2
num.io.threads=4
log.cleaner.dedupe.buffer.size=2097152
controlled.shutdown.enable=false
`;

const LOG4J_CONFIG = `<Configuration status="off">
  <Appenders><Console name="out"><PatternLayout pattern="%d %p %c{1} %m%n"/></Console></Appenders>
  <Loggers><Root level="warn"><AppenderRef ref="out"/></Root></Loggers>
</Configuration>
`;

const JVM_FLAGS = [
  '-Xmx512m',
  '-Xms128m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Xshare:auto',
  '-Djava.awt.headless=true',
];

const acceptsConnections = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      socket.destroy();
      done(true);
    });
    socket.once('error', () => done(false));
  });

/** Starts a Kafka (KRaft) of one broker on 127.0.0.1; resolves when it accepts connections. Rejects with the end of its log, or with what is missing. */
export const startKafka = async (
  options: {
    readonly port?: number;
    readonly dir?: string;
    /** Adds a listener with TLS and SASL. */
    readonly security?: BrokerSecurity;
    /** Makes it one broker of several. */
    readonly member?: ClusterMember;
  } = {},
): Promise<KafkaBroker> => {
  const classPath = kafkaClassPath();
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), 'warmline-kafka-'));
  mkdirSync(dir, { recursive: true });
  const port = options.port ?? (await freePort());
  const config = join(dir, 'server.properties');
  const logging = join(dir, 'log4j2.xml');
  const logFile = join(dir, 'kafka.log');
  const [controllerPort, securedPort] = [await freePort(), await freePort()];
  const { security, member } = options;
  const names = [`PLAINTEXT://127.0.0.1:${port}`, `CONTROLLER://127.0.0.1:${controllerPort}`];
  const listeners = [...names, ...(security === undefined ? [] : [`SASL_SSL://127.0.0.1:${securedPort}`])].join();
  const protocols = `PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT${security === undefined ? '' : ',SASL_SSL:SASL_SSL'}`;
  const secured = security === undefined ? '' : securityProperties(security);
  // Of a setting that is given twice, Java takes the last.
  const clustered = member === undefined ? '' : memberProperties(member, port);
  writeFileSync(config, serverProperties(dir, listeners, protocols, controllerPort) + secured + clustered);
  writeFileSync(logging, LOG4J_CONFIG);
  const allowed = security?.jwksUrl === undefined ? [] : [`-D${ALLOWED_URLS}=${security.jwksUrl}`];
  const java = [...JVM_FLAGS, ...allowed, `-Dlog4j2.configurationFile=${logging}`, '-cp', classPath];

  const format = [
    'kafka.tools.StorageTool',
    'format',
    '--cluster-id',
    CLUSTER_ID,
    '--config',
    config,
    '--ignore-formatted',
    ...(member === undefined ? ['--standalone'] : []),
    ...(security?.users ?? []).flatMap(scramArguments),
  ];
  const formatted = spawnSync('java', [...java, ...format], { encoding: 'utf8' });
  if (formatted.status !== 0)
    throw new Error(`Kafka's storage could not be formatted: ${formatted.stdout}${formatted.stderr}`);

  let broker: RunningProcess;
  const launch = async () => {
    broker = runProcess({ name: 'kafka', command: 'java', args: [...java, 'kafka.Kafka', config], logFile });
    let ended = false;
    void broker.exited.then(() => {
      ended = true;
    });
    const until = Date.now() + 60_000;
    while (!(await acceptsConnections(port))) {
      if (ended || Date.now() > until) {
        broker.kill('SIGKILL');
        throw new Error(`Kafka did not start; the end of ${logFile}:\n${broker.output().slice(-3_000)}`);
      }
      await new Promise((done) => setTimeout(done, 50));
    }
  };
  const terminate = async (signal: NodeJS.Signals) => {
    broker.kill('SIGCONT');
    broker.kill(signal);
    const limit = setTimeout(() => broker.kill('SIGKILL'), 10_000);
    await broker.exited;
    clearTimeout(limit);
  };

  await launch();
  return {
    brokers: `127.0.0.1:${port}`,
    securedBrokers: security === undefined ? '' : `127.0.0.1:${securedPort}`,
    logFile,
    kill: () => terminate('SIGKILL'),
    pause: () => broker.kill('SIGSTOP'),
    resume: () => broker.kill('SIGCONT'),
    restart: async () => {
      await terminate('SIGTERM');
      await launch();
    },
    stop: async () => {
      await terminate('SIGTERM');
      if (options.dir === undefined) rmSync(dir, { recursive: true, force: true });
    },
  };
};
