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

test('given a message on its way, it is shown until the stream shows it', () => {
  const item = outgoing('a', 'Hello', sending);
  expect(unconfirmedIds([item])).toEqual(['a']);
  expect(unconfirmedIds([item], posted(1, 'Hello'))).toEqual([]);
});
test('given an answered message that the stream has not shown, it stays', () => {
  const item = outgoing('a', 'Hello', { is: 'sent', messageId: 'm-2' });
  expect(unconfirmedIds([item], posted(1, 'Hello'))).toEqual(['a']);
  expect(unconfirmedIds([item], posted(1, 'Hello'), posted(2, 'Hello'))).toEqual([]);
});
test('given the same words said before, the new message is not taken for the old one', () => {
  expect(unconfirmedIds([outgoing('a', 'Hello', sending, 1)], posted(1, 'Hello'))).toEqual(['a']);
});
test('given the same words twice on their way, one posted message confirms one of them', () => {
  const items = [outgoing('a', 'Hello?', sending), outgoing('b', 'Hello?', sending)];
  expect(unconfirmedIds(items, posted(1, 'Hello?'))).toEqual(['b']);
});
test('given the same words twice, a message that was answered for one does not confirm the other', () => {
  const items = [outgoing('a', 'Hello?', sending), outgoing('b', 'Hello?', { is: 'sent', messageId: 'm-1' })];
  expect(unconfirmedIds(items, posted(1, 'Hello?'))).toEqual(['a']);
});
test('given the same words of the other side, they confirm nothing', () => {
  expect(unconfirmedIds([outgoing('a', 'Hello', sending)], posted(1, 'Hello', 'agent'))).toEqual(['a']);
});
test('given a message whose answer was lost, when the stream shows it, it has not failed', () => {
  const item = outgoing('a', 'Hello', { is: 'failed', status: 0, words: 'not reached' });
  expect(unconfirmedIds([item], posted(1, 'Hello'))).toEqual([]);
});
test('given a message that was not reached or met a failing server, it is sent again under its key', () => {
  for (const status of [0, 500, 503]) {
    const item = outgoing('a', 'Hello', { is: 'failed', status, words: '' });
    expect(prepareRetry(item, 'new')).toMatchObject({ key: 'key-a', delivery: sending });
  }
});
test('given a message that was refused, it is sent again under a new key', () => {
  const item = outgoing('a', 'Hello', { is: 'failed', status: 409, words: '' });
  expect(prepareRetry(item, 'new')).toMatchObject({ id: 'a', key: 'new', delivery: sending });
});
