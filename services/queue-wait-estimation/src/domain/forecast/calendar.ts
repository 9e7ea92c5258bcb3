import { DAY } from './arrivals.ts';
import type { AgentStatus } from './events.ts';
import { exponential, type Random } from './random.ts';
import { drawAmongLargest, lowerBound, type Sorted, sorted } from './sorted.ts';

/**
 * Who is on duty when, and on a break. Duty is what is neither offline nor unknown; a break is `away` within it. The calendar of a
 * day to come is that of an earlier day, the same one for all agents; breaks are drawn from those of all agents.
 */
export interface Calendar {
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
  readonly nextBreak: (since: number, now: number, fresh: boolean, random: Random) => number;
  readonly endOfBreak: (since: number, now: number, random: Random) => number;
}

/** One who is later than on an earlier day comes, or goes, about so many seconds from now, if he is no later than the second. */
const LATE = 60;
const LATEST = 1_800;
const MOST_KEPT = 2_000;

interface Duty {
  readonly starts: number[];
  readonly ends: number[];
  status: AgentStatus;
  since: number;
  fresh: boolean;
}

export const calendar = (): Calendar => {
  const agents = new Map<string, Duty>();
  let began: number | null = null;
  /** Seconds online before a break, of those who just came on duty and of those back from a break. */
  const beforeBreak = { fresh: sorted(MOST_KEPT), back: sorted(MOST_KEPT) };
  const breaks = sorted(MOST_KEPT);

  /** On duty at the instant, as far as was seen. */
  const wasOn = ({ starts, ends }: Duty, t: number): boolean => {
    const lastStart = starts[lowerBound(starts, t) - 1];
    const lastEnd = ends[lowerBound(ends, t) - 1];
    return lastStart !== undefined && (lastEnd === undefined || lastEnd < lastStart);
  };

  return {
    learn: (t, agent, status) => {
      began ??= t;
      const duty = agents.get(agent) ?? { starts: [], ends: [], status: 'offline', since: t, fresh: true };
      agents.set(agent, duty);
      if (duty.status === status) return;
      if (duty.status === 'offline') duty.starts.push(t);
      if (duty.status === 'online' && status === 'away') beforeBreak[duty.fresh ? 'fresh' : 'back'].add(t - duty.since);
      if (duty.status === 'away' && status === 'online') breaks.add(t - duty.since);
      if (status === 'offline') duty.ends.push(t);
      duty.fresh = duty.status === 'offline';
      duty.status = status;
      duty.since = t;
    },
    daysKnown: (now) => (began === null ? 0 : Math.floor((now - began) / DAY)),
    wasOnDuty: (agent, t) => {
      const duty = agents.get(agent);
      return duty !== undefined && wasOn(duty, t);
    },
    endOfDuty: (agent, now, daysBack, random) => {
      const duty = agents.get(agent);
      const then = now - daysBack * DAY;
      if (duty === undefined) return Number.POSITIVE_INFINITY;
      if (wasOn(duty, then)) {
        const end = duty.ends[lowerBound(duty.ends, then)];
        return end === undefined ? Number.POSITIVE_INFINITY : end + daysBack * DAY;
      }
      const end = duty.ends[lowerBound(duty.ends, then) - 1];
      const start = duty.starts[lowerBound(duty.starts, then)];
      // Came a little earlier today than then.
      if (start !== undefined && start - then < LATEST) {
        const after = duty.ends[lowerBound(duty.ends, start)];
        return after === undefined || after >= now ? Number.POSITIVE_INFINITY : after + daysBack * DAY;
      }
      if (end !== undefined && then - end < LATEST) return now + LATE * exponential(random);
      return Number.POSITIVE_INFINITY;
    },
    startOfDuty: (agent, now, daysBack, random) => {
      const duty = agents.get(agent);
      const then = now - daysBack * DAY;
      if (duty === undefined) return Number.POSITIVE_INFINITY;
      if (wasOn(duty, then)) {
        const start = duty.starts[lowerBound(duty.starts, then) - 1] ?? Number.NEGATIVE_INFINITY;
        const end = duty.ends[lowerBound(duty.ends, then)] ?? Number.POSITIVE_INFINITY;
        if (then - start < LATEST) return now + LATE * exponential(random);
        // Went a little earlier today than then: the next time is his next.
        if (end - then > LATEST) return Number.POSITIVE_INFINITY;
      }
      const start = duty.starts[lowerBound(duty.starts, then)];
      return start === undefined || start >= now ? Number.POSITIVE_INFINITY : start + daysBack * DAY;
    },
    nextBreak: (since, now, fresh, random) => {
      const known = beforeBreak[fresh ? 'fresh' : 'back'];
      const length = longerThan(known, now - since, random);
      return length === null ? Number.POSITIVE_INFINITY : since + length;
    },
    endOfBreak: (since, now, random) => {
      const length = longerThan(breaks, now - since, random);
      return length === null ? now + Math.max(LATE, now - since) * exponential(random) : since + length;
    },
  };
};

const longerThan = ({ values, above }: Sorted, bound: number, random: Random): number | null => {
  const n = above(bound);
  return n === 0 ? null : drawAmongLargest(values, n, random);
};
