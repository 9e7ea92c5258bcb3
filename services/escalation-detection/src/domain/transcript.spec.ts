import { type JournaledTurn, journalRowOf, MAX_TRANSCRIPT_BYTES, transcriptOf, turnsUpTo } from './transcript.ts';

const turn = (seq: number, text: string): JournaledTurn => ({
  messageId: `m-${seq}`,
  seq,
  at: seq,
  role: 'customer',
  text,
});
const many = (count: number, text: string) => Array.from({ length: count }, (_, n) => turn(n + 1, text));
const mark = { handoffId: 'h-1', seq: 99, at: 99, text: 'Handed over' };

test('a message is journaled as a turn of at most 1,000 characters with its bot details; other events are not', () => {
  const posted = {
    conversationId: 'c',
    tenantId: 't',
    seq: 4,
    messageId: 'm-4',
    role: 'bot',
    text: 'x'.repeat(2000),
    epoch: 1,
    bot: { confidence: 0.4 },
  };
  const kept = journalRowOf({ type: 'MessagePosted', id: 'e', at: 7, data: posted });
  expect(kept).toMatchObject({
    seq: 4,
    row: { messageId: 'm-4', seq: 4, at: 7, role: 'bot', bot: { confidence: 0.4 } },
  });
  expect(kept?.row.text).toHaveLength(1000);
  expect(journalRowOf({ type: 'HumanRequested', id: 'e', at: 7, data: {} })).toBeNull();
});

test('a surrogate pair is never cut', () => {
  const posted = {
    conversationId: 'c',
    tenantId: 't',
    seq: 4,
    messageId: 'm',
    role: 'customer',
    text: `${'x'.repeat(999)}🙂`,
    epoch: 1,
  };
  expect(journalRowOf({ type: 'MessagePosted', id: 'e', at: 7, data: posted })?.row.text).toBe('x'.repeat(999));
});

test('the last 50 turns and the hand-off marker are kept', () => {
  const { transcript, truncated } = transcriptOf(many(80, 'hello'), mark);
  expect(transcript).toHaveLength(51);
  expect(transcript[0]?.seq).toBe(31);
  expect(transcript.at(-1)).toMatchObject({ role: 'escalation', messageId: 'h-1', seq: 99 });
  expect(truncated).toBe(false);
});

test('beyond 40 KB the oldest turns are dropped and the transcript is marked truncated', () => {
  const { transcript, truncated } = transcriptOf(many(50, '漢'.repeat(1000)), mark);
  expect(Buffer.byteLength(JSON.stringify(transcript))).toBeLessThanOrEqual(MAX_TRANSCRIPT_BYTES);
  expect(truncated).toBe(true);
  expect(transcript.at(-2)?.seq).toBe(50);
});

test('turns after the decision are left out', () => {
  const journal = [turn(3, 'c'), turn(1, 'a'), turn(2, 'b')].map((row) => ({ seq: row.seq, row }));
  expect(turnsUpTo(journal, 2, 0).map((one) => one.text)).toEqual(['a', 'b']);
});
