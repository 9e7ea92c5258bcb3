import type { DataOf, EventOf, Instant, Retention, Tick, Turn } from '@warmline/contracts';
import { teamText } from '@warmline/locale';
import type { CommandResult } from '@warmline/messaging/decider';
import { masked } from '@warmline/text';
import { OK, stateOnly } from '../results.ts';

type HandoffPayload = DataOf<'HandoffRequested'>;
/** Puts a hand-off on a desk. */
type DeskArrival = EventOf<'HandoffOfferedToAgent' | 'CallbackAssigned'>;
type HandoffEnd = EventOf<'HandoffAbandoned' | 'HandoffClosed' | 'CallbackEnded' | 'TicketFiled'>;
/** Takes it off the desk, if it is on one. */
type DeskDeparture = EventOf<'HandoffReturned' | 'CallbackBooked' | 'CallbackReturned'> | HandoffEnd;
export type HandoffPayloadEvent =
  | EventOf<'HandoffRequested' | 'HandoffContextAdded'>
  | DeskArrival
  | DeskDeparture
  | Tick;

type Agent = Pick<DeskArrival['data'], 'agentId' | 'agentName' | 'team'>;

/**
 * The payload of a hand-off, as the desk shows it. Nothing orders the topics of escalation and routing: an offer or a callback that
 * is received before the request is held here, and reaches the desk in the transaction that stores the payload.
 */
export type HandoffPayloadState =
  | { readonly is: 'awaited'; readonly held: readonly DeskArrival[] }
  | {
      readonly is: 'requested';
      readonly payload: HandoffPayload;
      readonly endedAt?: Instant;
      /** Whose desk showed it last. */
      readonly agent?: Agent;
    };

/** The desk that shows the hand-off shows it with the new context. A lost one is made up for by the next event of the desk. */
export interface RefreshDesk {
  readonly type: 'refresh-desk';
  readonly agentId: string;
  readonly handoffId: string;
}

/** Characters of a summary with its additions. The last addition is never cut. */
const MAX_SUMMARY_CHARS = 4_500;
const CUSTOMER_ADDITION_PREFIX = '\nAdded by the customer: ';
/** Starts an addition to the summary: by the customer, or by an agent who transferred the hand-off. */
const ADDITION_PATTERN = /\n(?:Added by the customer|Passed on by [^\n]+ with the note): /;

const DAY_MS = 24 * 3_600_000;
/** An open hand-off keeps its payload this long at least: a callback can be booked for up to 60 days ahead. */
const OPEN_MS = 90 * DAY_MS;

export const handoffPayloadDue = (state: HandoffPayloadState, retention: Retention): Instant => {
  if (state.is === 'awaited') return Math.min(...state.held.map(({ data }) => data.expiresAt));
  const { endedAt, payload } = state;
  const keptMs = retention.of('handoffs', payload.tenantId);
  return endedAt === undefined ? payload.requestedAt + Math.max(keptMs, OPEN_MS) : endedAt + keptMs;
};

const appendToSummary = (before: HandoffPayload, addition: string): HandoffPayload => {
  const { summary } = before.context;
  const text = `${summary.text.slice(0, MAX_SUMMARY_CHARS - addition.length)}${addition}`;
  return { ...before, context: { ...before.context, summary: { ...summary, text } } };
};

/** Most lines of a transcript: 50 turns and the hand-off. */
const MAX_TRANSCRIPT_LINES = 51;

const addTurn = (before: HandoffPayload, added: Turn): HandoffPayload => {
  const { transcript } = before.context;
  if (transcript.some(({ messageId }) => messageId === added.messageId)) return before;
  const turns = [...transcript, added].sort((a, b) => a.seq - b.seq).slice(-MAX_TRANSCRIPT_LINES);
  return { ...before, context: { ...before.context, transcript: turns } };
};

const MAX_TRIED = 10;
const MAX_TRIED_CHARS = 300;

const addTried = (before: HandoffPayload, { text }: Turn): HandoffPayload => {
  const { tried = [] } = before.context;
  const line = `Bot answer withheld: “${masked(text).replace(/\s+/g, ' ').trim()}`.slice(0, MAX_TRIED_CHARS - 1);
  const added = { text: `${line}”`, withheld: true as const };
  if (tried.some((one) => one.text === added.text)) return before;
  return { ...before, context: { ...before.context, tried: [...tried, added].slice(-MAX_TRIED) } };
};

const MAX_EARLIER = 20;
const reasons: Partial<Record<DataOf<'HandoffReturned'>['reason'], string>> = {
  'agent-disconnected': 'the connection was lost',
  'agent-unresponsive': 'they did not answer',
};

/** Who had it until now, and why no longer. Only of an agent it was assigned to. */
const addReturn = (
  before: HandoffPayload,
  agent: Agent | undefined,
  { agentId, reason, offerId, transfer }: DataOf<'HandoffReturned'>,
): HandoffPayload => {
  const why = transfer === undefined ? reasons[reason] : `passed on to ${transfer.to.id.replaceAll('_', ' ')}`;
  if (why === undefined || offerId !== undefined) return before;
  const who = agent?.agentId === agentId ? `${agent.agentName} (${teamText('en', agent.team)})` : agentId;
  const earlier = [...(before.context.earlier ?? []), `${who} had this request: ${why}`].slice(-MAX_EARLIER);
  return { ...before, context: { ...before.context, earlier } };
};

const MAX_QUOTE_CHARS = 240;

/** What a customer adds says what they want, where they had not said it. */
const withNow = (before: HandoffPayload, details: string): HandoffPayload => {
  const { now } = before.context;
  const plain = masked(details).replace(/[“”]/g, "'").replace(/\s+/g, ' ').trim();
  if (now === undefined || now.quote !== undefined || plain === '') return before;
  const quote = plain.length <= MAX_QUOTE_CHARS ? plain : `${plain.slice(0, MAX_QUOTE_CHARS - 1)}…`;
  const text = `“${quote}”, added after the request for a person`;
  return { ...before, context: { ...before.context, now: { ...now, text, quote }, likely_issue: `“${quote}”` } };
};

const addContext = (
  before: HandoffPayload,
  { details, model, withheldAnswer }: DataOf<'HandoffContextAdded'>,
): HandoffPayload => {
  if (withheldAnswer !== undefined) return addTried(addTurn(before, withheldAnswer), withheldAnswer);
  if (model === undefined)
    return withNow(appendToSummary(before, `${CUSTOMER_ADDITION_PREFIX}${masked(details)}`), details);
  const { summary } = before.context;
  const additionsStart = summary.text.search(ADDITION_PATTERN);
  const additions = additionsStart < 0 ? '' : summary.text.slice(additionsStart);
  const maxChars = Math.max(0, MAX_SUMMARY_CHARS - additions.length);
  const text = `${details.replaceAll(CUSTOMER_ADDITION_PREFIX, ' ').slice(0, maxChars)}${additions}`;
  return { ...before, context: { ...before.context, summary: { ...summary, text, written_by: model } } };
};

const awaited = (held: readonly DeskArrival[]): CommandResult<HandoffPayloadState> =>
  stateOnly(held.length === 0 ? null : { is: 'awaited', held }, OK);

const toDesk = (event: DeskArrival) => ({ stage: 'desk', key: event.data.agentId, event });
const agentOf = ({ data: { agentId, agentName, team } }: DeskArrival): Agent => ({ agentId, agentName, team });

const onRequested = (
  held: readonly DeskArrival[],
  { data, at }: EventOf<'HandoffRequested'>,
): CommandResult<HandoffPayloadState> => {
  const open = held.filter((event) => event.data.expiresAt > at);
  const last = open.at(-1);
  const state = { is: 'requested', payload: data, ...(last === undefined ? {} : { agent: agentOf(last) }) } as const;
  return { ...stateOnly<HandoffPayloadState>(state, OK), forwards: open.map(toDesk) };
};

/**
 * Adds to the summary what the customer adds later and the notes of transfers. A summary written by a model replaces the first one
 * and keeps what was added. Requires the `at` of a request to be the time it is received, not the time it was made: held events expire by it.
 */
export const updateHandoffPayload = (
  before: HandoffPayloadState | null,
  event: HandoffPayloadEvent,
  retention: Retention,
): CommandResult<HandoffPayloadState> => {
  if (before?.is === 'requested') return updateRequested(before, event, retention);
  const held = before?.held ?? [];
  switch (event.type) {
    case 'HandoffRequested':
      return onRequested(held, event);
    case 'HandoffContextAdded':
      return awaited(held);
    case 'Tick':
      return awaited(held.filter(({ data }) => data.expiresAt > event.at));
    case 'HandoffOfferedToAgent':
    case 'CallbackAssigned': {
      const { type, id, at, data } = event;
      const arrival = { type, id, at, data } as DeskArrival;
      return awaited([...held.filter((other) => other.data.agentId !== data.agentId), arrival]);
    }
    default:
      return awaited(held.filter(({ data }) => data.agentId !== event.data.agentId));
  }
};

const updateRequested = (
  before: HandoffPayloadState & { readonly is: 'requested' },
  event: HandoffPayloadEvent,
  retention: Retention,
): CommandResult<HandoffPayloadState> => {
  const { payload } = before;
  // The same state again is not written.
  const unchanged = stateOnly<HandoffPayloadState>(before, OK);
  const changed = (after: HandoffPayload) => stateOnly<HandoffPayloadState>({ ...before, payload: after }, OK);
  switch (event.type) {
    case 'HandoffContextAdded': {
      const { agent } = before;
      const { handoffId } = event.data;
      const result = changed(addContext(payload, event.data));
      if (agent === undefined) return result;
      const refresh: RefreshDesk = { type: 'refresh-desk', agentId: agent.agentId, handoffId };
      return { ...result, effects: [refresh] };
    }
    case 'HandoffReturned': {
      const { agentId, transfer } = event.data;
      const returned = addReturn(payload, before.agent, event.data);
      if (transfer === undefined) return returned === payload ? unchanged : changed(returned);
      return changed(appendToSummary(returned, `\nPassed on by ${agentId} with the note: ${masked(transfer.note)}`));
    }
    case 'HandoffOfferedToAgent':
    case 'CallbackAssigned':
      return {
        ...stateOnly<HandoffPayloadState>({ ...before, agent: agentOf(event) }, OK),
        forwards: [toDesk(event)],
      };
    case 'HandoffClosed':
    case 'HandoffAbandoned':
    case 'CallbackEnded':
    case 'TicketFiled':
      return stateOnly<HandoffPayloadState>({ ...before, endedAt: event.at }, OK);
    case 'Tick':
      if (event.at >= handoffPayloadDue(before, retention)) return stateOnly<HandoffPayloadState>(null, OK);
  }
  return unchanged;
};
