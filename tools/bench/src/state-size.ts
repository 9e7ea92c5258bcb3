import { Client } from 'pg';
import { INPUT_TOPIC, OUTPUT_TOPIC } from './bench-settings.ts';
import { processor } from './contenders.ts';
import { type MemoryUsage, measureMemory } from './memory-usage.ts';
import { messages, preload } from './message-load.ts';
import { publishedRecords } from './progress.ts';
import { runContender } from './run-contender.ts';
import { steadyRate } from './steady-rate.ts';
import { fillStates } from './stored-states.ts';
import { openTestbed, type Print, type Testbed } from './testbed.ts';
import { threeDigits } from './throughput-table.ts';

/** Number of stored conversation states; the second and the last are compared. */
const STATES = [10, 10_000, 1_000_000];
/** Share of the events of a throughput run. */
const SHARE = 0.5;

export interface SizeReport {
  readonly throughput: readonly { readonly states: number; readonly perSecond: number }[];
  /** Events a second with the most states divided by those with 10^4. */
  readonly ratio: number;
  readonly memory: readonly MemoryUsage[];
}

/** What grows with the number of conversations. `conversations`: the number each process of the second part gets. */
export const measureSize = async (events: number, conversations: number, print: Print): Promise<SizeReport> => {
  const testbed = await openTestbed();
  try {
    const rates = new Map<number, number>();
    for (const states of STATES)
      rates.set(states, await throughputWithStates(testbed, states, Math.ceil(events * SHARE), print));
    return {
      throughput: [...rates].map(([states, rate]) => ({ states, perSecond: Math.round(rate) })),
      ratio: threeDigits((rates.get(1_000_000) ?? Number.NaN) / (rates.get(10_000) ?? Number.NaN)),
      memory: await measureMemory(testbed, conversations, print),
    };
  } finally {
    await testbed.close();
  }
};

/** durable-state, each message for a conversation drawn uniformly from as many as there are stored states. */
const throughputWithStates = async (
  testbed: Testbed,
  states: number,
  events: number,
  print: Print,
): Promise<number> => {
  const database = await testbed.postgres.createDatabase(`states_${states}`);
  await fillStates(database, `${testbed.home}/bench.log`, states);
  await testbed.recreateTopics([INPUT_TOPIC, OUTPUT_TOPIC]);
  await preload(testbed.transport, messages(events, states));
  await checkpoint(database);
  const contender = {
    name: `durable-state-${states}`,
    program: processor('durable-state'),
    events,
    openProgress: publishedRecords(OUTPUT_TOPIC),
  };
  const { perSecond } = steadyRate(await runContender(testbed, contender, { database }), events);
  print(`${states} states: ${Math.round(perSecond)} events/s`);
  return perSecond;
};

/** Pending writes of the filling happen now, not during the run. */
const checkpoint = async (database: string): Promise<void> => {
  const client = new Client({ connectionString: database });
  await client.connect();
  try {
    await client.query('CHECKPOINT');
  } finally {
    await client.end();
  }
};

export const sizeTable = ({ throughput, ratio, memory: measured }: SizeReport): string =>
  [
    '| stored states | events/s |',
    '| ---: | ---: |',
    ...throughput.map(
      ({ states, perSecond }) => `| ${states.toLocaleString('en')} | ${perSecond.toLocaleString('en')} |`,
    ),
    '',
    `Evenly from 10^6 stored states to from 10^4: ${ratio}.`,
    '',
    '| after this many conversations | conversations | RSS, MB | at most, MB |',
    '| --- | ---: | ---: | ---: |',
    ...measured.map(
      ({ name, conversations, rssMb, peakMb }) =>
        `| ${name} | ${conversations.toLocaleString('en')} | ${rssMb} | ${peakMb} |`,
    ),
  ].join('\n');
