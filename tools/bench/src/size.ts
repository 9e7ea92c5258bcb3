import { Client } from 'pg';
import { processor } from './contenders.ts';
import { messages, preload } from './load.ts';
import { type Memory, memory } from './memory.ts';
import { INPUT_TOPIC, OUTPUT_TOPIC } from './place.ts';
import { published } from './progress.ts';
import { race } from './race.ts';
import { rounded } from './rows.ts';
import { steadyRate } from './steady.ts';
import { store } from './stored.ts';
import { openTrack, type Say, type Track } from './track.ts';

/** Conversations with a state in the database; the second and the last are compared. */
const STATES = [10, 10_000, 1_000_000];
/** Share of the events of a throughput run. */
const SHARE = 0.5;

export interface SizeReport {
  readonly throughput: readonly { readonly states: number; readonly perSecond: number }[];
  /** Events a second with the most states over those with 10^4. */
  readonly ratio: number;
  readonly memory: readonly Memory[];
}

/** What grows with the number of conversations, and how much. `conversations` is how many each process of the second part hears of. */
export const size = async (events: number, conversations: number, say: Say): Promise<SizeReport> => {
  const track = await openTrack();
  try {
    const rates = new Map<number, number>();
    for (const states of STATES) rates.set(states, await withStates(track, states, Math.ceil(events * SHARE), say));
    return {
      throughput: [...rates].map(([states, rate]) => ({ states, perSecond: Math.round(rate) })),
      ratio: rounded((rates.get(1_000_000) ?? Number.NaN) / (rates.get(10_000) ?? Number.NaN)),
      memory: await memory(track, conversations, say),
    };
  } finally {
    await track.close();
  }
};

/** durable-state, each message of a conversation drawn evenly from as many as there are stored states. */
const withStates = async (track: Track, states: number, events: number, say: Say): Promise<number> => {
  const database = await track.postgres.createDatabase(`states_${states}`);
  await store(database, `${track.home}/bench.log`, states);
  await track.fresh([INPUT_TOPIC, OUTPUT_TOPIC]);
  await preload(track.transport, messages(events, states));
  await checkpoint(database);
  const contender = {
    name: `durable-state-${states}`,
    program: processor('durable-state'),
    events,
    watch: published(OUTPUT_TOPIC),
  };
  const rate = steadyRate(await race(track, contender, { database }), events);
  say(`${states} states: ${Math.round(rate)} events/s`);
  return rate;
};

/** What the filling left to write is written now, not during the run. */
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
