import type { EvaluatedRow } from './labelled-row.ts';
import { byReason, type Interval, interval, measures, reliability } from './measures.ts';

const SAMPLES = 1_000;

const bySource = (rows: readonly EvaluatedRow[]) =>
  [...new Set(rows.map(({ source }) => source))]
    .sort()
    .map((source) => ({ source, ...measures(rows.filter((row) => row.source === source)) }));

const part = (rows: readonly EvaluatedRow[], seed: number) => ({
  all: measures(rows),
  interval: interval(rows, SAMPLES, seed),
  byReason: byReason(rows),
  bySource: bySource(rows),
});

/** Strong rows apart from judgement calls: only the first state a rule. */
export const reportOf = (rows: readonly EvaluatedRow[], seed: number) => ({
  seed,
  samples: SAMPLES,
  strong: part(
    rows.filter(({ strength }) => strength === 'strong'),
    seed,
  ),
  weak: part(
    rows.filter(({ strength }) => strength === 'weak'),
    seed,
  ),
  reliability: reliability(rows),
});
export type Report = ReturnType<typeof reportOf>;

const figure = (n: number | null): string => (n === null ? '-' : n.toFixed(3));
const percent = (n: number | null): string => (n === null ? '-' : `${(100 * n).toFixed(2)} %`);
const line = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
const ruler = (columns: number): string => `| --- |${' ---: |'.repeat(columns - 1)}`;

const between = (i: Interval | null): string =>
  i === null
    ? ''
    : `; 95 %: F1 ${i.f1.map(figure).join('-')}, false alarms ${i.falseAlarmRate.map(percent).join(' to ')}`;

const sources = (rows: Report['strong']['bySource']): string[] => [
  line(['source', 'rows', 'precision', 'recall', 'F1', 'false alarms', 'rate']),
  ruler(7),
  ...rows.map((m) =>
    line([
      m.source,
      m.rows,
      figure(m.precision),
      figure(m.recall),
      figure(m.f1),
      `${m.falseAlarms}/${m.harmless}`,
      percent(m.falseAlarmRate),
    ]),
  ),
];

const reasons = (rows: Report['strong']['byReason']): string[] => [
  line(['reason', 'labelled', 'any verdict', 'precision', 'recall', 'F1', 'on harmless rows']),
  ruler(7),
  ...rows.map((r) =>
    line([r.reason, r.labelled, r.detected, figure(r.precision), figure(r.recall), figure(r.f1), r.falseAlarms]),
  ),
];

const section = (title: string, { all, interval, byReason, bySource }: Report['strong']): string[] =>
  all.rows === 0
    ? []
    : [
        `## ${title}`,
        `${all.rows} rows: precision ${figure(all.precision)}, recall ${figure(all.recall)}, F1 ${figure(all.f1)}, false alarms ${all.falseAlarms} of ${all.harmless} (${percent(all.falseAlarmRate)})${between(interval)}`,
        '',
        ...sources(bySource),
        '',
        ...reasons(byReason),
        '',
      ];

/** Tables in Markdown. */
export const tables = (report: Report): string =>
  [
    ...section('Strong rows', report.strong),
    ...section('Judgement calls', report.weak),
    '## Probability of negative, last customer message',
    line(['predicted', 'rows', 'mean predicted', 'share labelled as hand-off']),
    ruler(4),
    ...report.reliability.map((b) =>
      line([`${b.from.toFixed(1)}-${b.to.toFixed(1)}`, b.rows, figure(b.meanPredicted), figure(b.handoffShare)]),
    ),
  ].join('\n');
