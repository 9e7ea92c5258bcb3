import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { percentile, type RunParameters, type Summary } from './report.ts';

interface PartsFile {
  readonly parameters: RunParameters;
  readonly count: number;
  readonly summaries: readonly Summary[];
}

/** The share of part `n` of `count`: all parts together have exactly `all`. */
const share = (all: number, n: number, count: number): number =>
  Math.floor(((n + 1) * all) / count) - Math.floor((n * all) / count);

/** The parameters of part `n`: its share of hand-offs and kills, and a seed of its own. */
export const partOf = ({ handoffs, kills, seed }: RunParameters, n: number, count: number): RunParameters => ({
  handoffs: share(handoffs, n, count),
  kills: share(kills, n, count),
  seed: seed + n,
});

/** Finished parts of a run, in a file: the same command goes on with those that are left. Throws if the file is of another run. */
export const openParts = (file: string, parameters: Omit<RunParameters, 'seed'> & { seed?: number }, count: number) => {
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as PartsFile) : undefined;
  const seed = parameters.seed ?? known?.parameters.seed ?? Math.floor(Math.random() * 1e9);
  const own: RunParameters = { handoffs: parameters.handoffs, kills: parameters.kills, seed };
  if (known !== undefined && JSON.stringify([known.parameters, known.count]) !== JSON.stringify([own, count]))
    throw new Error(
      `${file} holds another run: ${JSON.stringify(known.parameters)} in ${known.count} parts; give another file, or the same numbers`,
    );
  const summaries = [...(known?.summaries ?? [])];
  return {
    parameters: own,
    summaries: summaries as readonly Summary[],
    /** Numbers of the parts that are not finished. */
    left: (): number[] =>
      Array.from({ length: count }, (_, n) => n).filter(
        (n) => !summaries.some((each) => each.seed === partOf(own, n, count).seed),
      ),
    add: (summary: Summary): void => {
      summaries.push(summary);
      writeFileSync(file, `${JSON.stringify({ parameters: own, count, summaries } satisfies PartsFile, null, 2)}\n`);
    },
  };
};

const addTallies = (all: readonly Readonly<Record<string, number>>[]): Record<string, number> => {
  const sums = new Map<string, number>();
  for (const tally of all)
    for (const [name, count] of Object.entries(tally)) sums.set(name, (sums.get(name) ?? 0) + count);
  return Object.fromEntries(sums);
};

/** One summary of several: counts are added, percentiles are those of all kills. */
export const combined = (summaries: readonly Summary[], seed: number): Summary => {
  const sum = (of: (summary: Summary) => number): number => summaries.reduce((total, each) => total + of(each), 0);
  const recoveries = summaries.flatMap((each) => each.recoveries);
  const times = recoveries.flatMap(({ recoveredMs }) => (recoveredMs === null ? [] : [recoveredMs]));
  const owned = recoveries.flatMap(({ ownedMs }) => (ownedMs === null ? [] : [ownedMs]));
  return {
    seed,
    accepted: sum((s) => s.accepted),
    effects: sum((s) => s.effects),
    repeats: sum((s) => s.repeats),
    handoffs: sum((s) => s.handoffs),
    lost: sum((s) => s.lost),
    doubled: sum((s) => s.doubled),
    outOfOrder: sum((s) => s.outOfOrder),
    withoutEnd: sum((s) => s.withoutEnd),
    deadLetters: addTallies(summaries.map((s) => s.deadLetters)),
    kills: sum((s) => s.kills),
    recoveryP50: percentile(times, 0.5),
    recoveryP95: percentile(times, 0.95),
    recoveryMax: percentile(times, 1),
    unrecovered: sum((s) => s.unrecovered),
    takeOverP95: percentile(owned, 0.95),
    faults: addTallies(summaries.map((s) => s.faults)),
    points: addTallies(summaries.map((s) => s.points)),
    killed: addTallies(summaries.map((s) => s.killed)),
    recoveries,
    unexpectedExits: sum((s) => s.unexpectedExits),
    unanswered: sum((s) => s.unanswered),
    durationS: sum((s) => s.durationS),
  };
};
