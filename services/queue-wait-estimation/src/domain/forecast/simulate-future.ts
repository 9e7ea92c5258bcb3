import { HALF_HOUR_SECONDS } from './arrival-model.ts';
import { eventQueue } from './event-queue.ts';
import { exponential, type Random, weighted } from './random.ts';
import { type SimulatedCustomer, simulatedQueue, TIME_TOLERANCE } from './simulated-queue.ts';
import type { AgentProfile, LearnedModel, SimulationStart } from './simulation-start.ts';

const HANDLING_ENDED = 0;
const BREAK_STARTED = 1;
const BREAK_ENDED = 2;
const DUTY_ENDED = 3;
const DUTY_STARTED = 4;
const ROUTE_OPENED = 5;
const ARRIVAL = 6;
const TURNAROUND_ENDED = 7;

interface SimulatedAgent {
  readonly profile: AgentProfile;
  /** Capacity units taken, and of them those in turnaround. */
  busy: number;
  inTurnaround: number;
  onDuty: boolean;
  onBreak: boolean;
}

const isAvailable = ({ onDuty, onBreak, busy, profile }: SimulatedAgent): boolean =>
  onDuty && !onBreak && busy < profile.capacity;

/** Bounds of one run: seconds, which also stand for a wait that did not end, and events. */
export const MAX_WAIT_SECONDS = 172_800;
const MAX_EVENTS = 200_000;

/**
 * One simulation run: routing applied to drawn arrivals, handling times, patience and duty. Returns the seconds until each wait asked for
 * would end without abandonment; `MAX_WAIT_SECONDS` where it does not end within the horizon. A customer who abandons takes no capacity
 * but stays in the queue as a probe, so the run is as valid for each of them as one run for them alone.
 */
export const simulateFuture = (initial: SimulationStart, model: LearnedModel, random: Random): Float64Array => {
  const { now, routes, horizon } = initial;
  const { handling, patience, calendar, arrivals } = model;
  const { turnaround } = model.delays ?? {};
  const answerSeconds = model.delays?.answerSeconds() ?? 0;
  const day = initial.drawDuty(random);
  const schedule = eventQueue();
  const customers: SimulatedCustomer[] = [];
  const queue = simulatedQueue(routes.map(({ notBefore }) => notBefore));
  const waits = new Float64Array(initial.resultCount).fill(MAX_WAIT_SECONDS);
  let remaining = initial.resultCount;
  let t = now;

  const agents = initial.agents.map(
    (profile): SimulatedAgent => ({
      profile,
      busy: profile.handlings.length,
      inTurnaround: 0,
      onDuty: profile.status !== 'offline',
      onBreak: profile.status === 'away',
    }),
  );

  let availableAgents = agents.filter(isAvailable).length;

  const startHandling = (customer: SimulatedCustomer, agent: SimulatedAgent, index: number, after: number): void => {
    customer.isTaken = true;
    if (customer.resultIndex >= 0) {
      waits[customer.resultIndex] = t - now + after;
      remaining -= 1;
      if (customer.isProbe || customer.abandonsAt <= t) return;
    }
    agent.busy += 1;
    if (!isAvailable(agent)) availableAgents -= 1;
    const slowness = handling.durationFactor(agent.profile.pace, agent.busy - agent.inTurnaround);
    schedule.push(
      t + handling.drawRemaining(routes[customer.route]?.subject ?? '', 0, slowness, random),
      HANDLING_ENDED,
      index,
    );
  };

  /** Fills the free capacity of an agent with the first eligible customers. */
  const assignNext = (agent: SimulatedAgent, index: number): void => {
    while (remaining > 0 && isAvailable(agent)) {
      const customer = queue.firstEligible(agent.profile.opensAfter, t);
      if (customer === null) return;
      startHandling(customer, agent, index, 0);
    }
  };
  /** The agent whose team opens first, then the least occupied one; -1: none is open. */
  const selectAgent = (route: number, waited: number): number => {
    let best = -1;
    if (availableAgents === 0) return best;
    let bestOpens = Number.POSITIVE_INFINITY;
    let bestLoad = Number.POSITIVE_INFINITY;
    for (let i = 0; i < agents.length; i++) {
      const agent = agents[i];
      if (agent === undefined || !isAvailable(agent)) continue;
      const opens = agent.profile.opensAfter[route] ?? Number.POSITIVE_INFINITY;
      if (opens > waited + TIME_TOLERANCE || opens > bestOpens) continue;
      const load = agent.busy / agent.profile.capacity;
      if (opens === bestOpens && load >= bestLoad) continue;
      best = i;
      bestOpens = opens;
      bestLoad = load;
    }
    return best;
  };
  const offer = (customer: SimulatedCustomer): boolean => {
    if ((routes[customer.route]?.notBefore ?? 0) > t + TIME_TOLERANCE) return false;
    const index = selectAgent(customer.route, t - customer.t);
    const agent = agents[index];
    if (agent === undefined) return false;
    startHandling(customer, agent, index, answerSeconds);
    return true;
  };
  const scheduleOpenings = (customer: SimulatedCustomer): void => {
    const index = customers.push(customer) - 1;
    const { notBefore = 0 } = routes[customer.route] ?? {};
    if (notBefore > t) schedule.push(notBefore, ROUTE_OPENED, index);
    for (const delay of routes[customer.route]?.delays ?? []) {
      if (customer.t + delay > t) schedule.push(customer.t + delay, ROUTE_OPENED, index);
    }
  };
  const scheduleArrival = (): void => {
    let from = t;
    while (from < now + horizon) {
      const { total } = initial.ratesAt(from);
      const end = (Math.floor(from / HALF_HOUR_SECONDS) + 1) * HALF_HOUR_SECONDS;
      const at = total > 0 ? from + exponential(random) / total : Number.POSITIVE_INFINITY;
      if (at < end) {
        schedule.push(at, ARRIVAL, 0);
        return;
      }
      from = end;
    }
  };
  const handleArrival = (): void => {
    const { byRoute, total } = initial.ratesAt(t);
    const route = weighted(byRoute, total, random);
    const subject = routes[route]?.subject ?? '';
    const key = t - initial.credit * arrivals.drawPriority(subject, random);
    const abandonsAt = t + patience.drawAbandonment(subject, 0, random);
    const customer = { key, route, t, resultIndex: -1, isProbe: false, abandonsAt, isTaken: false };
    if (!offer(customer)) {
      queue.push(customer);
      scheduleOpenings(customer);
    }
    scheduleArrival();
  };

  agents.forEach((agent, index) => {
    const { profile, onDuty, onBreak } = agent;
    for (const { subject, elapsed, slowness } of profile.handlings) {
      schedule.push(now + handling.drawRemaining(subject, elapsed, slowness, random), HANDLING_ENDED, index);
    }
    for (const elapsed of profile.idleSeconds) {
      const remaining =
        agent.busy < profile.capacity ? (turnaround?.drawRemaining(elapsed, profile.isAwaited, random) ?? 0) : 0;
      if (remaining === 0) continue;
      agent.busy += 1;
      agent.inTurnaround += 1;
      if (!isAvailable(agent) && isAvailable({ ...agent, busy: agent.busy - 1 })) availableAgents -= 1;
      schedule.push(now + remaining, TURNAROUND_ENDED, index);
    }
    schedule.push(day.changesAt[index] ?? Number.POSITIVE_INFINITY, onDuty ? DUTY_ENDED : DUTY_STARTED, index);
    if (onBreak) schedule.push(calendar.endOfBreak(profile.since, now, random), BREAK_ENDED, index);
    else if (onDuty)
      schedule.push(calendar.nextBreak(profile.since, now, profile.startedShift, random), BREAK_STARTED, index);
  });
  for (const entry of initial.waiting) {
    const subject = routes[entry.route]?.subject ?? '';
    const waited = Math.max(0, now - entry.since);
    const abandonsAt = entry.isProbe
      ? Number.POSITIVE_INFINITY
      : entry.since + patience.drawAbandonment(subject, waited, random);
    const customer = { ...entry, abandonsAt, isTaken: false };
    if (offer(customer)) continue;
    queue.push(customer);
    scheduleOpenings(customer);
  }
  scheduleArrival();

  for (let events = 0; remaining > 0 && events < MAX_EVENTS; events++) {
    const next = schedule.pop();
    if (next === null || next.t > now + horizon) break;
    t = next.t;
    const { index } = next;
    const agent = agents[index];
    if (next.kind === ARRIVAL) handleArrival();
    else if (next.kind === ROUTE_OPENED) {
      const customer = customers[index];
      if (customer !== undefined && !customer.isTaken && customer.abandonsAt > t) offer(customer);
    } else if (agent !== undefined) {
      const wasAvailable = isAvailable(agent);
      if (next.kind === HANDLING_ENDED) {
        const pause = turnaround?.drawRemaining(0, true, random) ?? 0;
        if (pause > 0) {
          agent.inTurnaround += 1;
          schedule.push(t + pause, TURNAROUND_ENDED, index);
          continue;
        }
        agent.busy -= 1;
      } else if (next.kind === TURNAROUND_ENDED) {
        agent.inTurnaround -= 1;
        agent.busy -= 1;
      } else if (next.kind === BREAK_STARTED) {
        if (!agent.onDuty) continue;
        agent.onBreak = true;
        if (wasAvailable) availableAgents -= 1;
        schedule.push(calendar.endOfBreak(t, t, random), BREAK_ENDED, index);
        continue;
      } else if (next.kind === DUTY_ENDED) {
        agent.onDuty = false;
        if (wasAvailable) availableAgents -= 1;
        schedule.push(calendar.startOfDuty(agent.profile.id, t, day.daysBack, random), DUTY_STARTED, index);
        continue;
      } else {
        if (next.kind === DUTY_STARTED) agent.onDuty = true;
        agent.onBreak = false;
        schedule.push(calendar.nextBreak(t, t, next.kind === DUTY_STARTED, random), BREAK_STARTED, index);
      }
      if (!wasAvailable && isAvailable(agent)) availableAgents += 1;
      assignNext(agent, index);
    }
  }
  return waits;
};
