import { type Announcement, announcer } from './announce.ts';
import { lineKey, placeOf, teamsOf, type Waiting } from './lines.ts';
import { comparePlaces, countBefore } from './order.ts';
import type { Outlook } from './outlook.ts';
import { linesOf, type Pool } from './pool.ts';
import type { WaitSettings } from './settings.ts';

/** Those before a hand-off who may be served by a team that may serve it, and what of them its own agents have to serve. */
export interface Ahead {
  readonly people: number;
  readonly load: number;
}

/** O(lines log waiting). */
export const aheadOf = (pool: Pool, handoff: Waiting, outlook: Outlook, settings: WaitSettings): Ahead => {
  const teams = teamsOf(handoff);
  const place = placeOf(handoff, settings);
  const ahead = { people: 0, load: 0 };
  for (const line of linesOf(pool, settings).values()) {
    const share = outlook.share(line.teams, teams);
    if (share === null) continue;
    const people = countBefore(line.order, place);
    ahead.people += people;
    ahead.load += people * share;
  }
  return ahead;
};

/** How many of his subject are before him; O(waiting). */
export const alikeBefore = (pool: Pool, handoff: Waiting, settings: WaitSettings): number => {
  const place = placeOf(handoff, settings);
  const others = pool.waiting.values().filter(({ subject }) => subject === handoff.subject);
  return others.filter((other) => comparePlaces(placeOf(other, settings), place) < 0).length;
};

/** Everyone who waits, front to back. */
export const inOrder = (pool: Pool, settings: WaitSettings) =>
  pool.waiting
    .values()
    .map((row) => ({ row, place: placeOf(row, settings) }))
    .sort((a, b) => comparePlaces(a.place, b.place));

/** Counts, front to back, who is ahead of each, `alike` of them of his subject; `expected` is null unless asked for, and while a team is yet to open to it. */
export const walker = (pool: Pool, outlook: Outlook, settings: WaitSettings) => {
  interface Line {
    readonly announcement: (ahead: number) => Announcement;
    /** The lines whose members are served by the same agents, itself included. */
    readonly rivals: { readonly line: Line; readonly share: number }[];
    readonly teams: readonly string[];
    passed: number;
  }
  const lines = new Map<string, Line>();
  const subjects = new Map<string, number>();
  const lineOf = (row: Waiting): Line => {
    const key = lineKey(row);
    const known = lines.get(key);
    if (known !== undefined) return known;
    const teams = teamsOf(row);
    let made: ReturnType<typeof announcer> | undefined;
    const announcement: Line['announcement'] = (ahead) => {
      made ??= announcer(outlook.slots(teams), outlook, settings, pool.waiting.size);
      return made(ahead);
    };
    const line: Line = { announcement, rivals: [], teams, passed: 0 };
    for (const other of [...lines.values(), line]) {
      const share = outlook.share(other.teams, teams);
      if (share === null) continue;
      line.rivals.push({ line: other, share });
      if (other !== line) other.rivals.push({ line, share: outlook.share(teams, other.teams) ?? 0 });
    }
    lines.set(key, line);
    return line;
  };
  return (row: Waiting, expects: boolean): { ahead: Ahead; alike: number; expected: Announcement | null } => {
    const line = lineOf(row);
    const ahead = { people: 0, load: 0 };
    for (const { line: rival, share } of line.rivals) {
      ahead.people += rival.passed;
      ahead.load += rival.passed * share;
    }
    line.passed++;
    const alike = subjects.get(row.subject) ?? 0;
    subjects.set(row.subject, alike + 1);
    const open = expects && row.steps.every((step) => step.opensAt <= outlook.at);
    return { ahead, alike, expected: open ? line.announcement(Math.round(ahead.load)) : null };
  };
};
