import { type Violation, violationKinds } from '@warmline/testing/history-violation';
import type { RunOptions, RunOutcome } from './run.ts';

export type RunParameters = Pick<RunOptions, 'handoffs' | 'kills' | 'seed'>;

/** The smallest value that at least this share of the values do not exceed (nearest rank); `null` without values. */
export const percentile = (values: readonly number[], share: number): number | null => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? null;
};

const tally = (names: readonly string[]): Record<string, number> =>
  Object.fromEntries([...Map.groupBy(names, (name) => name)].map(([name, all]) => [name, all.length]));

/** The figures of a run; times in milliseconds. */
export const summaryOf = ({ seed }: RunParameters, outcome: RunOutcome) => {
  const { verdict, kills, faults, unexpected, durationS, unansweredRequests: unanswered } = outcome;
  const { violations: _, ...counts } = verdict;
  const recoveryTimes = kills.flatMap(({ recoveredMs }) => (recoveredMs === undefined ? [] : [recoveredMs]));
  const takeOverTimes = kills.flatMap(({ ownedMs }) => (ownedMs === undefined ? [] : [ownedMs]));
  return {
    seed,
    ...counts,
    kills: kills.length,
    recoveryP50: percentile(recoveryTimes, 0.5),
    recoveryP95: percentile(recoveryTimes, 0.95),
    recoveryMax: percentile(recoveryTimes, 1),
    /** Kills after which no commit was seen before the run ended. */
    unrecovered: kills.length - recoveryTimes.length,
    takeOverP95: percentile(takeOverTimes, 0.95),
    faults: tally(faults.map(({ fault }) => ('how' in fault ? `broker-${fault.how}` : fault.is))),
    points: tally(kills.map(({ point }) => point)),
    killed: tally(kills.map(({ service }) => service)),
    recoveries: kills.map(({ service, point, tasks, ownedMs, recoveredMs }) => ({
      ...{ service, point, tasks: tasks.length },
      ...{ ownedMs: ownedMs ?? null, recoveredMs: recoveredMs ?? null },
    })),
    unexpectedExits: unexpected.length,
    unanswered,
    durationS,
  };
};
export type Summary = ReturnType<typeof summaryOf>;

/** Why a run failed; empty if it passed. */
export const failuresOf = (parameters: RunParameters, outcome: RunOutcome): string[] => {
  const { verdict, kills, faults, planned } = outcome;
  return [
    ...violationKinds.flatMap((fault) => (verdict[fault] === 0 ? [] : [`${fault}: ${verdict[fault]}`])),
    ...(kills.length < parameters.kills ? [`only ${kills.length} of ${parameters.kills} kills happened`] : []),
    ...(verdict.handoffs < parameters.handoffs
      ? [`only ${verdict.handoffs} of ${parameters.handoffs} hand-offs happened`]
      : []),
    ...(faults.length < planned.length ? [`only ${faults.length} of ${planned.length} faults happened`] : []),
  ];
};

const seconds = (ms: number | null): string => (ms === null ? '-' : `${(ms / 1_000).toFixed(1)} s`);
const countsText = (of: Readonly<Record<string, number>>): string =>
  Object.entries(of)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'none';

export const summaryTable = (parameters: RunParameters, s: Summary): string => {
  const rows: readonly (readonly [string, string])[] = [
    ['seed', String(s.seed)],
    ['accepted', String(s.accepted)],
    ['effects', `${s.effects}, and ${s.repeats} repeats that readers drop`],
    ['hand-offs', `${s.handoffs}, ${parameters.handoffs} requested`],
    ['lost', String(s.lost)],
    ['doubled', String(s.doubled)],
    ['out of order', String(s.outOfOrder)],
    ['without end', String(s.withoutEnd)],
    ['dead letters', countsText(s.deadLetters)],
    ['kills', `${s.kills} (${countsText(s.killed)})`],
    ['killed at', countsText(s.points)],
    ['faults', countsText(s.faults)],
    ['recovery', `p50 ${seconds(s.recoveryP50)}, p95 ${seconds(s.recoveryP95)}, longest ${seconds(s.recoveryMax)}`],
    ['', 'from SIGKILL to the first commit by a new owner of a task the dead process owned; it is restarted at once'],
    ['all tasks owned', `p95 ${seconds(s.takeOverP95)}`],
    ['unexpected exits', String(s.unexpectedExits)],
    ['unanswered', String(s.unanswered)],
    ['took', `${s.durationS} s`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`).join('\n');
};

const SHOWN = 8;
/** The first violations of each kind, with their details. */
export const describeViolations = (violations: readonly Violation[]): string =>
  violationKinds
    .flatMap((fault) => {
      const own = violations.filter((v) => v.kind === fault);
      const more = own.length > SHOWN ? [`  and ${own.length - SHOWN} more`] : [];
      return [
        ...own
          .slice(0, SHOWN)
          .map((v) => `${fault} (${v.rule}): ${v.what}${v.where.length > 0 ? `\n  at ${v.where.join(', ')}` : ''}`),
        ...more,
      ];
    })
    .join('\n');
