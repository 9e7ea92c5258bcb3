import { execFileSync } from 'node:child_process';
import { topics } from '@warmline/contracts';
import { inputsOf, processor, shipped } from './contenders.ts';
import { openings } from './conversations.ts';
import { preload } from './load.ts';
import { INPUT_TOPIC } from './place.ts';
import { consumed } from './progress.ts';
import { type Contender, race } from './race.ts';
import type { Say, Track } from './track.ts';

/** Resident memory of one process, in MB of 10^6 bytes. */
export interface Memory {
  readonly name: string;
  readonly conversations: number;
  /** Once the last of its conversations was handled. */
  readonly rssMb: number;
  /** The largest of what was seen, four times a second. */
  readonly peakMb: number;
}

/** Kilobytes, as every ps tells them. */
const residentMb = (pid: number): number => {
  const kilobytes = Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).trim());
  return Math.round((kilobytes * 1_024) / 1_000_000);
};

/**
 * The services that hear conversations, each as it is shipped and in a process of its own, on conversations that begin and do not end: no
 * state goes away, and no cache holds them all. What one of them tells is what the next one hears.
 */
export const memory = async (track: Track, conversations: number, say: Say): Promise<Memory[]> => {
  const measured: Memory[] = [];
  const measure = async (contender: Contender): Promise<void> => {
    let last = 0;
    let peak = 0;
    await race(track, contender, {
      seen: ({ pid }) => {
        last = residentMb(pid);
        peak = Math.max(peak, last);
      },
    });
    say(`${contender.name}: ${last} MB after ${conversations} conversations, at most ${peak} MB`);
    measured.push({ name: contender.name, conversations, rssMb: last, peakMb: peak });
  };
  await track.fresh([INPUT_TOPIC, topics.sentiment.name]);
  say(`loading ${conversations} conversations`);
  await preload(track.transport, openings(conversations), 1_000);
  const watch = consumed('sentiment', [INPUT_TOPIC]);
  const events = await track.appended(INPUT_TOPIC);
  for (const service of ['escalation-detection', 'outcome-feedback', 'sentiment'] as const)
    await measure(shipped(service, await track.appended(...inputsOf(service))));
  await measure({ name: 'durable-state', program: processor('durable-state'), events, watch });
  return measured;
};
