import type { Subject } from '@warmline/contracts';
import type { Output } from '@warmline/messaging/decider';
import { agenda, DAY } from '@warmline/queue-wait-estimation/forecast';
import { arrivalsOf, requestOf } from './arrivals.ts';
import { course } from './course.ts';
import { deciders, instantOf, secondsOf } from './deciders.ts';
import { drawn } from './draws.ts';
import { floorOf, type Seat } from './floor.ts';
import { type EventLine, type Line, millisecond, type Request } from './lines.ts';
import type { Scenario } from './scenario.ts';
import { type Duty, dutiesOf, membersOf } from './staff.ts';

export interface Simulated {
  /** In the order in which they came. */
  readonly requests: readonly Request[];
  readonly seats: readonly Seat[];
  /** Longer ends that were told to who was served since, and of them those that were kept. */
  readonly promises: number;
  readonly kept: number;
}

export interface Options {
  readonly seed: number;
  readonly days: number;
  /** The estimation of waits tells customers too. */
  readonly told: boolean;
  /** Who never gives up, whatever his patience. */
  readonly stays?: (id: string) => boolean;
}

/** After the last day it goes on for so long at most, unrecorded, until all who came have been served or have left. */
const AFTER = DAY;

/**
 * A contact centre under the real deciders and a simulated clock, to the millisecond; seconds since the beginning, a Monday's midnight.
 * The same scenario, seed and days: the same lines.
 */
export function* simulated(
  scenario: Scenario,
  { seed, days, told, stays = () => false }: Options,
): Generator<Line, Simulated> {
  const end = days * DAY;
  const from = scenario.warmup_days * DAY;
  const centre = deciders(scenario, told);
  const plan = agenda();
  const matters = new Map<number, (t: number) => void>();
  const requests = new Map<string, Request>();
  const lines: Line[] = [];
  let [planned, promises, kept] = [0, 0, 0];

  const at = (t: number, what: (t: number) => void): void => {
    matters.set(planned, what);
    plan.push(millisecond(t), 0, planned++);
  };
  const write = (line: Line): void => void (line.row.t <= end && lines.push(line));
  const log = (row: EventLine): void => write({ to: 'events', row });
  const take = (outputs: readonly Output[], t: number): void => {
    for (const output of outputs) follow(output, t);
  };
  const hear: Parameters<typeof course>[0]['hear'] = (type, data, t) => take(centre.hear(type, data, t), t);

  const floor = floorOf(membersOf(scenario, seed), scenario, ({ member }, status, t) => {
    const { id, teams, capacity } = member;
    const profile = { agentId: id, name: id, teams: [...teams], skills: [], languages: ['en'], capacity };
    hear('AgentPresenceChanged', { ...profile, status }, t);
  });
  const promise = (was: boolean, t: number): void => {
    if (t < from || t > end) return;
    promises += 1;
    kept += was ? 1 : 0;
  };
  const follow = course({ scenario, floor, requests, hear, at, log, write, promise });

  const duty = (seat: Seat, status: Duty['status'], t: number): void => {
    const { id: agent, teams: groups, capacity } = seat.member;
    log({ type: 'agent.status', t, agent, status, groups, capacity });
    floor.changes(seat, status, t);
  };
  const day = (n: number): void => {
    for (const seat of floor.seats)
      for (const { t, status } of dutiesOf(seat.member, n, scenario, seed)) at(t, (then) => duty(seat, status, then));
    if (n * DAY < end) at((n + 1) * DAY - 1, () => day(n + 1));
  };

  const comes = (subject: string, n: number, t: number): void => {
    const law = scenario.subjects[subject];
    if (law === undefined) return;
    const id = `h${String(requests.size).padStart(6, '0')}`;
    const request = requestOf(scenario, subject, n, id, t, seed);
    requests.set(id, request);
    log({ type: 'handoff.requested', t, id, subject, priority: request.level });
    const who = { handoffId: id, conversationId: id };
    at(t + drawn(law.patience, request.random), (then) => {
      if (request.waited === null && !stays(id)) hear('CustomerLeft', { ...who, reason: 'ended' }, then);
    });
    const asks = { type: 'support', durationSeconds: 0, skills: [], seniorFirst: false } as const;
    const facts = { ...asks, language: 'en', channel: 'web', subject: subject as Subject };
    const priority = centre.priorityOf(request.level);
    hear('HandoffReceived', { ...who, ...facts, skills: [], requestedAt: instantOf(t), priority }, t);
  };
  const next = (subject: string, times: Iterator<number>, n: number): void => {
    const { done, value } = times.next();
    if (done === true) return;
    at(value, (t) => {
      next(subject, times, n + 1);
      comes(subject, n, t);
    });
  };

  day(0);
  for (const subject of Object.keys(scenario.subjects))
    next(subject, arrivalsOf(scenario, subject, seed, end + AFTER), 0);
  const recorded = (): Request[] => [...requests.values()].filter(({ t }) => t < end);
  let unsettled: Request[] | null = null;
  const settled = (): boolean => {
    unsettled = (unsettled ?? recorded()).filter(({ offered }) => offered === null);
    return unsettled.length === 0;
  };
  for (let entry = plan.pop(); entry !== null; entry = plan.pop()) {
    const due = centre.due();
    const dueAt = due === null ? Number.POSITIVE_INFINITY : secondsOf(due);
    const now = Math.min(dueAt, entry.t);
    if (dueAt <= entry.t) {
      plan.push(entry.t, entry.kind, entry.who);
      take(centre.tick(dueAt), dueAt);
    } else {
      const what = matters.get(entry.who);
      matters.delete(entry.who);
      what?.(entry.t);
    }
    floor.ghosts.look(now);
    yield* lines.splice(0);
    if (entry.t > end && (entry.t > end + AFTER || settled())) break;
  }
  return { requests: recorded(), seats: floor.seats, promises, kept };
}
