import type { DataOf } from '@warmline/contracts';
import type { Output } from '@warmline/messaging/decider';
import { type Deciders, instantOf, secondsOf } from './deciders.ts';
import { sample, sampleAnswerTime } from './distributions.ts';
import { type EventLine, type OutputLine, roundToMs, type SimulatedRequest } from './output-lines.ts';
import type { Scenario } from './scenario.ts';
import { accrueOccupancy } from './simulated-agent.ts';
import { type SimulatedStaff } from './simulated-staff.ts';

export interface SimulationContext {
  readonly scenario: Scenario;
  readonly staff: SimulatedStaff;
  readonly requests: ReadonlyMap<string, SimulatedRequest>;
  /** Sends an event to the deciders and applies their outputs. */
  readonly send: (...event: Parameters<Deciders['send']>) => void;
  /** Schedules an action. */
  readonly schedule: (t: number, what: (t: number) => void) => void;
  readonly logEvent: (row: EventLine) => void;
  readonly write: (line: OutputLine) => void;
  /** Called when a wait promise ends. */
  readonly promiseEnded: (kept: boolean, t: number) => void;
}

/** The reactions of agents and customers to decisions. */
export const reactions = (context: SimulationContext): ((output: Output, t: number) => void) => {
  const { scenario, staff, requests, send, schedule, logEvent, write } = context;
  const { declined: declineShare, back_s } = scenario.answer;

  const onOffered = ({ handoffId, conversationId, agentId, offerId }: DataOf<'HandoffOfferedToAgent'>, t: number) => {
    const agent = staff.agent(agentId);
    const request = requests.get(handoffId);
    if (agent === undefined || request === undefined) return;
    agent.offers += 1;
    request.firstOfferedAt ??= t;
    staff.abandonedCustomers.onOffer(agent, request, t);
    const declines = declineShare > 0 && request.random() < declineShare;
    const answer = declines ? 'OfferDeclined' : 'OfferAccepted';
    schedule(t + sampleAnswerTime(scenario, request), (then) =>
      send(answer, { handoffId, conversationId, agentId, offerId }, then),
    );
  };

  const onAssigned = ({ handoffId: id, conversationId, agentId, team, why }: DataOf<'HandoffAssigned'>, t: number) => {
    const agent = staff.agent(agentId);
    const request = requests.get(id);
    const subject = scenario.subjects[request?.subject ?? ''];
    if (agent === undefined || request === undefined || subject === undefined) return;
    accrueOccupancy(agent, t);
    agent.offers -= 1;
    agent.conversations += 1;
    request.outcome = 'served';
    request.waited = roundToMs(t - request.t);
    request.offeredWait = request.waited;
    logEvent({ type: 'handoff.assigned', t, id, agent: agentId, group: team });
    write({ to: 'assignments', row: { id, t, agent: agentId, team, waited_s: request.waited, why } });
    const slowed = 1 + scenario.concurrency_slowdown * (agent.conversations - 1);
    schedule(t + sample(subject.handle, request.random) * agent.member.pace * slowed, (then) => {
      const end = { resolution: { resolved: true }, resolvedAt: instantOf(then) };
      send('HandoffResolved', { handoffId: id, conversationId, agentId, ...end }, then);
    });
  };

  const onClosed = ({ handoffId: id, agentId, wrapUpUntil }: DataOf<'HandoffClosed'>, t: number) => {
    const agent = staff.agent(agentId);
    if (agent === undefined) return;
    accrueOccupancy(agent, t);
    agent.conversations -= 1;
    logEvent({ type: 'handoff.closed', t, id, agent: agentId });
    if (wrapUpUntil !== undefined) {
      agent.wrapUps += 1;
      schedule(secondsOf(wrapUpUntil), () => {
        agent.wrapUps -= 1;
      });
    }
    if (agent.conversations === 0) schedule(t, (then) => staff.signOffIfIdle(agent, then));
  };

  const onAbandoned = ({ handoffId: id, agentId }: DataOf<'HandoffAbandoned'>, t: number) => {
    const request = requests.get(id);
    if (request === undefined) return;
    const offeredAgent = agentId === undefined ? undefined : staff.agent(agentId);
    if (offeredAgent !== undefined) offeredAgent.offers -= 1;
    request.outcome = 'abandoned';
    request.waited = roundToMs(t - request.t);
    logEvent({ type: 'handoff.abandoned', t, id });
    staff.abandonedCustomers.add(request);
    // The customer's next team opens at this instant; the simulation must stop there.
    for (const delay of scenario.subjects[request.subject]?.fallback_after_s ?? [])
      if (request.t + delay > t) schedule(request.t + delay, () => undefined);
  };

  const onReturned = ({ agentId, reason }: DataOf<'HandoffReturned'>, t: number) => {
    const agent = staff.agent(agentId);
    if (agent === undefined) return;
    agent.offers -= 1;
    if (reason === 'timed-out') schedule(t + back_s, (then) => staff.reportAvailable(agent, then));
  };

  return (output, t) => {
    switch (output.type) {
      case 'HandoffOfferedToAgent':
        return onOffered(output.data, t);
      case 'HandoffAssigned':
        return onAssigned(output.data, t);
      case 'HandoffClosed':
        return onClosed(output.data, t);
      case 'HandoffAbandoned':
        return onAbandoned(output.data, t);
      case 'HandoffReturned':
        return onReturned(output.data, t);
      case 'WaitEstimated': {
        const { handoffId: id, position, p50Seconds, p80Seconds, p90Seconds, announcement, estimator } = output.data;
        const quantiles = { p50: p50Seconds, p80: p80Seconds, p90: p90Seconds };
        return write({ to: 'estimates', row: { id, t, position, ...quantiles, announcement, estimator } });
      }
      case 'WaitPromiseEnded':
        return context.promiseEnded(output.data.kept, t);
      default:
        return undefined;
    }
  };
};
