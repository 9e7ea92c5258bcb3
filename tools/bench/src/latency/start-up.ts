import { join } from 'node:path';
import type { ServiceName } from '@warmline/contracts';
import { serviceNames, startUp } from '@warmline/testing/system';
import type { Stand } from './stand.ts';

export interface StartUp {
  /** Milliseconds from a process's start to its readiness, the others not running; the middle of three. */
  readonly services: Readonly<Record<string, number>>;
  /** The whole in one process: on an empty folder, and again on what that left. */
  readonly upFirst: number;
  readonly upAgain: number;
}

const TIMES = 3;

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** No service may be running; none is after it. */
export const startUpTimes = async (stand: Stand, say: (line: string) => void): Promise<StartUp> => {
  const services: Partial<Record<ServiceName, number>> = {};
  for (const service of serviceNames) {
    const times: number[] = [];
    for (let n = 0; n < TIMES; n++) {
      times.push(await stand.start(service));
      await stand.end(service);
    }
    services[service] = middle(times);
    say(`${service} is ready after ${Math.round(middle(times))} ms`);
  }
  const dataDir = join(stand.home, 'up');
  const timed = async (): Promise<number> => {
    const began = performance.now();
    const { process } = await startUp({ dataDir });
    const took = performance.now() - began;
    await process.stop();
    return took;
  };
  const upFirst = await timed();
  const upAgain = await timed();
  say(`warmline up is ready after ${Math.round(upFirst)} ms, started again after ${Math.round(upAgain)} ms`);
  return { services, upFirst, upAgain };
};
