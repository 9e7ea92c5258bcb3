import { execFileSync } from 'node:child_process';
import { topics } from '@warmline/contracts';
import { INPUT_TOPIC } from './bench-settings.ts';
import { inputTopics, processor, serviceContender } from './contenders.ts';
import { startedConversations } from './conversation-load.ts';
import { preload } from './message-load.ts';
import { committedInputs } from './progress.ts';
import { type Contender, runContender } from './run-contender.ts';
import type { Print, Testbed } from './testbed.ts';

/** Resident memory of one process, in MB of 10^6 bytes. */
export interface MemoryUsage {
  readonly name: string;
  readonly conversations: number;
  /** After the last of its conversations was handled. */
  readonly rssMb: number;
  /** The maximum of samples taken four times a second. */
  readonly peakMb: number;
}

/** Kilobytes, as every ps reports them. */
const residentMb = (pid: number): number => {
  const kilobytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim());
  return Math.round((kilobytes * 1_024) / 1_000_000);
};

/**
 * The production builds of the services that read conversations, each in a process of its own, on conversations that start and do
 * not end: no state is removed, and no cache holds them all. The output of one service is the input of the next.
 */
export const measureMemory = async (testbed: Testbed, conversations: number, print: Print): Promise<MemoryUsage[]> => {
  const measured: MemoryUsage[] = [];
  const measure = async (contender: Contender): Promise<void> => {
    let last = 0;
    let peak = 0;
    await runContender(testbed, contender, {
      onSample: ({ pid }) => {
        last = residentMb(pid);
        peak = Math.max(peak, last);
      },
    });
    print(`${contender.name}: ${last} MB after ${conversations} conversations, at most ${peak} MB`);
    measured.push({ name: contender.name, conversations, rssMb: last, peakMb: peak });
  };
  await testbed.recreateTopics([INPUT_TOPIC, topics.sentiment.name]);
  print(`loading ${conversations} conversations`);
  await preload(testbed.transport, startedConversations(conversations), 1_000);
  const watch = committedInputs('sentiment', [INPUT_TOPIC]);
  const events = await testbed.countAppended(INPUT_TOPIC);
  for (const service of ['escalation-detection', 'outcome-feedback', 'sentiment'] as const)
    await measure(serviceContender(service, await testbed.countAppended(...inputTopics(service))));
  await measure({ name: 'durable-state', program: processor('durable-state'), events, openProgress: watch });
  return measured;
};
