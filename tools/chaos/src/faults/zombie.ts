import { setTimeout as sleep } from 'node:timers/promises';
import type { FreezePoint } from '../failpoint-names.ts';
import type { Instance } from '../instance.ts';

const POINT_TIMEOUT_MS = 4_000;
/** The session time-out of a consumer is 6 s; a group of two is settled a few seconds after it. */
const FROZEN_AT_LEAST_MS = 6_500;
const FROZEN_AT_MOST_MS = 20_000;
/** So long the successor works on before the zombie wakes. */
const SUCCEEDED_MS = 800;
/** What the zombie had in hand is out by then, and the successor has hardly committed since. */
const AWAKE_MS = 15;

/**
 * Freezes a process until another owns all its tasks and has worked on them, wakes it, and kills the successor at that moment: what the
 * zombie wrote in its sleep-walking, if anything, is what the next owner finds. Answers what went otherwise.
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
    while (!zombie.frozen && Date.now() < until) await sleep(5);
  }
  const reached = point === 'anywhere' || zombie.frozen;
  it.kill('SIGSTOP');
  const since = Date.now();
  const asleep = () => Date.now() - since;
  while (asleep() < FROZEN_AT_LEAST_MS || (ownedTasks().length > 0 && asleep() < FROZEN_AT_MOST_MS)) await sleep(50);
  await sleep(SUCCEEDED_MS);
  it.kill('SIGCONT');
  await sleep(AWAKE_MS);
  await killSuccessor();
  if (!reached) return `${point} was not reached: frozen where it was`;
  return undefined;
};
