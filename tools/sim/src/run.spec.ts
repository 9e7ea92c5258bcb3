import { expect, test } from '@jest/globals';
import { digest } from './digest.ts';
import { run } from './run.ts';

test('given a seed, when it is run again, then everything happens again, byte for byte', async () => {
  const histories = new Set<string>();
  const lines: string[][] = [];
  for (let time = 0; time < 2; time++) {
    const said: string[] = [];
    const { history, violations } = await run(5, (line) => void said.push(line));
    expect(violations).toEqual([]);
    histories.add(digest(history));
    lines.push(said);
  }
  expect(histories.size).toBe(1);
  expect(lines[0]).toEqual(lines[1]);
}, 30_000);

test('given two seeds, then they tell two stories', async () => {
  const [one, other] = [await run(3), await run(4)];
  expect(digest(one.history)).not.toBe(digest(other.history));
}, 30_000);
