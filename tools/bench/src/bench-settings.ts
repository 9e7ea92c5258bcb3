import { topics } from '@warmline/contracts';

export const INPUT_TOPIC = topics.conversation.name;
export const OUTPUT_TOPIC = topics.sentiment.name;
export const ECHO_TOPIC = 'bench.echo.v1';
/** The table that stock Nest counts in. */
export const NEST_TABLE = 'conversation_count';

/** Addresses of broker and database for a contender; each contender has its own database on the same server. */
export interface BenchSettings {
  readonly brokers: string[];
  readonly database: string;
}
export const readBenchSettings = (env: NodeJS.ProcessEnv): BenchSettings => {
  const { KAFKA_BROKERS, DATABASE_URL } = env;
  if (KAFKA_BROKERS === undefined || DATABASE_URL === undefined) throw new Error('run this by `npm run bench`');
  return { brokers: KAFKA_BROKERS.split(','), database: DATABASE_URL };
};
