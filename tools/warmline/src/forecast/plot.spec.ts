import { expect, test } from '@jest/globals';
import { parseHTML } from 'linkedom';
import { plotOf } from './plot.ts';

const forecasts = Array.from({ length: 100 }, (_, i) => ({ mean: i, p50: i, p80: 2 * i, p90: 3 * i, wait: i + 10 }));

test('the plot has a dot for each forecast, one for each group, and a caption with the errors', () => {
  const svg = plotOf(forecasts, 'Of a test');
  expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
  const { document } = parseHTML(svg);
  const dots = [...document.querySelectorAll('g[aria-label="dot"]')].map(
    (group) => group.querySelectorAll('circle').length,
  );
  expect(dots).toEqual([100, 25]);
  expect(document.documentElement.textContent).toContain('100 delayed requests; mean absolute error 10.0 s');
  expect(plotOf(forecasts, 'Of a test')).toBe(svg);
});
