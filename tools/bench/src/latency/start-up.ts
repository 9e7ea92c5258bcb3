import { join } from 'node:path';
import type { ServiceName } from '@warmline/contracts';
import { serviceNames, startAllInOne } from '@warmline/testing/system';
import { median } from 'd3-array';
import type { Environment } from './environment.ts';

export interface StartUp {
  /** Milliseconds from a process's start to its readiness, the others not running; the middle of three. */
  readonly services: Readonly<Record<string, number>>;
  /** The whole in one process: on an empty folder, and again on what that left. */
  readonly upFirst: number;
  readonly upAgain: number;
}

const REPEATS = 3;

/** No service may be running; none is after it. */
export const measureStartUp = async (environment: Environment, print: (line: string) => void): Promise<StartUp> => {
  const services: Partial<Record<ServiceName, number>> = {};
  for (const service of serviceNames) {
    const times: number[] = [];
    for (let n = 0; n < REPEATS; n++) {
      times.push(await environment.start(service));
      await environment.end(service);
    }
    const ms = median(times) ?? Number.NaN;
    services[service] = ms;
    print(`${service} is ready after ${Math.round(ms)} ms`);
  }
  const dataDir = join(environment.home, 'up');
  const timed = async (): Promise<number> => {
    const startedAt = performance.now();
    const { process } = await startAllInOne({ dataDir });
    const took = performance.now() - startedAt;
    await process.stop();
    return took;
  };
  const upFirst = await timed();
  const upAgain = await timed();
  print(`warmline up is ready after ${Math.round(upFirst)} ms, started again after ${Math.round(upAgain)} ms`);
  return { services, upFirst, upAgain };
};
