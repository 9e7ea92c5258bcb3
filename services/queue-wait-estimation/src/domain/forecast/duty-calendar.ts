import type { AgentStatus } from '@warmline/contracts';
import { bisectLeft } from 'd3-array';
import { DAY_SECONDS } from './arrival-model.ts';
import { exponential, type Random } from './random.ts';
import { drawAmongLargest, type SortedWindow, sortedWindow } from './sorted-window.ts';

/**
 * When agents are on duty and on breaks. An agent is on duty unless offline or unknown; a break is `away` while on duty. The calendar of
 * a coming day is copied from an earlier day, the same one for all agents; breaks are drawn from those of all agents. Times in seconds.
 */
export interface DutyCalendar {
  readonly learn: (t: number, agent: string, status: AgentStatus) => void;
  /** Whole days of history before `now`. */
  readonly daysKnown: (now: number) => number;
  /** True if the agent was on duty at a past instant. */
  readonly wasOnDuty: (agent: string, t: number) => boolean;
  /** When the duty of an agent on duty ends, copied from `daysBack` days ago; infinite: not known. */
  readonly endOfDuty: (agent: string, now: number, daysBack: number, random: Random) => number;
  /** When the duty of an agent off duty starts, copied from `daysBack` days ago; infinite: not known. */
  readonly startOfDuty: (agent: string, now: number, daysBack: number, random: Random) => number;
  /** When an agent who is online since `since` takes the next break; infinite: no past one came so late. */
  readonly nextBreak: (since: number, now: number, startedShift: boolean, random: Random) => number;
  readonly endOfBreak: (since: number, now: number, random: Random) => number;
}

/** An agent who is late against the copied day starts or ends duty after this mean, if late by less than the maximum. Seconds. */
const LATE_MEAN_SECONDS = 60;
const LATE_MAX_SECONDS = 1_800;
const MAX_KEPT = 2_000;

interface AgentDuty {
  readonly starts: number[];
  readonly ends: number[];
  status: AgentStatus;
  since: number;
  startedShift: boolean;
}

export const dutyCalendar = (): DutyCalendar => {
  const agents = new Map<string, AgentDuty>();
  let startedAt: number | null = null;
  /** Seconds online before a break: after the start of a shift, and after a break. */
  const onlineBeforeBreak = { shift: sortedWindow(MAX_KEPT), break: sortedWindow(MAX_KEPT) };
  const breaks = sortedWindow(MAX_KEPT);

  const wasOnDutyAt = ({ starts, ends }: AgentDuty, t: number): boolean => {
    const lastStart = starts[bisectLeft(starts, t) - 1];
    const lastEnd = ends[bisectLeft(ends, t) - 1];
    return lastStart !== undefined && (lastEnd === undefined || lastEnd < lastStart);
  };

  return {
    learn: (t, agent, status) => {
      startedAt ??= t;
      const duty = agents.get(agent) ?? { starts: [], ends: [], status: 'offline', since: t, startedShift: true };
      agents.set(agent, duty);
      if (duty.status === status) return;
      if (duty.status === 'offline') duty.starts.push(t);
      if (duty.status === 'online' && status === 'away')
        onlineBeforeBreak[duty.startedShift ? 'shift' : 'break'].add(t - duty.since);
      if (duty.status === 'away' && status === 'online') breaks.add(t - duty.since);
      if (status === 'offline') duty.ends.push(t);
      duty.startedShift = duty.status === 'offline';
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
        const end = duty.ends[bisectLeft(duty.ends, then)];
        return end === undefined ? Number.POSITIVE_INFINITY : end + daysBack * DAY_SECONDS;
      }
      const end = duty.ends[bisectLeft(duty.ends, then) - 1];
      const start = duty.starts[bisectLeft(duty.starts, then)];
      // Started a little earlier today than on the copied day.
      if (start !== undefined && start - then < LATE_MAX_SECONDS) {
        const after = duty.ends[bisectLeft(duty.ends, start)];
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
        const start = duty.starts[bisectLeft(duty.starts, then) - 1] ?? Number.NEGATIVE_INFINITY;
        const end = duty.ends[bisectLeft(duty.ends, then)] ?? Number.POSITIVE_INFINITY;
        if (then - start < LATE_MAX_SECONDS) return now + LATE_MEAN_SECONDS * exponential(random);
        // Ended a little earlier today than on the copied day: the next start is that of the next duty.
        if (end - then > LATE_MAX_SECONDS) return Number.POSITIVE_INFINITY;
      }
      const start = duty.starts[bisectLeft(duty.starts, then)];
      return start === undefined || start >= now ? Number.POSITIVE_INFINITY : start + daysBack * DAY_SECONDS;
    },
    nextBreak: (since, now, startedShift, random) => {
      const known = onlineBeforeBreak[startedShift ? 'shift' : 'break'];
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
