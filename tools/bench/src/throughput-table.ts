import type { SteadyRate } from './steady-rate.ts';

export interface ThroughputRow {
  readonly name: string;
  /** Events a second. */
  readonly perSecond: number;
  readonly ratioEcho: number;
  readonly ratioNest: number;
  /** Microseconds of processor time of the contender's process for an event. */
  readonly cpuMicros: number;
}

export const ECHO = 'bare-echo';
export const NEST = 'stock-nest';

/** Each rate with its ratios to the two references of the same run. */
export const throughputRows = (rates: ReadonlyMap<string, SteadyRate>): ThroughputRow[] => {
  const echo = rates.get(ECHO)?.perSecond ?? Number.NaN;
  const nest = rates.get(NEST)?.perSecond ?? Number.NaN;
  return [...rates].map(([name, { perSecond, cpuMicros }]) => ({
    name,
    perSecond: Math.round(perSecond),
    ratioEcho: threeDigits(perSecond / echo),
    ratioNest: threeDigits(perSecond / nest),
    cpuMicros: threeDigits(cpuMicros),
  }));
};

/** Three significant digits. */
export const threeDigits = (n: number): number => Number(n.toPrecision(3));

/** A table in Markdown. */
export const throughputTable = (rows: readonly ThroughputRow[]): string =>
  [
    '| | events/s | to the echo | to stock Nest | processor time, µs an event |',
    '| --- | ---: | ---: | ---: | ---: |',
    ...rows.map(
      ({ name, perSecond, ratioEcho, ratioNest, cpuMicros }) =>
        `| ${name} | ${perSecond.toLocaleString('en')} | ${ratioEcho} | ${ratioNest} | ${cpuMicros} |`,
    ),
  ].join('\n');
