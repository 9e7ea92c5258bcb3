import { expect, test } from '@jest/globals';
import { topicByName } from '@warmline/contracts';
import { assigned, posted, START } from './outcome.fixtures.ts';
import { journalRowOf, lastTurns, withTranscript } from './training-ticket.ts';

const message = (seq: number, text: string) => ({ ...posted(seq, text), id: `e-${seq}`, at: START + seq });
const journal = (texts: readonly string[]) => texts.flatMap((text, n) => journalRowOf(message(n + 1, text)) ?? []);

test('a message is a row of the journal, and other events are not', () => {
  expect(journalRowOf(message(7, 'Hello'))).toEqual({
    seq: 7,
    row: { messageId: 'm-7', seq: 7, at: START + 7, role: 'customer', text: 'Hello' },
  });
  expect(journalRowOf({ ...assigned, id: 'e', at: START })).toBeNull();
});

test('a long message is cut at 1,000 characters without splitting a character', () => {
  expect(journalRowOf(message(1, 'a'.repeat(5_000)))?.row.text).toHaveLength(1_000);
  const cut = journalRowOf(message(1, `${'a'.repeat(999)}😀😀`))?.row.text;
  expect(cut).toBe('a'.repeat(999));
});

test('a ticket has the last 50 turns in order, whatever the order of the rows', () => {
  const rows = journal(Array.from({ length: 70 }, (_, n) => `turn ${n + 1}`));
  const turns = lastTurns(rows.toReversed());
  expect(turns.map((turn) => turn.seq)).toEqual(Array.from({ length: 50 }, (_, n) => n + 21));
});

test('the oldest turns are left out if the event would be too large', () => {
  const turns = lastTurns(journal(Array.from({ length: 50 }, () => '語'.repeat(1_000))));
  expect(turns.length).toBeGreaterThan(5);
  expect(turns.at(-1)?.seq).toBe(50);
  expect(Buffer.byteLength(JSON.stringify(turns))).toBeLessThan(41_000);
});

test('a ticket with its transcript is a valid event', () => {
  const data = {
    conversationId: 'c-1',
    tenantId: 'acme',
    handoffId: 'h-1',
    ticketId: 't-1',
    reasons: [],
    summary: 'Order cancelled by telephone',
    transcript: [],
  };
  const complete = withTranscript(data, journal(['Hello', 'Where is it?']));
  expect(topicByName('handoff.outcome.v1')?.events.TrainingTicketOpened?.schema.parse(complete)).toEqual(complete);
  expect(complete.transcript.map((turn) => turn.text)).toEqual(['Hello', 'Where is it?']);
});
