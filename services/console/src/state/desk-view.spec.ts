import { expect, test } from '@jest/globals';
import {
  type Assignment,
  type DeskEvent,
  evolve,
  type Handoff,
  initial,
  type Offer,
  type Snapshot,
} from './desk-view.ts';

/** The desk passes a hand-off through; only its identity matters here. */
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
  firstLine: 'Hello',
});
const offered = (n: number): DeskEvent => ({ type: 'offer', data: offer(n) });
const offerEnded = (n: number): DeskEvent => ({
  type: 'offer-ended',
  data: { offerId: `of-${n}`, handoffId: `h-${n}` },
});
const assigned = (n: number): DeskEvent => ({ type: 'assigned', data: assignment(n) });
const closed = (n: number): DeskEvent => ({ type: 'closed', data: { handoffId: `h-${n}`, conversationId: `c-${n}` } });
const synced = (asOf: number, offers: readonly Offer[], conversations: readonly Assignment[]): DeskEvent => {
  const data: Snapshot = {
    agentId: 'mia',
    name: 'Mia',
    status: 'online',
    teams: ['retention_team'],
    capacity: 3,
    offers,
    conversations,
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

test('given an offer, when it is assigned, it is a conversation and no offer', () => {
  expect(shown(offered(1), assigned(1))).toEqual({ offers: [], conversations: ['h-1'] });
});
test('given two offers, when one ends, the other stays', () => {
  expect(shown(offered(1), offered(2), offerEnded(1))).toEqual({ offers: ['of-2'], conversations: [] });
});
test('given the same events twice, nothing is shown twice and nothing ended comes back', () => {
  const events = [offered(1), assigned(1), offered(2), offerEnded(2)];
  expect(shown(...events, ...events)).toEqual({ offers: [], conversations: ['h-1'] });
});
test('given a closed conversation, when it is assigned again, it is there again', () => {
  expect(shown(assigned(1), closed(1)).conversations).toEqual([]);
  expect(shown(assigned(1), closed(1), assigned(1)).conversations).toEqual(['h-1']);
});
test('given events that were missed, when the desk is read, it shows what there is', () => {
  expect(shown(offered(1), assigned(2), synced(2, [offer(3)], [assignment(1)]))).toEqual({
    offers: ['of-3'],
    conversations: ['h-1'],
  });
});
test('given an offer that ended while the desk was read, the answer does not bring it back', () => {
  expect(shown(offered(1), offerEnded(1), synced(1, [offer(1)], [])).offers).toEqual([]);
});
test('given a conversation assigned while the desk was read, the answer does not take it away', () => {
  expect(shown(assigned(1), synced(0, [], [])).conversations).toEqual(['h-1']);
});
test('given a conversation closed while the desk was read, the answer does not bring it back', () => {
  expect(shown(assigned(1), closed(1), synced(1, [], [assignment(1)])).conversations).toEqual([]);
});
test('given a presence, the agent is known by it and keeps his conversations', () => {
  const away: DeskEvent = {
    type: 'presence',
    data: { agentId: 'mia', name: 'Mia', status: 'away', teams: [], capacity: 3 },
  };
  const view = given(assigned(1), away);
  expect(view.agent?.status).toBe('away');
  expect(view.conversations).toHaveLength(1);
});
