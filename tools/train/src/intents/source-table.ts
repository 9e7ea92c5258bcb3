import { readFileSync } from 'node:fs';
import type { IntentScores } from '@warmline/contracts';
import type { IntentRow } from './intent-rows.ts';

type ScoredRow = IntentRow & { readonly scores: IntentScores };

const THRESHOLDS = [0.5, 0.7, 0.8, 0.9, 0.95, 0.965] as const;

const rowsOf = (file: string): ScoredRow[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as ScoredRow)
    .filter(({ strength }) => strength === 'strong');

/** How the encoder alone does on strong rows: raised where the probability of any intent reaches the threshold. */
const measure = (rows: readonly ScoredRow[], threshold: number) => {
  const count = (isWanted: boolean, isRaised: boolean): number =>
    rows.filter(({ label, scores }) => (label !== 'none') === isWanted && 1 - scores.none >= threshold === isRaised)
      .length;
  const [hits, misses, alarms, quiet] = [
    count(true, true),
    count(true, false),
    count(false, true),
    count(false, false),
  ];
  return { hits, f1: (2 * hits) / Math.max(1, 2 * hits + misses + alarms), alarms, harmless: alarms + quiet };
};

const inPercent = (part: number, whole: number): string =>
  `${part} of ${whole}, ${((100 * part) / whole).toFixed(2)} %`;

/** F1 and false alarms by threshold and source, as Markdown. */
export const sourceTable = (files: readonly string[], names: readonly string[]): string => {
  const bySource = Map.groupBy(files.flatMap(rowsOf), ({ source }) => source);
  const sources = names.map((name) => bySource.get(name) ?? []);
  const lines = THRESHOLDS.map((threshold) => {
    const each = sources.map((rows) => measure(rows, threshold));
    const mean = each.reduce((sum, { f1 }) => sum + f1, 0) / each.length;
    const alarms = each.reduce((sum, one) => sum + one.alarms, 0);
    const harmless = each.reduce((sum, one) => sum + one.harmless, 0);
    return `| ${[threshold, mean.toFixed(3), ...each.map(({ f1 }) => f1.toFixed(3)), inPercent(alarms, harmless)].join(' | ')} |`;
  });
  return [
    `| from | mean F1 | ${names.join(' | ')} | false alarms |`,
    `| ---: | ---: | ${names.map(() => '---: | ').join('')}--- |`,
    ...lines,
  ].join('\n');
};

/** Wordings heard and look-alikes that are raised, by threshold and source, as Markdown. */
export const wordingTable = (file: string, names: readonly string[]): string => {
  const bySource = Map.groupBy(rowsOf(file), ({ source }) => source);
  const lines = THRESHOLDS.map((threshold) => {
    const each = names.map((name) => {
      const { hits, alarms } = measure(bySource.get(name) ?? [], threshold);
      return `${hits} / ${alarms}`;
    });
    return `| ${[threshold, ...each].join(' | ')} |`;
  });
  return [`| from | ${names.join(' | ')} |`, `| ---: | ${names.map(() => '---: | ').join('')}`.trim(), ...lines].join(
    '\n',
  );
};
