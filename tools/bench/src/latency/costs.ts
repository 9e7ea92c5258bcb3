import type { Snapshot } from './snapshot.ts';

/** The usage of a process between two snapshots. */
export interface ProcessCost {
  readonly name: string;
  /** Processor seconds for a thousand messages. */
  readonly perThousand: number;
  /** The part of it spent in the kernel. */
  readonly kernelPercent: number;
  /** Share of one core. */
  readonly corePercent: number;
  readonly wakeUpsPerSecond: number;
  readonly rssMegabytes: number;
}

/** The work of a service's runtime between two snapshots. */
export interface BatchCosts {
  readonly service: string;
  readonly perSecond: number;
  readonly events: number;
  readonly commitMs: number;
  readonly appendsPerSecond: number;
  readonly appendMs: number;
}

export interface LoadCosts {
  readonly processes: readonly ProcessCost[];
  /** Processor seconds of the database's backends for a thousand messages, by role. */
  readonly backends: Readonly<Record<string, number>>;
  readonly commitsPerSecond: number;
  readonly walSyncsPerSecond: number;
  readonly walBytesPerMessage: number;
  /** Full-page images in the write-ahead log, 8 KB each before compression: the first change of every page after a checkpoint. */
  readonly walPagesPerMessage: number;
  readonly batches: readonly BatchCosts[];
}

const MEGABYTE = 1_000_000;

/** The difference of two snapshots, for this many messages. */
export const costsBetween = (before: Snapshot, after: Snapshot, messages: number): LoadCosts => {
  const seconds = (after.at - before.at) / 1_000;
  const thousands = messages / 1_000;
  const processes = [...after.processes].map(([name, now]): ProcessCost => {
    const earlier = before.processes.get(name) ?? { cpuSeconds: 0, kernelSeconds: 0, wakeUps: 0 };
    const cpu = now.cpuSeconds - earlier.cpuSeconds;
    return {
      name,
      perThousand: cpu / thousands,
      kernelPercent: cpu === 0 ? 0 : ((now.kernelSeconds - earlier.kernelSeconds) / cpu) * 100,
      corePercent: (cpu / seconds) * 100,
      wakeUpsPerSecond: (now.wakeUps - earlier.wakeUps) / seconds,
      rssMegabytes: now.rssBytes / MEGABYTE,
    };
  });
  const batches = [...after.metrics].map(([service, now]): BatchCosts => {
    const increase = (name: string): number => (now.get(name) ?? 0) - (before.metrics.get(service)?.get(name) ?? 0);
    const count = increase('warmline_commit_seconds_count');
    const appends = increase('warmline_publish_seconds_count');
    return {
      service,
      perSecond: count / seconds,
      events: increase('warmline_batch_events_sum') / count,
      commitMs: (increase('warmline_commit_seconds_sum') / count) * 1_000,
      appendsPerSecond: appends / seconds,
      appendMs: (increase('warmline_publish_seconds_sum') / appends) * 1_000,
    };
  });
  return {
    processes,
    backends: Object.fromEntries(
      [...after.backends].map(([name, now]) => [name, Math.max(0, now - (before.backends.get(name) ?? 0)) / thousands]),
    ),
    commitsPerSecond: (after.commits - before.commits) / seconds,
    walSyncsPerSecond: (after.walSyncs - before.walSyncs) / seconds,
    walBytesPerMessage: (after.walBytes - before.walBytes) / messages,
    walPagesPerMessage: (after.walPages - before.walPages) / messages,
    batches,
  };
};
