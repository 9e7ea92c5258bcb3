import { expect, test } from '@jest/globals';
import {
  type Assignment,
  type Callback,
  type DeskEvent,
  evolve,
  type Handoff,
  initial,
  type Offer,
  type Snapshot,
} from './desk-view.ts';

/** The desk does not read the hand-off; only its id matters here. */
const handoff = { handoffId: 'h-1' } as Handoff;
const offer = (n: number): Offer => ({
  offerId: `of-${n}`,
  handoffId: `h-${n}`,
  conversationId: `c-${n}`,
  expiresAt: 1_760_000_030_000,
  team: 'retention_team',
  waitedMs: 4_000,
  why: { rule: 'lowest load', considered: [] },
  handoff,
});
const assignment = (n: number): Assignment => ({
  handoffId: `h-${n}`,
  conversationId: `c-${n}`,
  handoff,
  suggestedGreeting: 'Hello',
});
const offered = (n: number): DeskEvent => ({ type: 'offer', data: offer(n) });
const offerEnded = (n: number): DeskEvent => ({
  type: 'offer-ended',
  data: { offerId: `of-${n}`, handoffId: `h-${n}` },
});
const assigned = (n: number): DeskEvent => ({ type: 'assigned', data: assignment(n) });
const closed = (n: number): DeskEvent => ({ type: 'closed', data: { handoffId: `h-${n}`, conversationId: `c-${n}` } });
const call = (attempt = 1): Callback => ({
  handoffId: 'h-7',
  conversationId: 'c-7',
  phone: '+1 555 0100',
  subject: 'billing',
  team: 'billing_team',
  attempt,
  dueBy: 1_760_007_200_000,
  expiresAt: 1_760_000_600_000,
});
const toCall = (attempt = 1): DeskEvent => ({ type: 'callback', data: call(attempt) });
const reached: DeskEvent = { type: 'callback-reached', data: { handoffId: 'h-7' } };
const callEnded: DeskEvent = { type: 'callback-ended', data: { handoffId: 'h-7' } };
const synced = (
  asOf: number,
  offers: readonly Offer[],
  conversations: readonly Assignment[],
  callbacks: readonly Callback[] = [],
): DeskEvent => {
  const data: Snapshot = {
    agentId: 'mia',
    name: 'Mia',
    status: 'online',
    teams: ['retention_team'],
    capacity: 3,
    offers,
    conversations,
    callbacks,
  };
  return { type: 'synced', data, asOf };
};

const given = (...events: readonly DeskEvent[]) => events.reduce(evolve, initial);
const shown = (...events: readonly DeskEvent[]) => {
  const view = given(...events);
  return {
    offers: view.offers.map((each) => each.offerId),
    conversations: view.conversations.map((own) => own.handoffId),
  };
};

test('given an offer, when it is assigned, it becomes a conversation', () => {
  expect(shown(offered(1), assigned(1))).toEqual({ offers: [], conversations: ['h-1'] });
});
test('given two offers, when one ends, the other stays', () => {
  expect(shown(offered(1), offered(2), offerEnded(1))).toEqual({ offers: ['of-2'], conversations: [] });
});
test('given the same events twice, nothing is shown twice and nothing that ended comes back', () => {
  const events = [offered(1), assigned(1), offered(2), offerEnded(2)];
  expect(shown(...events, ...events)).toEqual({ offers: [], conversations: ['h-1'] });
});
test('given a closed conversation, when it is assigned again, it is shown again', () => {
  expect(shown(assigned(1), closed(1)).conversations).toEqual([]);
  expect(shown(assigned(1), closed(1), assigned(1)).conversations).toEqual(['h-1']);
});
test('given missed events, a snapshot brings the desk up to date', () => {
  expect(shown(offered(1), assigned(2), synced(2, [offer(3)], [assignment(1)]))).toEqual({
    offers: ['of-3'],
    conversations: ['h-1'],
  });
});
test('given an offer that ended while the snapshot was loading, the snapshot does not bring it back', () => {
  expect(shown(offered(1), offerEnded(1), synced(1, [offer(1)], [])).offers).toEqual([]);
});
test('given a conversation assigned while the snapshot was loading, the snapshot does not remove it', () => {
  expect(shown(assigned(1), synced(0, [], [])).conversations).toEqual(['h-1']);
});
test('given a conversation closed while the snapshot was loading, the snapshot does not bring it back', () => {
  expect(shown(assigned(1), closed(1), synced(1, [], [assignment(1)])).conversations).toEqual([]);
});
test('given a change of presence, here or in another tab, the agent is updated and the conversations stay', () => {
  const agent = { agentId: 'mia', name: 'Mia', status: 'online', teams: [], capacity: 3 } as const;
  const away: DeskEvent = { type: 'presence', data: { status: 'away' } };
  const view = given({ type: 'signed-in', data: agent }, assigned(1), away);
  expect(view.agent).toEqual({ ...agent, status: 'away' });
  expect(view.conversations).toHaveLength(1);
});
test('given a change of presence before the agent is known, nothing is shown', () => {
  expect(given({ type: 'presence', data: { status: 'away' } })).toEqual(initial);
});
test('given a callback, it is shown until it ends, and again with each new attempt', () => {
  const calls = (...events: readonly DeskEvent[]) =>
    given(...events).callbacks.map(({ attempt, expiresAt }) => [attempt, expiresAt === null]);
  expect(calls(toCall())).toEqual([[1, false]]);
  expect(calls(toCall(), reached)).toEqual([[1, true]]);
  expect(calls(toCall(), callEnded)).toEqual([]);
  expect(calls(toCall(), callEnded, toCall(2))).toEqual([[2, false]]);
});
test('given a callback that ended or was reached while the snapshot was loading, the snapshot does not bring it back', () => {
  expect(given(toCall(), callEnded, synced(1, [], [], [call()])).callbacks).toEqual([]);
  expect(given(toCall(), reached, synced(1, [], [], [call()])).callbacks).toMatchObject([{ expiresAt: null }]);
  expect(given(synced(0, [], [], [call()])).callbacks).toHaveLength(1);
});
