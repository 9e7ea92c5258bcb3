import type { BotTurnDetails, EventOf, Instant, Turn } from '@warmline/contracts';
import type { AnyEvent, JournalRow } from '@warmline/messaging/decider';
import { masked, ownWords } from '@warmline/text';

/** A turn in the journal: append-only, stored beside the state. */
export type JournaledTurn = Turn & { readonly bot?: BotTurnDetails };

const MAX_TURNS = 50;
const MAX_TURN_LENGTH = 1_000;
/** Limit of the transcript as UTF-8 JSON: with all other fields it fits into an event of 64 KB. */
export const MAX_TRANSCRIPT_BYTES = 40 * 1024;

/** Cuts to `maxLength` UTF-16 units, never through a surrogate pair. */
export const truncate = (text: string, maxLength: number): string => {
  if (text.length <= maxLength) return text;
  const last = text.charCodeAt(maxLength - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? maxLength - 1 : maxLength);
};

type TurnEvent = EventOf<'MessagePosted' | 'AnswerWithheld'>;
const isTurn = (event: AnyEvent): event is TurnEvent =>
  event.type === 'MessagePosted' || event.type === 'AnswerWithheld';

/** The journal row of an event; null where it is not a turn. */
export const journalRowOf = (event: AnyEvent): { seq: number; row: JournaledTurn } | null => {
  if (!isTurn(event)) return null;
  const { messageId, seq, text, bot } = event.data;
  const row: JournaledTurn = {
    messageId,
    seq,
    at: event.at,
    role: event.type === 'MessagePosted' ? event.data.role : 'bot',
    text: truncate(text, MAX_TURN_LENGTH),
    ...(event.type === 'AnswerWithheld' ? { withheld: true } : {}),
    ...(bot && { bot }),
  };
  return { seq, row };
};

/**
 * The turns up to and including `seq`, oldest first. Leaves out later turns of the same batch, and turns before `from`, the start of
 * the conversation: rows of an earlier one with the same id may remain.
 */
export const turnsUpTo = (journal: readonly JournalRow[], seq: number, from: Instant): JournaledTurn[] =>
  journal
    .filter((row) => row.seq <= seq)
    .map((row) => row.row as JournaledTurn)
    .filter((turn) => turn.at >= from)
    .sort((a, b) => a.seq - b.seq);

/** The turn as summaries quote it: secrets masked, of a customer their own words. What holds nothing of their own is quoted whole. */
export const quotableTurn = (turn: JournaledTurn): JournaledTurn => {
  const text = masked(turn.text);
  if (turn.role !== 'customer') return { ...turn, text };
  const own = ownWords(text)
    .map(([from, to]) => text.slice(from, to))
    .join(' ');
  return { ...turn, text: own.trim() === '' ? text : own };
};

const bytesOf = (turn: Turn): number => Buffer.byteLength(JSON.stringify(turn)) + 1;

/** The line that marks the hand-off in the transcript. */
export interface HandoffMarker {
  readonly handoffId: string;
  readonly seq: number;
  readonly at: Instant;
  readonly text: string;
}

/** The last 50 turns and the marker line; the oldest turns are dropped where not all fit. */
export const transcriptOf = (
  turns: readonly JournaledTurn[],
  marker: HandoffMarker,
): { transcript: Turn[]; truncated: boolean } => {
  const line: Turn = {
    messageId: marker.handoffId,
    seq: marker.seq,
    at: marker.at,
    role: 'escalation',
    text: truncate(marker.text, MAX_TURN_LENGTH),
  };
  const last = turns.slice(-MAX_TURNS);
  const kept: Turn[] = [];
  let left = MAX_TRANSCRIPT_BYTES - 2 - bytesOf(line);
  for (const { bot: _, ...row } of last.toReversed()) {
    const turn: Turn = { ...row, text: truncate(row.text, MAX_TURN_LENGTH) };
    left -= bytesOf(turn);
    if (left < 0) break;
    kept.push(turn);
  }
  return { transcript: [...kept.toReversed(), line], truncated: kept.length < last.length };
};
