import { topics } from '@warmline/contracts';
import { CALLS } from '../calls.ts';
import { placeOf, type Rec } from '../facts/record.ts';
import type { History } from '../history.ts';
import { type Violation, violation } from './violation.ts';

const ENDS = new Set(['HandoffClosed', 'HandoffAbandoned', 'CallbackBooked', 'TicketFiled']);
const CALL = ['CallbackAssigned', 'CallbackReturned', 'CallbackAttempted', 'CallbackOverdue', 'CallbackEnded'];
const LIFE = new Set([
  'HandoffQueued',
  'HandoffOfferedToAgent',
  'HandoffReturned',
  'HandoffAssigned',
  ...ENDS,
  ...CALL,
]);
/** Said of the agent who has it. */
const BY_AGENT = new Set(['HandoffAssigned', 'HandoffReturned', 'CallbackReturned', 'CallbackAttempted']);

type Standing = 'unknown' | 'queued' | 'offered' | 'assigned' | 'booked' | 'calling' | 'ended';
/** A hand-off that waits for nobody any more; a callback has an end of its own. */
const isOver = (at: Standing): boolean => at === 'booked' || at === 'calling' || at === 'ended';

/** Where a hand-off may stand for an event of its life to be legal, and where it stands then. */
const next = (event: Rec, at: Standing): Standing | null => {
  switch (event.type) {
    case 'HandoffQueued':
      return at === 'unknown' ? 'queued' : null;
    case 'HandoffOfferedToAgent':
      return at === 'queued' ? 'offered' : null;
    case 'HandoffReturned':
      return at === 'offered' || at === 'assigned' ? 'queued' : null;
    case 'HandoffAssigned':
      return at === 'offered' ? 'assigned' : null;
    case 'HandoffClosed':
      return at === 'assigned' ? 'ended' : null;
    case 'CallbackBooked':
      return at === 'queued' || at === 'offered' ? 'booked' : null;
    case 'CallbackAssigned':
      return at === 'booked' ? 'calling' : null;
    case 'CallbackReturned':
      return at === 'calling' ? 'booked' : null;
    case 'CallbackAttempted':
      return at === 'calling' ? (event.data.again === undefined ? 'calling' : 'booked') : null;
    case 'CallbackOverdue':
      return at === 'booked' ? 'booked' : null;
    case 'CallbackEnded':
      return at === 'booked' || at === 'calling' ? 'ended' : null;
    default:
      return at === 'queued' || at === 'offered' ? 'ended' : null;
  }
};

/** A legal life: queued once, asked of one agent at a time, ended once and for all; a callback is tried in order, a bounded number of times. */
const lived = (handoffId: string, events: readonly Rec[]): Violation[] => {
  const found: Violation[] = [];
  let at: Standing = 'unknown';
  let agent: string | undefined;
  let attempts = 0;
  for (const event of events) {
    const to = next(event, at);
    const stranger = BY_AGENT.has(event.type) && event.data.agentId !== agent;
    const twice =
      (event.type === 'HandoffQueued' && at !== 'unknown') ||
      (ENDS.has(event.type) && isOver(at)) ||
      (event.type === 'CallbackEnded' && at === 'ended');
    if (event.type === 'CallbackAttempted' && (event.data.attempt !== ++attempts || attempts > CALLS))
      found.push(
        violation('doubled', 'callback', `hand-off ${handoffId}: call ${event.data.attempt} after ${attempts - 1}`, [
          placeOf(event),
        ]),
      );
    if (to === null || stranger)
      found.push(
        violation(
          twice ? 'doubled' : 'outOfOrder',
          'handoff-life',
          `hand-off ${handoffId}: ${event.type} (${event.data.agentId ?? 'no agent'}) while it is ${at} (${agent ?? 'no agent'})`,
          [placeOf(event)],
        ),
      );
    at = to ?? at;
    if (event.type === 'HandoffOfferedToAgent' || event.type === 'CallbackAssigned') agent = event.data.agentId;
  }
  return found;
};

const byHandoff = (applied: readonly Rec[], keep: (record: Rec) => boolean): Map<string, Rec[]> =>
  Map.groupBy(applied.filter(keep), (record) => record.data.handoffId ?? '');

/** So long a close without the agent's word waits for it before its outcome is recorded (outcome-feedback), and a little more. */
const WORD_WITHIN_MS = 65_000;

/** Requested once, taken once, queued once, ended once, its outcome recorded once; and nothing of it without a request. */
export const checkHandoffs = (
  applied: readonly Rec[],
  { at: now, outcomes }: Pick<History, 'at' | 'outcomes'>,
): Violation[] => {
  const found: Violation[] = [];
  const requests = byHandoff(applied, (r) => r.type === 'HandoffRequested');
  const taken = byHandoff(applied, (r) => r.type === 'HandoffReceived');
  const lives = byHandoff(applied, (r) => r.topic === topics.routing.name && LIFE.has(r.type));
  const recorded = byHandoff(applied, (r) => r.type === 'OutcomeRecorded');
  for (const [handoffId, [request, ...again]] of requests) {
    if (request === undefined) continue;
    const name = `hand-off ${handoffId} of ${request.data.conversationId}, requested at ${placeOf(request)}`;
    const once = (records: readonly Rec[], what: string): void => {
      if (records.length === 0) found.push(violation('lost', 'handoff', `${name}: no ${what}`));
      if (records.length > 1)
        found.push(violation('doubled', 'handoff', `${name}: ${what} ${records.length} times`, records.map(placeOf)));
    };
    if (again.length > 0) found.push(violation('doubled', 'handoff', `${name}: requested again`, again.map(placeOf)));
    once(taken.get(handoffId) ?? [], 'HandoffReceived');
    const life = lives.get(handoffId) ?? [];
    if (!life.some((event) => event.type === 'HandoffQueued'))
      found.push(violation('lost', 'handoff', `${name}: no HandoffQueued`));
    const end = life.find((event) => ENDS.has(event.type));
    if (end === undefined) {
      const last = life.at(-1);
      const seen =
        last === undefined
          ? 'nothing followed'
          : `the last is ${last.type} (${last.data.agentId ?? ''}) at ${placeOf(last)}`;
      found.push(violation('withoutEnd', 'handoff', `${name}: ${seen}`));
      continue;
    }
    // A callback or a ticket is an end without an outcome of ours.
    if (end.type !== 'HandoffClosed' && end.type !== 'HandoffAbandoned') continue;
    const waits =
      end.type === 'HandoffClosed' && end.data.worded !== true && Date.parse(end.time) + WORD_WITHIN_MS > now;
    if (waits && !recorded.has(handoffId)) continue;
    once(recorded.get(handoffId) ?? [], 'OutcomeRecorded');
    if ((outcomes.get(handoffId) ?? null) === null)
      found.push(violation('lost', 'outcome-row', `${name}: ended as ${end.type}, and its row has no end`));
  }
  for (const [handoffId, life] of lives) {
    found.push(...lived(handoffId, life));
    if (!requests.has(handoffId))
      found.push(violation('doubled', 'handoff', `hand-off ${handoffId} was never requested`, life.map(placeOf)));
  }
  return found;
};

/** Who asked for a person is handed over; and a conversation is handed over again only after it went back to its bot. */
export const checkWishes = (applied: readonly Rec[], wanted: ReadonlySet<string>): Violation[] => {
  const found: Violation[] = [];
  const requests = new Map<string, Rec[]>();
  const back = new Map<string, number>();
  const wished = new Set<string>();
  for (const record of applied) {
    const { conversationId = '', owner } = record.data;
    if (record.type === 'HandoffRequested')
      requests.set(conversationId, [...(requests.get(conversationId) ?? []), record]);
    if (record.type === 'HumanRequested') wished.add(conversationId);
    if ((record.type === 'OwnerChanged' && owner?.kind === 'bot') || record.type === 'ConversationStarted')
      back.set(conversationId, (back.get(conversationId) ?? 0) + 1);
  }
  for (const id of wanted)
    if (wished.has(id) && !requests.has(id))
      found.push(violation('lost', 'wish', `conversation ${id} asked for a person, and there is no HandoffRequested`));
  for (const [id, all] of requests)
    if (all.length > (back.get(id) ?? 0))
      found.push(
        violation(
          'doubled',
          'wish',
          `conversation ${id}: ${all.length} hand-offs, ${back.get(id) ?? 0} times with a bot`,
          all.map(placeOf),
        ),
      );
  return found;
};
