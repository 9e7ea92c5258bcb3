import type { Subject } from '@warmline/contracts';
import type { Output } from '@warmline/messaging/decider';
import { DAY_SECONDS, eventQueue } from '@warmline/queue-wait-estimation/forecast';
import { arrivalsOf, requestOf } from './arrivals.ts';
import { deciders, instantOf, secondsOf } from './deciders.ts';
import { sample } from './distributions.ts';
import { type EventLine, type OutputLine, roundToMs, type SimulatedRequest } from './output-lines.ts';
import { reactions } from './reactions.ts';
import type { Scenario } from './scenario.ts';
import { membersOf, type ShiftEvent, shiftEventsOf } from './shifts.ts';
import { type SimulatedAgent } from './simulated-agent.ts';
import { simulatedStaff } from './simulated-staff.ts';

export interface SimulationResult {
  /** In order of arrival. */
  readonly requests: readonly SimulatedRequest[];
  readonly agents: readonly SimulatedAgent[];
  /** Promises that ended, and those of them that were kept. */
  readonly promisesEnded: number;
  readonly promisesKept: number;
}

export interface Options {
  readonly seed: number;
  readonly days: number;
  /** Runs wait estimation after routing and writes its estimates. */
  readonly estimates: boolean;
  /** Customers who never abandon, whatever their patience. */
  readonly neverAbandons?: (id: string) => boolean;
}

/** After the last day the simulation continues at most this long, unrecorded, until every request has been served or abandoned. */
const DRAIN_SECONDS = DAY_SECONDS;

/**
 * A contact centre with the real deciders on a simulated clock, to the millisecond; seconds since the beginning, midnight of a
 * Monday. The same scenario, seed and days give the same lines.
 */
export function* runSimulation(
  scenario: Scenario,
  { seed, days, estimates, neverAbandons = () => false }: Options,
): Generator<OutputLine, SimulationResult> {
  const end = days * DAY_SECONDS;
  const from = scenario.warmup_days * DAY_SECONDS;
  const centre = deciders(scenario, estimates);
  const plan = eventQueue();
  const actions = new Map<number, (t: number) => void>();
  const requests = new Map<string, SimulatedRequest>();
  const lines: OutputLine[] = [];
  let [planned, promisesEnded, promisesKept] = [0, 0, 0];

  const schedule = (t: number, what: (t: number) => void): void => {
    actions.set(planned, what);
    plan.push(roundToMs(t), 0, planned++);
  };
  const write = (line: OutputLine): void => void (line.row.t <= end && lines.push(line));
  const logEvent = (row: EventLine): void => write({ to: 'events', row });
  const processOutputs = (outputs: readonly Output[], t: number): void => {
    for (const output of outputs) react(output, t);
  };
  const send: Parameters<typeof reactions>[0]['send'] = (type, data, t) =>
    processOutputs(centre.send(type, data, t), t);

  const staff = simulatedStaff(membersOf(scenario, seed), scenario, ({ member }, status, t) => {
    const { id, teams, capacity } = member;
    const profile = { agentId: id, name: id, teams: [...teams], skills: [], languages: ['en'], capacity };
    send('AgentPresenceChanged', { ...profile, status }, t);
  });
  const promiseEnded = (kept: boolean, t: number): void => {
    if (t < from || t > end) return;
    promisesEnded += 1;
    promisesKept += kept ? 1 : 0;
  };
  const react = reactions({ scenario, staff, requests, send, schedule, logEvent, write, promiseEnded });

  const applyShiftEvent = (simulatedAgent: SimulatedAgent, status: ShiftEvent['status'], t: number): void => {
    const { id: agent, teams: groups, capacity } = simulatedAgent.member;
    logEvent({ type: 'agent.status', t, agent, status, groups, capacity });
    staff.setStatus(simulatedAgent, status, t);
  };
  const scheduleDay = (n: number): void => {
    for (const simulatedAgent of staff.agents)
      for (const { t, status } of shiftEventsOf(simulatedAgent.member, n, scenario, seed))
        schedule(t, (then) => applyShiftEvent(simulatedAgent, status, then));
    if (n * DAY_SECONDS < end) schedule((n + 1) * DAY_SECONDS - 1, () => scheduleDay(n + 1));
  };

  const arrive = (subject: string, n: number, t: number): void => {
    const settings = scenario.subjects[subject];
    if (settings === undefined) return;
    const id = `h${String(requests.size).padStart(6, '0')}`;
    const request = requestOf(scenario, subject, n, id, t, seed);
    requests.set(id, request);
    logEvent({ type: 'handoff.requested', t, id, subject, priority: request.level });
    const ref = { handoffId: id, conversationId: id };
    schedule(t + sample(settings.patience, request.random), (then) => {
      if (request.waited === null && !neverAbandons(id)) send('CustomerLeft', { ...ref, reason: 'ended' }, then);
    });
    const requirements = { type: 'support', durationSeconds: 0, skills: [], seniorFirst: false } as const;
    const fields = { ...requirements, language: 'en', channel: 'web', subject: subject as Subject };
    const priority = centre.priorityOf(request.level);
    send('HandoffReceived', { ...ref, ...fields, skills: [], requestedAt: instantOf(t), priority }, t);
  };
  const scheduleArrivals = (subject: string, times: Iterator<number>, n: number): void => {
    const { done, value } = times.next();
    if (done === true) return;
    schedule(value, (t) => {
      scheduleArrivals(subject, times, n + 1);
      arrive(subject, n, t);
    });
  };

  scheduleDay(0);
  for (const subject of Object.keys(scenario.subjects))
    scheduleArrivals(subject, arrivalsOf(scenario, subject, seed, end + DRAIN_SECONDS), 0);
  const recorded = (): SimulatedRequest[] => [...requests.values()].filter(({ t }) => t < end);
  let open: SimulatedRequest[] | null = null;
  const isSettled = (): boolean => {
    open = (open ?? recorded()).filter(({ offeredWait }) => offeredWait === null);
    return open.length === 0;
  };
  for (let entry = plan.pop(); entry !== null; entry = plan.pop()) {
    const due = centre.due();
    const dueAt = due === null ? Number.POSITIVE_INFINITY : secondsOf(due);
    const now = Math.min(dueAt, entry.t);
    if (dueAt <= entry.t) {
      plan.push(entry.t, entry.kind, entry.index);
      processOutputs(centre.tick(dueAt), dueAt);
    } else {
      const what = actions.get(entry.index);
      actions.delete(entry.index);
      what?.(entry.t);
    }
    staff.abandonedCustomers.checkFreeAgents(now);
    yield* lines.splice(0);
    if (entry.t > end && (entry.t > end + DRAIN_SECONDS || isSettled())) break;
  }
  return { requests: recorded(), agents: staff.agents, promisesEnded, promisesKept };
}
