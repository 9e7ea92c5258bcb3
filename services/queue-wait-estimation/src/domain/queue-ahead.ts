import { compareEntries, countBefore } from '@warmline/messaging/ordered-set';
import { type Announcement, announcementLookup } from './announcement.ts';
import type { CapacitySnapshot } from './capacity-snapshot.ts';
import { type Pool, queueLinesOf } from './pool.ts';
import { lineKey, sortKeyOf, teamsOf, type WaitingHandoff } from './queue-lines.ts';
import type { WaitSettings } from './settings.ts';

/** Hand-offs ahead that share a team with this one. */
export interface QueueAhead {
  readonly count: number;
  /** The part of them its own agents will serve. */
  readonly load: number;
}

/** Cost: O(lines log waiting). */
export const queueAheadOf = (
  pool: Pool,
  handoff: WaitingHandoff,
  snapshot: CapacitySnapshot,
  settings: WaitSettings,
): QueueAhead => {
  const teams = teamsOf(handoff);
  const key = sortKeyOf(handoff, settings);
  const ahead = { count: 0, load: 0 };
  for (const line of queueLinesOf(pool, settings).values()) {
    const share = snapshot.sharedRate(line.teams, teams);
    if (share === null) continue;
    const count = countBefore(line.order, key);
    ahead.count += count;
    ahead.load += count * share;
  }
  return ahead;
};

/** Hand-offs of the same subject ahead. Cost: O(waiting). */
export const countSameSubjectAhead = (pool: Pool, handoff: WaitingHandoff, settings: WaitSettings): number => {
  const key = sortKeyOf(handoff, settings);
  const others = pool.waiting.values().filter(({ subject }) => subject === handoff.subject);
  return others.filter((other) => compareEntries(sortKeyOf(other, settings), key) < 0).length;
};

/** Waiting hand-offs, front to back. */
export const inQueueOrder = (pool: Pool, settings: WaitSettings) =>
  pool.waiting
    .values()
    .map((row) => ({ row, key: sortKeyOf(row, settings) }))
    .sort((a, b) => compareEntries(a.key, b.key));

/**
 * Counts what is ahead of each hand-off. Call it once for each, front to back. `expected` is the announcement by the Markov estimate alone;
 * null unless asked for, and while a team is still to open.
 */
export const queueScanner = (pool: Pool, snapshot: CapacitySnapshot, settings: WaitSettings) => {
  interface Line {
    readonly announcement: (ahead: number) => Announcement;
    /** The lines that share agents with this one, itself included. */
    readonly competing: { readonly line: Line; readonly share: number }[];
    readonly teams: readonly string[];
    scanned: number;
  }
  const lines = new Map<string, Line>();
  const subjects = new Map<string, number>();
  const lineOf = (row: WaitingHandoff): Line => {
    const key = lineKey(row);
    const known = lines.get(key);
    if (known !== undefined) return known;
    const teams = teamsOf(row);
    let lookup: ReturnType<typeof announcementLookup> | undefined;
    const announcement: Line['announcement'] = (ahead) => {
      lookup ??= announcementLookup(snapshot.capacityOf(teams), snapshot, settings, pool.waiting.size);
      return lookup(ahead);
    };
    const line: Line = { announcement, competing: [], teams, scanned: 0 };
    for (const other of [...lines.values(), line]) {
      const share = snapshot.sharedRate(other.teams, teams);
      if (share === null) continue;
      line.competing.push({ line: other, share });
      if (other !== line) other.competing.push({ line, share: snapshot.sharedRate(teams, other.teams) ?? 0 });
    }
    lines.set(key, line);
    return line;
  };
  return (
    row: WaitingHandoff,
    wantsAnnouncement: boolean,
  ): { ahead: QueueAhead; sameSubjectAhead: number; expected: Announcement | null } => {
    const line = lineOf(row);
    const ahead = { count: 0, load: 0 };
    for (const { line: other, share } of line.competing) {
      ahead.count += other.scanned;
      ahead.load += other.scanned * share;
    }
    line.scanned++;
    const sameSubjectAhead = subjects.get(row.subject) ?? 0;
    subjects.set(row.subject, sameSubjectAhead + 1);
    const open = wantsAnnouncement && row.steps.every((step) => step.opensAt <= snapshot.at);
    return { ahead, sameSubjectAhead, expected: open ? line.announcement(Math.round(ahead.load)) : null };
  };
};
