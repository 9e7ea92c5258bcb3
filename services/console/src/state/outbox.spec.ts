import { expect, test } from '@jest/globals';
import type { TimelineEntry } from './conversation-view.ts';
import { type OutgoingMessage, prepareRetry, unconfirmedMessages } from './outbox.ts';

const outgoing = (id: string, text: string, delivery: OutgoingMessage['delivery'], afterSeq = 0): OutgoingMessage => ({
  id,
  key: `key-${id}`,
  to: 'c-1',
  text,
  afterSeq,
  delivery,
});
const posted = (seq: number, text: string, role: 'customer' | 'agent' = 'customer'): TimelineEntry => ({
  is: 'message',
  seq,
  at: 0,
  messageId: `m-${seq}`,
  role,
  text,
});
const sending = { is: 'sending' } as const;
const unconfirmedIds = (items: readonly OutgoingMessage[], ...entries: readonly TimelineEntry[]) =>
  unconfirmedMessages(items, entries, 'customer').map((item) => item.id);

test('a sent message is pending until the stream shows it', () => {
  const item = outgoing('a', 'Hello', sending);
  expect(unconfirmedIds([item])).toEqual(['a']);
  expect(unconfirmedIds([item], posted(1, 'Hello'))).toEqual([]);
});
test('a message with a response stays pending until the stream shows it', () => {
  const item = outgoing('a', 'Hello', { is: 'sent', messageId: 'm-2' });
  expect(unconfirmedIds([item], posted(1, 'Hello'))).toEqual(['a']);
  expect(unconfirmedIds([item], posted(1, 'Hello'), posted(2, 'Hello'))).toEqual([]);
});
test('an earlier message with the same text does not confirm a new one', () => {
  expect(unconfirmedIds([outgoing('a', 'Hello', sending, 1)], posted(1, 'Hello'))).toEqual(['a']);
});
test('one posted message confirms one of two pending messages with the same text', () => {
  const items = [outgoing('a', 'Hello?', sending), outgoing('b', 'Hello?', sending)];
  expect(unconfirmedIds(items, posted(1, 'Hello?'))).toEqual(['b']);
});
test('a message matched by its id does not confirm another one with the same text', () => {
  const items = [outgoing('a', 'Hello?', sending), outgoing('b', 'Hello?', { is: 'sent', messageId: 'm-1' })];
  expect(unconfirmedIds(items, posted(1, 'Hello?'))).toEqual(['a']);
});
test('a message of the other side with the same text confirms nothing', () => {
  expect(unconfirmedIds([outgoing('a', 'Hello', sending)], posted(1, 'Hello', 'agent'))).toEqual(['a']);
});
test('a message whose response was lost is confirmed when the stream shows it', () => {
  const item = outgoing('a', 'Hello', { is: 'failed', status: 0, message: 'not reached' });
  expect(unconfirmedIds([item], posted(1, 'Hello'))).toEqual([]);
});
test('a message without a response, or with a server error, is sent again under its key', () => {
  for (const status of [0, 500, 503]) {
    const item = outgoing('a', 'Hello', { is: 'failed', status, message: '' });
    expect(prepareRetry(item, 'new')).toMatchObject({ key: 'key-a', delivery: sending });
  }
});
test('a refused message is sent again under a new key', () => {
  const item = outgoing('a', 'Hello', { is: 'failed', status: 409, message: '' });
  expect(prepareRetry(item, 'new')).toMatchObject({ id: 'a', key: 'new', delivery: sending });
});
