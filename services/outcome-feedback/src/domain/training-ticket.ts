import type { DataOf, Turn } from '@warmline/contracts';
import type { AnyEvent, JournalRow } from '@warmline/messaging/decider';

const MAX_TURNS = 50;
const MAX_CHARACTERS = 1_000;
/** Leaves room for summary and notes within the size limit of an event. */
const MAX_TRANSCRIPT_BYTES = 40_000;

/** At most MAX_CHARACTERS UTF-16 code units; never splits a character. */
const clipped = (text: string): string => {
  if (text.length <= MAX_CHARACTERS) return text;
  const last = text.charCodeAt(MAX_CHARACTERS - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? MAX_CHARACTERS - 1 : MAX_CHARACTERS);
};

/** The journal row of an event of the conversation; null unless it is a message. */
export const journalRowOf = (event: AnyEvent): JournalRow<Turn> | null => {
  if (event.type !== 'MessagePosted') return null;
  const { messageId, seq, role, text } = event.data as DataOf<'MessagePosted'>;
  return { seq, row: { messageId, seq, at: event.at, role, text: clipped(text) } };
};

/** The last 50 turns in order, without the oldest ones if the event would be too large. */
export const lastTurns = (journal: readonly JournalRow[]): Turn[] => {
  const turns = [...journal].sort((a, b) => a.seq - b.seq).slice(-MAX_TURNS);
  const kept: Turn[] = [];
  let bytes = 0;
  for (const { row } of turns.reverse()) {
    bytes += Buffer.byteLength(JSON.stringify(row)) + 1;
    if (bytes > MAX_TRANSCRIPT_BYTES) break;
    kept.unshift(row as Turn);
  }
  return kept;
};

type Ticket = DataOf<'TrainingTicketOpened'>;

export const withTranscript = (data: Ticket, journal: readonly JournalRow[]): Ticket => ({
  ...data,
  transcript: lastTurns(journal),
});
