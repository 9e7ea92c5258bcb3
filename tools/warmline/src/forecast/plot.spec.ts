import { expect, test } from '@jest/globals';
import { parseHTML } from 'linkedom';
import { plotOf } from './plot.ts';

const told = Array.from({ length: 100 }, (_, i) => ({ mean: i, p50: i, p80: 2 * i, p90: 3 * i, wait: i + 10 }));

test('given forecasts and the truth, then the drawing has a dot for each, one for each group, and says how good they are', () => {
  const svg = plotOf(told, 'Of a test');
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  const { document } = parseHTML(svg);
  const dots = [...document.querySelectorAll('g[aria-label="dot"]')].map(
    (group) => group.querySelectorAll('circle').length,
  );
  expect(dots).toEqual([100, 25]);
  expect(document.documentElement.textContent).toContain('100 delayed requests; mean absolute error 10.0 s');
  expect(plotOf(told, 'Of a test')).toBe(svg);
});
