import { expect, test } from '@jest/globals';
import { digest } from './digest.ts';
import { run } from './run.ts';

test('a seed run twice gives the same history and the same trace, byte for byte; another seed gives another history', async () => {
  const traced = async () => {
    const trace: string[] = [];
    const { history, violations } = await run(5, (line) => void trace.push(line));
    return { digest: digest(history), violations, trace };
  };
  const first = await traced();
  expect(first.violations).toEqual([]);
  expect(await traced()).toEqual(first);
  expect(digest((await run(3)).history)).not.toBe(first.digest);
}, 30_000);
