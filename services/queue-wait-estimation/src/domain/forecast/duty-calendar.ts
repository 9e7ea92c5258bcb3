import { DAY_SECONDS } from './arrival-model.ts';
import type { AgentStatus } from './log-events.ts';
import { exponential, type Random } from './random.ts';
import { drawAmongLargest, lowerBound, type SortedWindow, sortedWindow } from './sorted-window.ts';

/**
 * Who is on duty when, and on a break. Duty is what is neither offline nor unknown; a break is `away` within it. The calendar of a
 * day to come is that of an earlier day, the same one for all agents; breaks are drawn from those of all agents.
 */
export interface DutyCalendar {
  readonly learn: (t: number, agent: string, status: AgentStatus) => void;
  /** How many days back a day may be copied from. */
  readonly daysKnown: (now: number) => number;
  /** Whether one was on duty at an instant of the past. */
  readonly wasOnDuty: (agent: string, t: number) => boolean;
  /** When the duty of one who is on it ends, as it did so many days back; infinite where that is not known. */
  readonly endOfDuty: (agent: string, now: number, daysBack: number, random: Random) => number;
  /** When one who is not on duty comes, as so many days back; infinite where that is not known. */
  readonly startOfDuty: (agent: string, now: number, daysBack: number, random: Random) => number;
  /** The instant of the next break of one who is online since then; infinite where none is known that long. */
  readonly nextBreak: (since: number, now: number, startedShift: boolean, random: Random) => number;
  readonly endOfBreak: (since: number, now: number, random: Random) => number;
}

/** One who is later than on an earlier day comes, or goes, about so many seconds from now, if he is no later than the second. */
const LATE_MEAN_SECONDS = 60;
const LATE_MAX_SECONDS = 1_800;
const MAX_KEPT = 2_000;

interface AgentDuty {
  readonly starts: number[];
  readonly ends: number[];
  status: AgentStatus;
  since: number;
  fresh: boolean;
}

export const dutyCalendar = (): DutyCalendar => {
  const agents = new Map<string, AgentDuty>();
  let startedAt: number | null = null;
  /** Seconds online before a break, of those who just came on duty and of those back from a break. */
  const onlineBeforeBreak = { fresh: sortedWindow(MAX_KEPT), back: sortedWindow(MAX_KEPT) };
  const breaks = sortedWindow(MAX_KEPT);

  /** On duty at the instant, as far as was seen. */
  const wasOnDutyAt = ({ starts, ends }: AgentDuty, t: number): boolean => {
    const lastStart = starts[lowerBound(starts, t) - 1];
    const lastEnd = ends[lowerBound(ends, t) - 1];
    return lastStart !== undefined && (lastEnd === undefined || lastEnd < lastStart);
  };

  return {
    learn: (t, agent, status) => {
      startedAt ??= t;
      const duty = agents.get(agent) ?? { starts: [], ends: [], status: 'offline', since: t, fresh: true };
      agents.set(agent, duty);
      if (duty.status === status) return;
      if (duty.status === 'offline') duty.starts.push(t);
      if (duty.status === 'online' && status === 'away')
        onlineBeforeBreak[duty.fresh ? 'fresh' : 'back'].add(t - duty.since);
      if (duty.status === 'away' && status === 'online') breaks.add(t - duty.since);
      if (status === 'offline') duty.ends.push(t);
      duty.fresh = duty.status === 'offline';
      duty.status = status;
      duty.since = t;
    },
    daysKnown: (now) => (startedAt === null ? 0 : Math.floor((now - startedAt) / DAY_SECONDS)),
    wasOnDuty: (agent, t) => {
      const duty = agents.get(agent);
      return duty !== undefined && wasOnDutyAt(duty, t);
    },
    endOfDuty: (agent, now, daysBack, random) => {
      const duty = agents.get(agent);
      const then = now - daysBack * DAY_SECONDS;
      if (duty === undefined) return Number.POSITIVE_INFINITY;
      if (wasOnDutyAt(duty, then)) {
        const end = duty.ends[lowerBound(duty.ends, then)];
        return end === undefined ? Number.POSITIVE_INFINITY : end + daysBack * DAY_SECONDS;
      }
      const end = duty.ends[lowerBound(duty.ends, then) - 1];
      const start = duty.starts[lowerBound(duty.starts, then)];
      // Came a little earlier today than then.
      if (start !== undefined && start - then < LATE_MAX_SECONDS) {
        const after = duty.ends[lowerBound(duty.ends, start)];
        return after === undefined || after >= now ? Number.POSITIVE_INFINITY : after + daysBack * DAY_SECONDS;
      }
      if (end !== undefined && then - end < LATE_MAX_SECONDS) return now + LATE_MEAN_SECONDS * exponential(random);
      return Number.POSITIVE_INFINITY;
    },
    startOfDuty: (agent, now, daysBack, random) => {
      const duty = agents.get(agent);
      const then = now - daysBack * DAY_SECONDS;
      if (duty === undefined) return Number.POSITIVE_INFINITY;
      if (wasOnDutyAt(duty, then)) {
        const start = duty.starts[lowerBound(duty.starts, then) - 1] ?? Number.NEGATIVE_INFINITY;
        const end = duty.ends[lowerBound(duty.ends, then)] ?? Number.POSITIVE_INFINITY;
        if (then - start < LATE_MAX_SECONDS) return now + LATE_MEAN_SECONDS * exponential(random);
        // Went a little earlier today than then: the next time is his next.
        if (end - then > LATE_MAX_SECONDS) return Number.POSITIVE_INFINITY;
      }
      const start = duty.starts[lowerBound(duty.starts, then)];
      return start === undefined || start >= now ? Number.POSITIVE_INFINITY : start + daysBack * DAY_SECONDS;
    },
    nextBreak: (since, now, fresh, random) => {
      const known = onlineBeforeBreak[fresh ? 'fresh' : 'back'];
      const length = drawLongerThan(known, now - since, random);
      return length === null ? Number.POSITIVE_INFINITY : since + length;
    },
    endOfBreak: (since, now, random) => {
      const length = drawLongerThan(breaks, now - since, random);
      return length === null ? now + Math.max(LATE_MEAN_SECONDS, now - since) * exponential(random) : since + length;
    },
  };
};

const drawLongerThan = ({ values, above }: SortedWindow, bound: number, random: Random): number | null => {
  const n = above(bound);
  return n === 0 ? null : drawAmongLargest(values, n, random);
};
