import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import type { ConsumerRecord } from '@warmline/messaging';
import { hintOnRecord } from './replica-hints.ts';

const record = (topic: string, key: string, type: string, data: unknown): ConsumerRecord => ({
  topic,
  partition: 0,
  offset: 1,
  key,
  value: Buffer.from(typeof data === 'string' ? data : JSON.stringify(data)),
  headers: { ce_type: type },
  timestamp: 0,
});
/** What is hinted at, where only mia's desk is watched. */
const hintsFor = async (record: ConsumerRecord): Promise<string[]> => {
  const hints: string[] = [];
  const isWatched = (stage: string, key: string) => stage === 'desk' && key === 'mia';
  hintOnRecord({ hint: (stage, key) => void hints.push(`${stage} ${key}`), isWatched })(record);
  await pause(60);
  return hints;
};
const conversation = topics.conversation.name;
const routing = topics.routing.name;

test('given a message that another replica committed, then its conversation is refreshed', async () =>
  expect(await hintsFor(record(conversation, 'c-1', 'MessagePosted', {}))).toEqual(['conversation c-1']));

test('given a change of owner, then the desks of both owners are refreshed', async () => {
  const data = { owner: { kind: 'agent', id: 'ben', epoch: 4 }, previous: { kind: 'agent', id: 'mia', epoch: 3 } };
  expect(await hintsFor(record(conversation, 'c-1', 'OwnerChanged', data))).toEqual([
    'conversation c-1',
    'desk ben',
    'desk mia',
  ]);
});

test('given an offer that another replica is about to commit, then only its own desk is refreshed shortly after', async () => {
  expect(await hintsFor(record(routing, 'default', 'HandoffOfferedToAgent', { agentId: 'mia' }))).toEqual(['desk mia']);
  expect(await hintsFor(record(routing, 'default', 'HandoffOfferedToAgent', { agentId: 'ben' }))).toEqual([]);
  expect(await hintsFor(record(routing, 'default', 'HandoffQueued', {}))).toEqual([]);
});

test('given a record that cannot be read, then it is ignored', async () =>
  expect(await hintsFor(record(routing, 'default', 'HandoffAssigned', '{'))).toEqual([]));
