import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ServiceName } from '@warmline/contracts';
import { createCertificates } from '@warmline/testing/certificates';
import { startKafka } from '@warmline/testing/kafka';
import { testDatabase } from '@warmline/testing/postgres';
import { freePort, runProcess } from '@warmline/testing/processes';
import { type ServerProcess, serviceNames, startService } from '@warmline/testing/system';

const CLI = resolve(import.meta.dirname, '../bin/warmline.js');
export const PREFIX = 'eu.';
/** Passwords contain the name of their user, so that a leak is found in the log. */
export const passwordOf = (name: string): string => `secret-of-${name}`;
const users = [...serviceNames, 'operator', 'outside'].map((name) => ({ name, password: passwordOf(name) }));

/** A company's cluster: TLS, SCRAM, ACLs of least right, a prefix for this installation. */
export const startSecuredCluster = async () => {
  const dir = mkdtempSync(join(tmpdir(), 'warmline-cluster-'));
  const certificates = createCertificates(dir);
  const security = { ...certificates, caPem: certificates.caFile, users, acls: true };
  const [kafka, databaseUrl] = await Promise.all([startKafka({ security }), testDatabase()]);
  const running: ServerProcess[] = [];

  /** The environment of a principal. `passwordFile` replaces the one with its password. */
  const environmentOf = (user: string, passwordFile = join(dir, `${user}.password`)): Record<string, string> => ({
    KAFKA_BROKERS: kafka.securedBrokers,
    KAFKA_SECURITY_PROTOCOL: 'SASL_SSL',
    KAFKA_TLS_CA_FILE: certificates.caFile,
    KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512',
    KAFKA_SASL_USERNAME: user,
    KAFKA_SASL_PASSWORD_FILE: passwordFile,
    KAFKA_TOPIC_PREFIX: PREFIX,
  });
  for (const { name, password } of users) writeFileSync(join(dir, `${name}.password`), `${password}\n`);

  /** The standard output of a command of the tool, which must succeed. */
  const warmline = async (args: readonly string[], env: Readonly<Record<string, string>>): Promise<string> => {
    const run = runProcess({
      name: args.join(' '),
      command: process.execPath,
      args: [CLI, ...args],
      env: { DATABASE_URL: undefined, KAFKA_BROKERS: undefined, ...env },
      logFile: join(dir, 'warmline.out'),
    });
    const { code } = await run.exited;
    if (code !== 0) throw new Error(`warmline ${args.join(' ')} ended with ${code}: ${run.output()}`);
    return run.output();
  };

  const launch = async (service: ServiceName, name: string = service, env = environmentOf(service)) => {
    const [port, healthPort] = [await freePort(), await freePort()];
    const ports = { PORT: String(port), HEALTH_PORT: String(healthPort) };
    const started: ServerProcess = {
      url: `http://127.0.0.1:${port}`,
      healthUrl: `http://127.0.0.1:${healthPort}`,
      process: startService(service, { name, dataDir: dir, env: { DATABASE_URL: databaseUrl, ...env, ...ports } }),
    };
    running.push(started);
    return started;
  };
  return {
    dir,
    /** Of the super user. */
    brokers: kafka.brokers,
    environmentOf,
    warmline,
    launch,
    logOf: (name: string): string => readFileSync(join(dir, `${name}.log`), 'utf8'),
    ready: (server: ServerProcess) => server.process.waitFor(`${server.healthUrl}/ready`, { withinMs: 60_000 }),
    stop: async () => {
      await Promise.all(running.map((server) => server.process.stop()));
      await kafka.stop();
      rmSync(dir, { recursive: true, force: true });
    },
  };
};
