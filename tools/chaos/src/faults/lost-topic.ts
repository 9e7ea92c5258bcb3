import { spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { topics } from '@warmline/contracts';
import { Kafka, logLevel } from 'kafkajs';
import { Client } from 'pg';
import type { Cluster } from '../cluster.ts';
import { schemaOf } from '../observation/progress-rows.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
/** The topic that is lost, its writer and its only reader. */
export const LOST_TOPIC = topics.sentiment.name;
const WRITER = 'sentiment';
const READER = 'escalation-detection';
const HANDLED_WITHIN_MS = 30_000;

/** Deletes a topic. Resolves when the broker knows it no longer. */
export const deleteTopic = async (brokers: string, topic: string): Promise<void> => {
  const admin = new Kafka({ brokers: [brokers], clientId: 'chaos', logLevel: logLevel.NOTHING }).admin();
  await admin.connect();
  try {
    await admin.deleteTopics({ topics: [topic] });
    while ((await admin.listTopics()).includes(topic)) await sleep(100);
  } finally {
    await admin.disconnect();
  }
};

/** Runs the command line tool against an installation; rejects with its output if it fails. */
export const warmline = async (
  { databaseUrl, kafka }: Pick<Cluster, 'databaseUrl' | 'kafka'>,
  ...args: readonly string[]
): Promise<string> => {
  const child = spawn(process.execPath, [join(ROOT, 'tools/warmline/bin/warmline.js'), ...args], {
    env: { ...process.env, DATABASE_URL: databaseUrl, KAFKA_BROKERS: kafka.brokers },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk;
    });
  const code = await new Promise((ended) => child.once('close', ended));
  if (code !== 0) throw new Error(`warmline ${args.join(' ')} ended with ${code}: ${output}`);
  return output;
};

export interface LostTopicObserver {
  /** Everything has stopped, and the topic will be deleted. */
  readonly onTopicLost: (topic: string) => Promise<void>;
  /** The topic was created again. */
  readonly onTopicRestored: (topic: string) => Promise<void>;
}

/**
 * Stops the writer of a topic, waits until its reader has handled all of it, stops everything, deletes the topic, and follows the
 * runbook: apply, repair, start. Nothing is lost, because nothing was unread; what the writer had not published comes after its start.
 */
export const loseTopic = async (
  cluster: Cluster,
  stop: (service?: string) => Promise<void>,
  observer: LostTopicObserver,
): Promise<string | undefined> => {
  await stop(WRITER);
  const allHandled = await waitUntilHandled(cluster);
  await stop();
  await observer.onTopicLost(LOST_TOPIC);
  await deleteTopic(cluster.kafka.brokers, LOST_TOPIC);
  await warmline(cluster, 'topics', 'apply');
  await observer.onTopicRestored(LOST_TOPIC);
  const repaired = await warmline(cluster, 'repair', '--apply');
  for (const instance of cluster.instances) instance.start();
  if (!allHandled) return `${LOST_TOPIC} was deleted before ${READER} had handled all of it`;
  return repaired.includes(LOST_TOPIC) ? undefined : `the repair changed nothing: ${repaired.trim()}`;
};

const waitUntilHandled = async ({ databaseUrl, log }: Cluster): Promise<boolean> => {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const until = Date.now() + HANDLED_WITHIN_MS; Date.now() < until; await sleep(200)) {
      const ends = await log.ends(LOST_TOPIC);
      const { rows } = await client.query(`SELECT n, offsets FROM ${schemaOf(READER)}.task`);
      if (rows.every(({ n, offsets }) => Number(offsets[LOST_TOPIC] ?? 0) >= (ends[Number(n)] ?? 0))) return true;
    }
    return false;
  } finally {
    await client.end();
  }
};
