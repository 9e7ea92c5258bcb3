import type { BotTurn, Heard, Instant, Turn } from '@warmline/contracts';
import type { Anything, JournalRow } from '@warmline/messaging/decider';

/** A turn as the service keeps it, append-only, beside its state. */
export type JournaledTurn = Turn & { readonly bot?: BotTurn };

const TURNS = 50;
const TURN_TEXT = 1_000;
/** The whole transcript, as UTF-8 JSON: it has to fit an event of 64 KB with everything else. */
export const TRANSCRIPT_BYTES = 40 * 1024;

/** Cuts to `most` UTF-16 units, never through a surrogate pair. */
export const cut = (text: string, most: number): string => {
  if (text.length <= most) return text;
  const last = text.charCodeAt(most - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? most - 1 : most);
};

const isMessage = (event: Anything): event is Heard<'MessagePosted'> => event.type === 'MessagePosted';

/** The row to keep of an event; null for everything that is no turn. */
export const journalOf = (event: Anything): { seq: number; row: JournaledTurn } | null => {
  if (!isMessage(event)) return null;
  const { messageId, seq, role, text, bot } = event.data;
  const row: JournaledTurn = { messageId, seq, at: event.at, role, text: cut(text, TURN_TEXT), ...(bot && { bot }) };
  return { seq, row };
};

/**
 * The turns up to and including `seq`, oldest first: what a batch already journaled beyond it is not part of the decision, nor is what was
 * said before `from`, when this talk began: of an earlier one under the same id some rows may be left.
 */
export const turnsUpTo = (journal: readonly JournalRow[], seq: number, from: Instant): JournaledTurn[] =>
  journal
    .filter((row) => row.seq <= seq)
    .map((row) => row.row as JournaledTurn)
    .filter((turn) => turn.at >= from)
    .sort((a, b) => a.seq - b.seq);

const bytes = (turn: Turn): number => Buffer.byteLength(JSON.stringify(turn)) + 1;

/** The hand-off's own line among the turns. */
export interface Mark {
  readonly handoffId: string;
  readonly seq: number;
  readonly at: Instant;
  readonly text: string;
}

/** The last 50 turns and the marked line, newest kept first where the bytes do not suffice for all. */
export const transcriptOf = (
  turns: readonly JournaledTurn[],
  mark: Mark,
): { transcript: Turn[]; truncated: boolean } => {
  const line: Turn = {
    messageId: mark.handoffId,
    seq: mark.seq,
    at: mark.at,
    role: 'escalation',
    text: cut(mark.text, TURN_TEXT),
  };
  const last = turns.slice(-TURNS);
  const kept: Turn[] = [];
  let left = TRANSCRIPT_BYTES - 2 - bytes(line);
  for (const { messageId, seq, at, role, text } of last.toReversed()) {
    const turn: Turn = { messageId, seq, at, role, text: cut(text, TURN_TEXT) };
    left -= bytes(turn);
    if (left < 0) break;
    kept.push(turn);
  }
  return { transcript: [...kept.toReversed(), line], truncated: kept.length < last.length };
};
