import { join } from 'node:path';
import type { ServiceName } from '@warmline/contracts';
import { serviceNames, startAllInOne } from '@warmline/testing/system';
import { median } from 'd3-array';
import type { Environment } from './environment.ts';

export interface StartUp {
  /** Milliseconds from the start of a process to its readiness while the others do not run; the median of three. */
  readonly services: Readonly<Record<string, number>>;
  /** All services in one process: on an empty folder, and again on the same folder. */
  readonly allInOneFirst: number;
  readonly allInOneAgain: number;
}

const REPEATS = 3;

/** No service may be running; none is running afterwards. */
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
  const allInOneFirst = await timed();
  const allInOneAgain = await timed();
  print(
    `warmline up is ready after ${Math.round(allInOneFirst)} ms, started again after ${Math.round(allInOneAgain)} ms`,
  );
  return { services, allInOneFirst, allInOneAgain };
};
