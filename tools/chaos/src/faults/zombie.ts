import { setTimeout as sleep } from 'node:timers/promises';
import type { FreezePoint } from '../failpoint-names.ts';
import type { Instance } from '../instance.ts';

const POINT_TIMEOUT_MS = 4_000;
/** The session time-out of a consumer is 6 s; a group of two is stable a few seconds after it. */
const FROZEN_AT_LEAST_MS = 6_500;
const FROZEN_AT_MOST_MS = 20_000;
/** The successor works this long before the zombie resumes. */
const SUCCESSOR_WORKS_MS = 800;
/** Long enough for the zombie to send its unfinished work, short enough that the successor hardly commits. */
const RESUMED_MS = 15;

/**
 * Freezes a process until another one owns all its tasks and has worked on them, resumes it, and kills the successor at that moment:
 * if the zombie wrote anything, the next owner finds it. Returns a note if the failpoint was not reached.
 */
export const freezeUntilReplaced = async (
  zombie: Instance,
  point: FreezePoint | 'anywhere',
  ownedTasks: () => readonly number[],
  killSuccessor: () => Promise<void>,
): Promise<string | undefined> => {
  const { process: it } = zombie;
  if (point !== 'anywhere') {
    zombie.arm(point);
    const until = Date.now() + POINT_TIMEOUT_MS;
    while (!zombie.isFrozen && Date.now() < until) await sleep(5);
  }
  const reached = point === 'anywhere' || zombie.isFrozen;
  it.kill('SIGSTOP');
  const since = Date.now();
  const frozenFor = () => Date.now() - since;
  while (frozenFor() < FROZEN_AT_LEAST_MS || (ownedTasks().length > 0 && frozenFor() < FROZEN_AT_MOST_MS))
    await sleep(50);
  await sleep(SUCCESSOR_WORKS_MS);
  it.kill('SIGCONT');
  await sleep(RESUMED_MS);
  await killSuccessor();
  if (!reached) return `${point} was not reached: frozen elsewhere`;
  return undefined;
};
