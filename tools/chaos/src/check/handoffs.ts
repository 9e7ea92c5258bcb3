import { topics } from '@warmline/contracts';
import { MAX_CALLBACK_ATTEMPTS } from '../callback-limit.ts';
import type { History } from '../history.ts';
import { type ObservedRecord, positionOf } from '../observation/observed-record.ts';
import { type Violation, violation } from './violation.ts';

const FINAL_EVENTS = new Set(['HandoffClosed', 'HandoffAbandoned', 'CallbackBooked', 'TicketFiled']);
const CALLBACK_EVENTS = [
  'CallbackAssigned',
  'CallbackReturned',
  'CallbackAttempted',
  'CallbackOverdue',
  'CallbackEnded',
];
const LIFECYCLE_EVENTS = new Set([
  'HandoffQueued',
  'HandoffOfferedToAgent',
  'HandoffReturned',
  'HandoffAssigned',
  ...FINAL_EVENTS,
  ...CALLBACK_EVENTS,
]);
/** Said of the agent who has it. */
const OWNING_AGENT_EVENTS = new Set(['HandoffAssigned', 'HandoffReturned', 'CallbackReturned', 'CallbackAttempted']);

type HandoffState = 'unknown' | 'queued' | 'offered' | 'assigned' | 'booked' | 'calling' | 'ended';
/** A hand-off that waits for nobody any more; a callback has an end of its own. */
const isDone = (state: HandoffState): boolean => state === 'booked' || state === 'calling' || state === 'ended';

/** Where a hand-off may stand for an event of its life to be legal, and where it stands then. */
const transition = (event: ObservedRecord, state: HandoffState): HandoffState | null => {
  switch (event.type) {
    case 'HandoffQueued':
      return state === 'unknown' ? 'queued' : null;
    case 'HandoffOfferedToAgent':
      return state === 'queued' ? 'offered' : null;
    case 'HandoffReturned':
      return state === 'offered' || state === 'assigned' ? 'queued' : null;
    case 'HandoffAssigned':
      return state === 'offered' ? 'assigned' : null;
    case 'HandoffClosed':
      return state === 'assigned' ? 'ended' : null;
    case 'CallbackBooked':
      return state === 'queued' || state === 'offered' ? 'booked' : null;
    case 'CallbackAssigned':
      return state === 'booked' ? 'calling' : null;
    case 'CallbackReturned':
      return state === 'calling' ? 'booked' : null;
    case 'CallbackAttempted':
      return state === 'calling' ? (event.data.retryAt === undefined ? 'calling' : 'booked') : null;
    case 'CallbackOverdue':
      return state === 'booked' ? 'booked' : null;
    case 'CallbackEnded':
      return state === 'booked' || state === 'calling' ? 'ended' : null;
    default:
      return state === 'queued' || state === 'offered' ? 'ended' : null;
  }
};

/** A legal life: queued once, asked of one agent at a time, ended once and for all; a callback is tried in order, a bounded number of times. */
const checkLifecycle = (handoffId: string, events: readonly ObservedRecord[]): Violation[] => {
  const found: Violation[] = [];
  let state: HandoffState = 'unknown';
  let agent: string | undefined;
  let attempts = 0;
  for (const event of events) {
    const nextState = transition(event, state);
    const isOtherAgent = OWNING_AGENT_EVENTS.has(event.type) && event.data.agentId !== agent;
    const isRepeated =
      (event.type === 'HandoffQueued' && state !== 'unknown') ||
      (FINAL_EVENTS.has(event.type) && isDone(state)) ||
      (event.type === 'CallbackEnded' && state === 'ended');
    if (event.type === 'CallbackAttempted' && (event.data.attempt !== ++attempts || attempts > MAX_CALLBACK_ATTEMPTS))
      found.push(
        violation('doubled', 'callback', `hand-off ${handoffId}: call ${event.data.attempt} after ${attempts - 1}`, [
          positionOf(event),
        ]),
      );
    if (nextState === null || isOtherAgent)
      found.push(
        violation(
          isRepeated ? 'doubled' : 'outOfOrder',
          'handoff-life',
          `hand-off ${handoffId}: ${event.type} (${event.data.agentId ?? 'no agent'}) while it is ${state} (${agent ?? 'no agent'})`,
          [positionOf(event)],
        ),
      );
    state = nextState ?? state;
    if (event.type === 'HandoffOfferedToAgent' || event.type === 'CallbackAssigned') agent = event.data.agentId;
  }
  return found;
};

const byHandoff = (
  applied: readonly ObservedRecord[],
  filter: (record: ObservedRecord) => boolean,
): Map<string, ObservedRecord[]> => Map.groupBy(applied.filter(filter), (record) => record.data.handoffId ?? '');

/** Requested once, taken once, queued once, ended once, its outcome recorded once; and nothing of it without a request. */
export const checkHandoffs = (
  applied: readonly ObservedRecord[],
  { outcomes }: Pick<History, 'outcomes'>,
): Violation[] => {
  const found: Violation[] = [];
  const requests = byHandoff(applied, (r) => r.type === 'HandoffRequested');
  const received = byHandoff(applied, (r) => r.type === 'HandoffReceived');
  const lifecycles = byHandoff(applied, (r) => r.topic === topics.routing.name && LIFECYCLE_EVENTS.has(r.type));
  const recorded = byHandoff(applied, (r) => r.type === 'OutcomeRecorded');
  for (const [handoffId, [request, ...repeats]] of requests) {
    if (request === undefined) continue;
    const name = `hand-off ${handoffId} of ${request.data.conversationId}, requested at ${positionOf(request)}`;
    const expectOnce = (records: readonly ObservedRecord[], what: string): void => {
      if (records.length === 0) found.push(violation('lost', 'handoff', `${name}: no ${what}`));
      if (records.length > 1)
        found.push(
          violation('doubled', 'handoff', `${name}: ${what} ${records.length} times`, records.map(positionOf)),
        );
    };
    if (repeats.length > 0)
      found.push(violation('doubled', 'handoff', `${name}: requested again`, repeats.map(positionOf)));
    expectOnce(received.get(handoffId) ?? [], 'HandoffReceived');
    const lifecycle = lifecycles.get(handoffId) ?? [];
    if (!lifecycle.some((event) => event.type === 'HandoffQueued'))
      found.push(violation('lost', 'handoff', `${name}: no HandoffQueued`));
    const end = lifecycle.find((event) => FINAL_EVENTS.has(event.type));
    if (end === undefined) {
      const last = lifecycle.at(-1);
      const lastSeen =
        last === undefined
          ? 'nothing followed'
          : `the last is ${last.type} (${last.data.agentId ?? ''}) at ${positionOf(last)}`;
      found.push(violation('withoutEnd', 'handoff', `${name}: ${lastSeen}`));
      continue;
    }
    // A callback or a ticket is an end without an outcome of ours.
    if (end.type !== 'HandoffClosed' && end.type !== 'HandoffAbandoned') continue;
    expectOnce(recorded.get(handoffId) ?? [], 'OutcomeRecorded');
    if ((outcomes.get(handoffId) ?? null) === null)
      found.push(violation('lost', 'outcome-row', `${name}: ended as ${end.type}, and its row has no end`));
  }
  for (const [handoffId, lifecycle] of lifecycles) {
    found.push(...checkLifecycle(handoffId, lifecycle));
    if (!requests.has(handoffId))
      found.push(
        violation('doubled', 'handoff', `hand-off ${handoffId} was never requested`, lifecycle.map(positionOf)),
      );
  }
  return found;
};

/** Who asked for a person is handed over; and a conversation is handed over again only after it went back to its bot. */
export const checkHumanRequests = (applied: readonly ObservedRecord[], expected: ReadonlySet<string>): Violation[] => {
  const found: Violation[] = [];
  const requests = new Map<string, ObservedRecord[]>();
  const returnsToBot = new Map<string, number>();
  const requested = new Set<string>();
  for (const record of applied) {
    const { conversationId = '', owner } = record.data;
    if (record.type === 'HandoffRequested')
      requests.set(conversationId, [...(requests.get(conversationId) ?? []), record]);
    if (record.type === 'HumanRequested') requested.add(conversationId);
    if ((record.type === 'OwnerChanged' && owner?.kind === 'bot') || record.type === 'ConversationStarted')
      returnsToBot.set(conversationId, (returnsToBot.get(conversationId) ?? 0) + 1);
  }
  for (const id of expected)
    if (requested.has(id) && !requests.has(id))
      found.push(violation('lost', 'wish', `conversation ${id} asked for a person, and there is no HandoffRequested`));
  for (const [id, all] of requests)
    if (all.length > (returnsToBot.get(id) ?? 0))
      found.push(
        violation(
          'doubled',
          'wish',
          `conversation ${id}: ${all.length} hand-offs, ${returnsToBot.get(id) ?? 0} times with a bot`,
          all.map(positionOf),
        ),
      );
  return found;
};
