import { topics } from '@warmline/contracts';
import { declaredTopics } from '@warmline/messaging';
import { openTransport } from '@warmline/service-kit';
import { startAgentTraffic } from './agent-traffic.ts';
import { embeddedContender, inputTopics, referenceContenders, serviceContender } from './contenders.ts';
import { conversations } from './conversation-load.ts';
import { expectedDeskEvents } from './handoff-load.ts';
import { channelMessages } from './ingress-load.ts';
import { messages, preload } from './message-load.ts';
import { type Contender, runContender } from './run-contender.ts';
import { type SteadyRate, steadyRate } from './steady-rate.ts';
import { openTestbed, type Print, silentLog, type Testbed } from './testbed.ts';
import { type ThroughputRow, threeDigits, throughputRows } from './throughput-table.ts';

/** Enough for about ten steady seconds of the fastest contender. */
export const EVENTS = 400_000;
/** Events of the other contenders as a share of that: about ten steady seconds each. */
const SHARES = { embedded: 0.4, gateway: 0.1, conversations: 0.25, handoffs: 0.04 };
/** Records of an append where the order of two topics counts. */
const ORDERED_CHUNK = 1_000;

/**
 * One run of all contenders, one after the other, each a process of its own, on one broker and one durable database that this starts
 * and removes.
 */
export const measureThroughput = async (events: number, print: Print): Promise<ThroughputRow[]> => {
  const testbed = await openTestbed();
  const rates = new Map<string, SteadyRate>();
  const run = async (contender: Contender, database?: string): Promise<void> => {
    const samples = await runContender(testbed, contender, database === undefined ? {} : { database });
    const rate = steadyRate(samples, contender.events);
    print(
      `${contender.name}: ${Math.round(rate.perSecond)} events/s, ${threeDigits(rate.cpuMicros)} µs of processor time an event`,
    );
    rates.set(contender.name, rate);
  };
  const share = (of: keyof typeof SHARES): number => Math.ceil(events * SHARES[of]);
  try {
    print(`loading ${events} messages`);
    await preload(testbed.transport, messages(events));
    for (const contender of referenceContenders(events)) await run(contender);
    await run(embeddedContender(share('embedded')), await preloadEmbeddedLog(testbed, share('embedded')));
    await preload(testbed.transport, channelMessages(share('gateway')));
    await run(serviceContender('gateway', share('gateway')));
    await runConversationServices(testbed, share('conversations'), run, print);
    await runHandoffServices(testbed, share('handoffs'), run, print);
    return throughputRows(rates);
  } finally {
    await testbed.close();
  }
};

type Run = (contender: Contender) => Promise<void>;

/** The services that read conversations, with the input gateway and sentiment would have written. */
const runConversationServices = async (testbed: Testbed, events: number, run: Run, print: Print): Promise<void> => {
  await testbed.recreateTopics(inputTopics('escalation-detection'));
  print(`loading ${events} events of conversations with their scores`);
  await preload(testbed.transport, conversations(events), ORDERED_CHUNK);
  for (const service of ['escalation-detection', 'sentiment'] as const)
    await run(serviceContender(service, await testbed.countAppended(...inputTopics(service))));
};

/** The services that read hand-offs: routing with its agents in parallel, the others with what routing wrote. */
const runHandoffServices = async (testbed: Testbed, handoffs: number, run: Run, print: Print): Promise<void> => {
  await testbed.recreateTopics([topics.escalation.name]);
  print(`${handoffs} hand-offs`);
  const agentTraffic = await startAgentTraffic(testbed.transport, handoffs);
  try {
    await run(serviceContender('routing', handoffs + expectedDeskEvents(handoffs)));
  } finally {
    await agentTraffic.close();
  }
  for (const service of ['queue-wait-estimation', 'outcome-feedback'] as const)
    await run(serviceContender(service, await testbed.countAppended(...inputTopics(service))));
};

/** A database whose log holds the messages. */
const preloadEmbeddedLog = async ({ postgres }: Testbed, events: number): Promise<string> => {
  const database = await postgres.createDatabase('embedded');
  const { transport, close } = openTransport({ DATABASE_URL: database }, 'bench', silentLog);
  await transport.applyTopics(declaredTopics());
  await preload(transport, messages(events));
  await close();
  return database;
};
