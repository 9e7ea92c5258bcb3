import { score } from '@warmline/sentiment/score';
import { mean, median } from 'd3-array';
import { trainingRows } from './training-rows.ts';

/** Messages scored in a second of processor time, over the training texts, and the growth of the cost with the length of a text. */
export const measureSpeed = (print: (line: string) => void): void => {
  const texts = trainingRows().map(({ text }) => text);
  const characters = mean(texts, (text) => text.length) ?? 0;
  for (let round = 0; round < 2; round++) texts.forEach(score);
  const rates = Array.from({ length: 5 }, () => {
    const began = cpuSeconds();
    texts.forEach(score);
    return texts.length / (cpuSeconds() - began);
  });
  print(
    `${Math.round(median(rates) ?? 0)} messages a second of processor time (median of 5 rounds over ${texts.length} texts, ${characters.toFixed(0)} characters each)`,
  );
  for (const length of [100, 1_000, 8_000, 100_000]) {
    const text = 'still waiting for my bag, nobody answers and I am so angry!! '.repeat(2_000).slice(0, length);
    const rounds = Math.ceil(400_000 / length);
    const began = cpuSeconds();
    for (let i = 0; i < rounds; i++) score(text);
    print(`${length} characters: ${(((cpuSeconds() - began) * 1e6) / rounds).toFixed(0)} microseconds`);
  }
};

/** Processor time of this process; other load on the machine does not count. */
const cpuSeconds = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};
