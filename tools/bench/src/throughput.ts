import { topics } from '@warmline/contracts';
import { declaredTopics } from '@warmline/messaging';
import { openTransport } from '@warmline/messaging/service';
import { inputsOf, onEmbedded, references, shipped } from './contenders.ts';
import { conversations } from './conversations.ts';
import { openFloor } from './floor.ts';
import { deskEvents } from './handoffs.ts';
import { channelMessages } from './ingress.ts';
import { messages, preload } from './load.ts';
import { type Contender, race } from './race.ts';
import { type Row, rowsOf } from './rows.ts';
import { steadyRate } from './steady.ts';
import { openTrack, type Say, silent, type Track } from './track.ts';

/** Enough for about ten steady seconds of the fastest. */
export const EVENTS = 400_000;
/** What the others are fed, as a share of that: about ten steady seconds each. */
const SHARES = { embedded: 0.4, gateway: 0.1, conversations: 0.25, handoffs: 0.04 };
/** Records of an append where the order of two topics counts. */
const TOGETHER = 1_000;

/** One run of all contenders, one after the other, each a process of its own, on one broker and one durable database that this starts and removes. */
export const throughput = async (events: number, say: Say): Promise<Row[]> => {
  const track = await openTrack();
  const rates = new Map<string, number>();
  const run = async (contender: Contender, database?: string): Promise<void> => {
    const samples = await race(track, contender, database === undefined ? {} : { database });
    const rate = steadyRate(samples, contender.events);
    say(`${contender.name}: ${Math.round(rate)} events/s`);
    rates.set(contender.name, rate);
  };
  const share = (of: keyof typeof SHARES): number => Math.ceil(events * SHARES[of]);
  try {
    say(`loading ${events} messages`);
    await preload(track.transport, messages(events));
    for (const contender of references(events)) await run(contender);
    await run(onEmbedded(share('embedded')), await embeddedLog(track, share('embedded')));
    await preload(track.transport, channelMessages(share('gateway')));
    await run(shipped('gateway', share('gateway')));
    await conversing(track, share('conversations'), run, say);
    await handingOver(track, share('handoffs'), run, say);
    return rowsOf(rates);
  } finally {
    await track.close();
  }
};

type Run = (contender: Contender) => Promise<void>;

/** The services that hear conversations, fed by what gateway and sentiment would have written. */
const conversing = async (track: Track, events: number, run: Run, say: Say): Promise<void> => {
  await track.fresh(inputsOf('escalation-detection'));
  say(`loading ${events} events of conversations with their scores`);
  await preload(track.transport, conversations(events), TOGETHER);
  for (const service of ['escalation-detection', 'sentiment'] as const)
    await run(shipped(service, await track.appended(...inputsOf(service))));
};

/** The services that hear of hand-offs: routing with its agents beside it, the others fed by what it wrote. */
const handingOver = async (track: Track, handoffs: number, run: Run, say: Say): Promise<void> => {
  await track.fresh([topics.escalation.name]);
  say(`${handoffs} hand-offs`);
  const floor = await openFloor(track.transport, handoffs);
  try {
    await run(shipped('routing', handoffs + deskEvents(handoffs)));
  } finally {
    await floor.close();
  }
  for (const service of ['queue-wait-estimation', 'outcome-feedback'] as const)
    await run(shipped(service, await track.appended(...inputsOf(service))));
};

/** A database whose log holds the messages. */
const embeddedLog = async ({ postgres }: Track, events: number): Promise<string> => {
  const database = await postgres.createDatabase('embedded');
  const { transport, close } = openTransport({ DATABASE_URL: database }, 'bench', silent);
  await transport.applyTopics(declaredTopics());
  await preload(transport, messages(events));
  await close();
  return database;
};
