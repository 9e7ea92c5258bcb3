import { readdirSync, readFileSync } from 'node:fs';

/** The usage of a process since its start. */
export interface ProcessUsage {
  /** User and system time of all its threads. */
  readonly cpuSeconds: number;
  /** The system time in it. */
  readonly kernelSeconds: number;
  /** Number of times one of its threads slept and was woken. */
  readonly wakeUps: number;
  readonly rssBytes: number;
}

/** Linux counts user processor time in hundredths of a second, whatever the kernel's own clock (proc(5), USER_HZ). */
const TICKS_PER_SECOND = 100;
const PAGE_BYTES = 4_096;

interface ProcessStat {
  readonly pid: number;
  readonly parent: number;
  readonly cpuSeconds: number;
  readonly kernelSeconds: number;
  /** Of children that ended and were waited for. */
  readonly waitedChildrenSeconds: number;
  readonly rssBytes: number;
}

/** A line of /proc/<pid>/stat; the name in parentheses may contain parentheses and blanks. */
export const parseStat = (line: string): ProcessStat => {
  const fields = line
    .slice(line.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  const field = (n: number): number => fields[n - 3] ?? Number.NaN;
  return {
    pid: Number.parseInt(line, 10),
    parent: field(4),
    cpuSeconds: (field(14) + field(15)) / TICKS_PER_SECOND,
    kernelSeconds: field(15) / TICKS_PER_SECOND,
    waitedChildrenSeconds: (field(16) + field(17)) / TICKS_PER_SECOND,
    rssBytes: field(24) * PAGE_BYTES,
  };
};

const readAllStats = (): ProcessStat[] =>
  readdirSync('/proc').flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    const line = readIfExists(`/proc/${name}/stat`);
    return line === null ? [] : [parseStat(line)];
  });

/** `null` when the process has ended. */
const readIfExists = (path: string): string | null => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
};

const wakeUpsOf = (pid: number): number => {
  let threads: string[] = [];
  try {
    threads = readdirSync(`/proc/${pid}/task`);
  } catch {
    return 0;
  }
  return threads.reduce((sum, thread) => {
    const status = readIfExists(`/proc/${pid}/task/${thread}/status`) ?? '';
    return sum + Number(/^voluntary_ctxt_switches:\s*(\d+)/m.exec(status)?.[1] ?? 0);
  }, 0);
};

/** The usage of one process. Throws when it has ended. */
export const usageOf = (pid: number): ProcessUsage => {
  const line = readIfExists(`/proc/${pid}/stat`);
  if (line === null) throw new Error(`process ${pid} is gone`);
  const { cpuSeconds, kernelSeconds, rssBytes } = parseStat(line);
  return { cpuSeconds, kernelSeconds, rssBytes, wakeUps: wakeUpsOf(pid) };
};

/** User and system time of a process since its start; NaN when it has ended, and on a system without /proc. */
export const cpuSecondsOf = (pid: number): number => {
  const line = readIfExists(`/proc/${pid}/stat`);
  return line === null ? Number.NaN : parseStat(line).cpuSeconds;
};

/** Private memory of a process, and the memory it shares with others, in bytes. */
const memoryOf = (pid: number): { readonly own: number; readonly shared: number } => {
  const status = readIfExists(`/proc/${pid}/status`) ?? '';
  const kilobytes = (name: string): number => Number(new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(status)?.[1] ?? 0);
  return { own: kilobytes('RssAnon') * 1_024, shared: kilobytes('RssShmem') * 1_024 };
};

/** The usage of a process with all its children, including ended ones. Shared memory counts once, with the largest share of any of them. */
export const usageOfTree = (pid: number): ProcessUsage => {
  const tree = readAllStats().filter((s) => s.pid === pid || s.parent === pid);
  const memory = tree.map((s) => memoryOf(s.pid));
  const sum = (of: (s: ProcessStat) => number): number => tree.reduce((total, s) => total + of(s), 0);
  return {
    cpuSeconds: sum((s) => s.cpuSeconds + (s.pid === pid ? s.waitedChildrenSeconds : 0)),
    kernelSeconds: sum((s) => s.kernelSeconds),
    rssBytes: memory.reduce((total, { own }) => total + own, Math.max(0, ...memory.map(({ shared }) => shared))),
    wakeUps: sum((s) => wakeUpsOf(s.pid)),
  };
};

/** Processor seconds of each child of a process. */
export const childCpuSeconds = (parent: number): ReadonlyMap<number, number> =>
  new Map(readAllStats().flatMap((s) => (s.parent === parent ? [[s.pid, s.cpuSeconds] as const] : [])));

/** The child process whose command line contains a word. */
export const findChild = (word: string): number => {
  const found = readAllStats().find(
    (s) => s.parent === process.pid && (readIfExists(`/proc/${s.pid}/cmdline`) ?? '').includes(word),
  );
  if (found === undefined) throw new Error(`no process of ours runs ${word}`);
  return found.pid;
};
