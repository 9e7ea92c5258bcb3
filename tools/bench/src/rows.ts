export interface Row {
  readonly name: string;
  /** Events a second. */
  readonly perSecond: number;
  readonly ratioEcho: number;
  readonly ratioNest: number;
}

export const ECHO = 'bare-echo';
export const NEST = 'stock-nest';

/** Each rate beside the two references of the same run. */
export const rowsOf = (rates: ReadonlyMap<string, number>): Row[] => {
  const echo = rates.get(ECHO) ?? Number.NaN;
  const nest = rates.get(NEST) ?? Number.NaN;
  return [...rates].map(([name, rate]) => ({
    name,
    perSecond: Math.round(rate),
    ratioEcho: rounded(rate / echo),
    ratioNest: rounded(rate / nest),
  }));
};

/** Three significant digits. */
export const rounded = (n: number): number => Number(n.toPrecision(3));

/** A table in Markdown. */
export const table = (rows: readonly Row[]): string =>
  [
    '| | events/s | to the echo | to stock Nest |',
    '| --- | ---: | ---: | ---: |',
    ...rows.map(
      ({ name, perSecond, ratioEcho, ratioNest }) =>
        `| ${name} | ${perSecond.toLocaleString('en')} | ${ratioEcho} | ${ratioNest} |`,
    ),
  ].join('\n');
