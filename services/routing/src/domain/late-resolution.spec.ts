import { expect, test } from '@jest/globals';
import { tick } from '@warmline/testing/story';
import { accept, given, handoffEvent, presence, received, resolve, s } from './testing/story.fixtures.ts';

/** Ben resolves the hand-off 5 s after it went back to the queue; the gateway has closed it and releases the next agent. */
const past = [
  presence('ben', 0),
  received('h1', 1),
  accept('h1', 'ben', 2),
  presence('ben', 10, 'offline'),
  tick(s(30)),
  resolve('h1', 'ben', 35),
  presence('sofia', 40),
];
const offerOf = (lines: typeof past): string => {
  const handoff = given(...lines)
    .state()
    ?.handoffs.get('h1');
  return handoff?.is === 'offered' ? handoff.offerId : '';
};
const release = handoffEvent('CustomerLeft', 'h1', 42, { reason: 'back-to-bot' });

test('the outcome form of an agent who no longer has the hand-off is part of its close', () =>
  given(...past, accept('h1', 'sofia', 41, offerOf(past)))
    .when(release)
    .then({ type: 'HandoffClosed', data: { agentId: 'sofia', resolution: { resolved: true } } }));

test('a hand-off that is resolved while it waits again closes at the agent who resolved it, also while another is asked', () => {
  const closed = { agentId: 'ben', resolution: { resolved: true } };
  const { outputs } = given(...past.slice(0, -1)).when(release);
  expect(outputs).toMatchObject([{ type: 'HandoffClosed', data: closed }]);
  expect(outputs[0]?.data).not.toHaveProperty('withdrawnOffer');
  const withdrawnOffer = { agentId: 'sofia', offerId: offerOf(past) };
  given(...past)
    .when(release)
    .then({ type: 'HandoffClosed', data: { ...closed, withdrawnOffer } });
});

test('a hand-off that nobody resolved closes without an outcome form', () => {
  const unresolved = past.filter(({ type }) => type !== 'HandoffResolved');
  const { outputs } = given(...unresolved, accept('h1', 'sofia', 41, offerOf(unresolved))).when(release);
  expect(outputs.map(({ type }) => type)).toEqual(['HandoffClosed']);
  expect(outputs[0]?.data).not.toHaveProperty('resolution');
});
