export interface ThroughputRow {
  readonly name: string;
  /** Events a second. */
  readonly perSecond: number;
  readonly ratioEcho: number;
  readonly ratioNest: number;
}

export const ECHO = 'bare-echo';
export const NEST = 'stock-nest';

/** Each rate with its ratios to the two references of the same run. */
export const throughputRows = (rates: ReadonlyMap<string, number>): ThroughputRow[] => {
  const echo = rates.get(ECHO) ?? Number.NaN;
  const nest = rates.get(NEST) ?? Number.NaN;
  return [...rates].map(([name, rate]) => ({
    name,
    perSecond: Math.round(rate),
    ratioEcho: threeDigits(rate / echo),
    ratioNest: threeDigits(rate / nest),
  }));
};

/** Three significant digits. */
export const threeDigits = (n: number): number => Number(n.toPrecision(3));

/** A table in Markdown. */
export const throughputTable = (rows: readonly ThroughputRow[]): string =>
  [
    '| | events/s | to the echo | to stock Nest |',
    '| --- | ---: | ---: | ---: |',
    ...rows.map(
      ({ name, perSecond, ratioEcho, ratioNest }) =>
        `| ${name} | ${perSecond.toLocaleString('en')} | ${ratioEcho} | ${ratioNest} |`,
    ),
  ].join('\n');
