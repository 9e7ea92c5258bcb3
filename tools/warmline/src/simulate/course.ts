import type { DataOf } from '@warmline/contracts';
import type { Output } from '@warmline/messaging/decider';
import { type Deciders, instantOf, secondsOf } from './deciders.ts';
import { answerTime, drawn } from './draws.ts';
import { counted, type Floor } from './floor.ts';
import { type EventLine, type Line, millisecond, type Request } from './lines.ts';
import type { Scenario } from './scenario.ts';

export interface World {
  readonly scenario: Scenario;
  readonly floor: Floor;
  readonly requests: ReadonlyMap<string, Request>;
  /** Tells the deciders, and lets what they decide take its course. */
  readonly hear: (...told: Parameters<Deciders['hear']>) => void;
  /** Lets something happen at an instant to come. */
  readonly at: (t: number, what: (t: number) => void) => void;
  readonly log: (row: EventLine) => void;
  readonly write: (line: Line) => void;
  /** Longer ends that were told and came to their end: how many, and how many were kept. */
  readonly promise: (kept: boolean, t: number) => void;
}

/** What agents and customers do about what was decided. */
export const course = (world: World): ((output: Output, t: number) => void) => {
  const { scenario, floor, requests, hear, at, log, write } = world;
  const { declined: declineShare, back_s } = scenario.answer;

  const offered = ({ handoffId, conversationId, agentId, offerId }: DataOf<'HandoffOfferedToAgent'>, t: number) => {
    const seat = floor.seat(agentId);
    const request = requests.get(handoffId);
    if (seat === undefined || request === undefined) return;
    seat.offers += 1;
    request.asked ??= t;
    floor.ghosts.asked(seat, request, t);
    const declines = declineShare > 0 && request.random() < declineShare;
    const answer = declines ? 'OfferDeclined' : 'OfferAccepted';
    at(t + answerTime(scenario, request), (then) =>
      hear(answer, { handoffId, conversationId, agentId, offerId }, then),
    );
  };

  const assigned = ({ handoffId: id, conversationId, agentId, team, why }: DataOf<'HandoffAssigned'>, t: number) => {
    const seat = floor.seat(agentId);
    const request = requests.get(id);
    const subject = scenario.subjects[request?.subject ?? ''];
    if (seat === undefined || request === undefined || subject === undefined) return;
    counted(seat, t);
    seat.offers -= 1;
    seat.chats += 1;
    request.outcome = 'served';
    request.waited = millisecond(t - request.t);
    request.offered = request.waited;
    log({ type: 'handoff.assigned', t, id, agent: agentId, group: team });
    write({ to: 'assignments', row: { id, t, agent: agentId, team, waited_s: request.waited, why } });
    const slowed = 1 + scenario.concurrency_slowdown * (seat.chats - 1);
    at(t + drawn(subject.handle, request.random) * seat.member.pace * slowed, (then) => {
      const end = { resolution: { resolved: true }, resolvedAt: instantOf(then) };
      hear('HandoffResolved', { handoffId: id, conversationId, agentId, ...end }, then);
    });
  };

  const closed = ({ handoffId: id, agentId, wrapUpUntil }: DataOf<'HandoffClosed'>, t: number) => {
    const seat = floor.seat(agentId);
    if (seat === undefined) return;
    counted(seat, t);
    seat.chats -= 1;
    log({ type: 'handoff.closed', t, id, agent: agentId });
    if (wrapUpUntil !== undefined) {
      seat.wrapUps += 1;
      at(secondsOf(wrapUpUntil), () => {
        seat.wrapUps -= 1;
      });
    }
    if (seat.chats === 0) at(t, (then) => floor.goesHome(seat, then));
  };

  const abandoned = ({ handoffId: id, agentId }: DataOf<'HandoffAbandoned'>, t: number) => {
    const request = requests.get(id);
    if (request === undefined) return;
    const asked = agentId === undefined ? undefined : floor.seat(agentId);
    if (asked !== undefined) asked.offers -= 1;
    request.outcome = 'abandoned';
    request.waited = millisecond(t - request.t);
    log({ type: 'handoff.abandoned', t, id });
    floor.ghosts.enter(request);
    // A team that opens to him by its delay is looked at then.
    for (const delay of scenario.subjects[request.subject]?.fallback_after_s ?? [])
      if (request.t + delay > t) at(request.t + delay, () => undefined);
  };

  const returned = ({ agentId, reason }: DataOf<'HandoffReturned'>, t: number) => {
    const seat = floor.seat(agentId);
    if (seat === undefined) return;
    seat.offers -= 1;
    if (reason === 'timed-out') at(t + back_s, (then) => floor.isBack(seat, then));
  };

  return (output, t) => {
    switch (output.type) {
      case 'HandoffOfferedToAgent':
        return offered(output.data, t);
      case 'HandoffAssigned':
        return assigned(output.data, t);
      case 'HandoffClosed':
        return closed(output.data, t);
      case 'HandoffAbandoned':
        return abandoned(output.data, t);
      case 'HandoffReturned':
        return returned(output.data, t);
      case 'WaitEstimated': {
        const { handoffId: id, position, p50Seconds, p80Seconds, p90Seconds, announcement, estimator } = output.data;
        const quantiles = { p50: p50Seconds, p80: p80Seconds, p90: p90Seconds };
        return write({ to: 'told', row: { id, t, position, ...quantiles, announcement, estimator } });
      }
      case 'WaitPromiseEnded':
        return world.promise(output.data.kept, t);
      default:
        return undefined;
    }
  };
};
