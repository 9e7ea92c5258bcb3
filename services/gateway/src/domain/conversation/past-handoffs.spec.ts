import { describe, expect, test } from '@jest/globals';
import {
  abandoned,
  asksForHuman,
  assignedTo,
  callbackBooked,
  chooses,
  closedBy,
  ends,
  given,
  requested,
  resolves,
  s,
  starts,
  writes,
} from '../story.fixtures.ts';

const quote = 'I cancelled order #12345 by phone last week and it was shipped anyway';
const withMia = { handoffId: 'h-1', agentName: 'Mia Torres', team: 'retention_team', quote };
const inQueue = [starts(), asksForHuman(), requested()];
const atDesk = [...inQueue, assignedTo('mia')];
const ownerChanged = (endedHandoff: object) =>
  expect.objectContaining({
    type: 'OwnerChanged',
    data: expect.objectContaining({ endedHandoff: expect.objectContaining(endedHandoff) }),
  });
const started = (...earlier: readonly object[]) =>
  expect.objectContaining({
    type: 'ConversationStarted',
    data: expect.objectContaining({ earlierHandoffs: earlier.map((one) => expect.objectContaining(one)) }),
  });

describe('the change of owner that ends a hand-off says who had it and how it ended', () => {
  test('resolved by the agent', () =>
    expect(given(...atDesk).when(resolves('mia')).outputs).toContainEqual(
      ownerChanged({ ...withMia, end: 'resolved' }),
    ));

  test('left for the bot while nobody had it', () =>
    expect(given(...inQueue).when(chooses('back-to-bot')).outputs).toContainEqual(
      ownerChanged({ handoffId: 'h-1', quote, end: 'back-to-bot' }),
    ));

  test.each([
    ['closed', closedBy('mia'), atDesk, { ...withMia, end: 'closed' }],
    ['left', abandoned(), inQueue, { handoffId: 'h-1', quote, end: 'left' }],
    ['callback', callbackBooked(s(600)), inQueue, { handoffId: 'h-1', quote, end: 'callback' }],
  ])('%s in routing', (_, event, before, ended) =>
    expect(given(...before).when(event).outputs).toContainEqual(ownerChanged(ended)),
  );
});

describe('a conversation that is started again names its earlier hand-offs', () => {
  test('those that were resolved before its end', () =>
    expect(given(...atDesk, resolves('mia'), ends()).when(writes('It is broken again')).outputs).toContainEqual(
      started({ ...withMia, end: 'resolved' }),
    ));

  test('and those that its end ended', () =>
    expect(given(...inQueue, ends()).when(writes('Hello?')).outputs).toContainEqual(
      started({ handoffId: 'h-1', quote, end: 'left' }),
    ));
});
