import { expect, test } from '@jest/globals';
import { dataSummary, recordLine } from './record-line.ts';

const data = {
  conversationId: 'c-1',
  tenantId: 't',
  seq: 3,
  role: 'customer',
  text: 'Where is\nmy order?',
  rules: ['stakes.legal'],
  turns: [{ a: 1 }, { b: 2 }],
  owner: { kind: 'bot', epoch: 1 },
};
const value = (json: unknown): Uint8Array => Buffer.from(JSON.stringify(json));

test('a record is one line: time, position, type, key and its plain fields, without key and tenant', () => {
  const headers = { ce_type: 'MessagePosted', ce_time: '2026-11-22T10:00:00.000Z' };
  const record = { topic: 'handoff.conversation.v1', partition: 2, offset: 9, key: 'c-1', timestamp: 5, headers };
  expect(recordLine({ ...record, value: value(data) })).toBe(
    '2026-11-22T10:00:00.000Z handoff.conversation.v1/2/9 MessagePosted c-1 seq=3 role=customer text="Where is my order?" rules=[stakes.legal] turns=[2] owner={kind,epoch}',
  );
});

test('the line of a dead letter has its reason and, without a time of its sender, the time of the log', () => {
  const record = { topic: 't.dlq', partition: 0, offset: 0, key: null, timestamp: 0, value: Buffer.from('{') };
  expect(recordLine({ ...record, headers: { dlq_reason: 'not JSON' } })).toBe(
    '1970-01-01T00:00:00.000Z t.dlq/0/0 (no type) - [not JSON] (1 bytes, not JSON)',
  );
});

test('long values are cut, and an empty body is reported', () => {
  expect(dataSummary({ key: null, value: value({ text: 'x'.repeat(500) }) }).length).toBeLessThan(100);
  expect(dataSummary({ key: null, value: null })).toBe('(empty)');
});

test('text of a stranger cannot move the cursor of the terminal, colour it or turn its direction', () => {
  const text = '\u001b]0;title\u0007\u001b[2J\u009b31m\u202eabc\u0000';
  const record = { topic: 't', partition: 0, offset: 0, key: text, timestamp: 0, value: value({ text }) };
  const line = recordLine({ ...record, headers: { ce_type: text, dlq_reason: text } });
  expect(line).not.toMatch(/[\p{Cc}\u202e]/u);
  expect(line).toContain('\\u001b[2J');
});
