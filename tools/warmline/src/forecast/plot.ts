import * as Plot from '@observablehq/plot';
import { mean } from 'd3-array';
import { parseHTML } from 'linkedom';
import { type ScoredForecast, scoresOf } from './forecast-scores.ts';

/** At most this many requests are drawn as dots, evenly sampled; the lines are of all. */
const DOTS = 1_500;
const BINS = 25;

interface Bin {
  readonly forecast: number;
  readonly waited: number;
  readonly p80: number;
}

/** Groups of equal size, by forecast mean. */
const binned = (forecasts: readonly ScoredForecast[]): Bin[] => {
  const rows = [...forecasts].sort((a, b) => a.mean - b.mean);
  const size = Math.max(1, Math.ceil(rows.length / BINS));
  return Array.from({ length: Math.ceil(rows.length / size) }, (_, i) => {
    const some = rows.slice(i * size, (i + 1) * size);
    return {
      forecast: mean(some, (row) => row.mean) ?? 0,
      waited: mean(some, (row) => row.wait) ?? 0,
      p80: mean(some, (row) => row.p80) ?? 0,
    };
  });
};

/** The forecasts against the actual waits, as SVG: each request, the mean wait of each group, and its mean P80. */
export const plotOf = (forecasts: readonly ScoredForecast[], title: string): string => {
  const { document } = parseHTML('<html><body></body></html>');
  const { mae, pinball80, cover80 } = scoresOf(forecasts);
  const bins = binned(forecasts);
  const longest = [...forecasts.map(({ wait }) => wait), ...bins.map(({ p80 }) => p80)].reduce(
    (a, b) => Math.max(a, b),
    1,
  );
  const furthest = forecasts.reduce((most, { mean }) => Math.max(most, mean), 1);
  const even = Math.min(longest, furthest);
  const every = Math.ceil(forecasts.length / DOTS);
  const shares = `${(100 * cover80.below).toFixed(0)} to ${(100 * cover80.upTo).toFixed(0)} %`;
  const caption = `${forecasts.length} delayed requests; mean absolute error ${mae.toFixed(1)} s, pinball at 0.8 ${pinball80.toFixed(1)} s, within P80 ${shares}`;
  const scale = { type: 'sqrt', domain: [0, longest], grid: true, ticks: 8 } as const;
  const svg = Plot.plot({
    document,
    width: 760,
    height: 560,
    marginLeft: 60,
    marginTop: 70,
    marginBottom: 45,
    style: { background: 'white', color: '#222', fontFamily: 'sans-serif', fontSize: '12px' },
    x: { ...scale, domain: [0, furthest], label: 'forecast mean, seconds' },
    y: { ...scale, label: 'waited, seconds', labelAnchor: 'center' },
    marks: [
      Plot.dot(
        forecasts.filter((_, i) => i % every === 0),
        { x: 'mean', y: 'wait', r: 1.6, fill: '#8a93a3', fillOpacity: 0.45 },
      ),
      Plot.line([0, even], {
        x: (d: number) => d,
        y: (d: number) => d,
        stroke: '#222',
        strokeDasharray: '4 4',
      }),
      Plot.line(bins, { x: 'forecast', y: 'p80', stroke: '#d9730d', strokeWidth: 2 }),
      Plot.dot(bins, { x: 'forecast', y: 'waited', r: 4, fill: '#1f5fbf', stroke: 'white' }),
      Plot.text([title], {
        frameAnchor: 'top-left',
        dx: -50,
        dy: -56,
        textAnchor: 'start',
        fontSize: 16,
        fontWeight: 600,
      }),
      Plot.text([caption], { frameAnchor: 'top-left', dx: -50, dy: -38, textAnchor: 'start' }),
      Plot.text(
        [
          'grey: one request; blue: the mean wait of a group of similar forecasts; orange: its P80; dashed: wait equal to forecast',
        ],
        {
          ...{ frameAnchor: 'top-left', dx: -50, dy: -23, textAnchor: 'start', fill: '#555' },
        },
      ),
    ],
  });
  svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  return `${svg.outerHTML}\n`;
};
