import { describe, expect, test } from '@jest/globals';
import { commandStory } from '@warmline/testing/command-story';
import { type Line, tick } from '@warmline/testing/story';
import { type Desk, type DeskEvent, desk, deskDue } from './agent.ts';
import {
  abandoned,
  assignedTo,
  callbackBooked,
  closedBy,
  returnedBy,
  s,
  ticketFiled,
  transferRefused,
} from './lines.contract.ts';

const given = commandStory<Desk>({ step: (state, event) => desk(state, event as DeskEvent), due: deskDue });

const profile = {
  agentId: 'mia',
  tenantId: 'default',
  poolId: 'default',
  name: 'Mia Torres',
  teams: ['retention_team'],
  skills: [{ name: 'senior', level: 5 }],
  languages: ['en'],
  capacity: 2,
};
const present = (status: Desk['status'] = 'online'): Line => ({ type: 'SetPresence', data: { ...profile, status } });
const asked = (offerId = 'of-1', handoffId = 'h-1'): Line => ({
  type: 'HandoffOfferedToAgent',
  data: {
    poolId: 'default',
    tenantId: 'default',
    handoffId,
    conversationId: 'c-1',
    offerId,
    agentId: 'mia',
    agentName: 'Mia Torres',
    team: 'retention_team',
    priority: 100,
    waitedMs: 40,
    expiresAt: s(30),
    why: { rule: 'first step', considered: [] },
  },
});
const accept = (offerId = 'of-1'): Line => ({ type: 'Accept', data: { offerId } });
const decline = (reason?: string): Line => ({
  type: 'Decline',
  data: { offerId: 'of-1', ...(reason === undefined ? {} : { reason }) },
});
const ended = (reason: string) => ({ type: 'offer-ended', data: { offerId: 'of-1', handoffId: 'h-1', reason } });
const offer = { agentId: 'mia', offerId: 'of-1' };

describe('a presence', () => {
  test('is told to routing with the whole profile', () => {
    given()
      .when(present())
      .thenAnswers(200, { agentId: 'mia', status: 'online', capacity: 2 })
      .thenTells({ type: 'AgentPresenceChanged', data: { ...profile, status: 'online' } })
      .thenShows({ type: 'presence', data: { status: 'online' } });
  });

  test('names the channels he serves, where he does not serve all', () => {
    given()
      .when({ type: 'SetPresence', data: { ...profile, status: 'online', channels: ['email'] } })
      .thenTells({ type: 'AgentPresenceChanged', data: { channels: ['email'] } });
  });

  test('keeps what is on the desk', () => {
    const state = given(present(), asked(), present('away')).state();
    expect([state?.status, Object.keys(state?.offers ?? {})]).toEqual(['away', ['of-1']]);
  });

  test('comes first: a desk nobody set up is not there', () => {
    given().when(accept()).thenAnswers(404).thenNothing();
  });
});

describe('an offer', () => {
  test('is shown, accepted once, and answered alike when accepted again', () => {
    given(present())
      .when(asked())
      .thenShows({ type: 'offer', data: { offerId: 'of-1', expiresAt: s(30) } });
    given(present(), asked())
      .when(accept())
      .thenAnswers(202, { handoffId: 'h-1', conversationId: 'c-1' })
      .thenTells({ type: 'OfferAccepted', data: { ...offer, handoffId: 'h-1' } });
    given(present(), asked(), accept()).when(accept()).thenAnswers(202, { handoffId: 'h-1' }).thenNothing();
  });

  test('declined leaves the desk at once, with the reason for routing', () => {
    given(present(), asked())
      .when(decline('on the phone'))
      .thenAnswers(202)
      .thenTells({ type: 'OfferDeclined', data: { ...offer, reason: 'on the phone' } })
      .thenShows(ended('declined'));
  });

  test('that was accepted can be declined no more', () => {
    given(present(), asked(), accept()).when(decline()).thenAnswers(409, { title: 'Offer accepted' }).thenNothing();
  });

  test('that has ended can be neither accepted nor declined', () => {
    for (const answer of [accept(), decline()])
      given(present(), asked(), abandoned('h-1', offer))
        .when(answer)
        .thenAnswers(409, { title: 'Offer ended' })
        .thenNothing();
  });

  test.each([
    ['the customer leaves', abandoned('h-1', offer), 'ended'],
    ['the customer chooses a callback', callbackBooked(s(7_200), 'h-1', offer), 'callback'],
    ['the customer chooses an answer in writing', ticketFiled('h-1', offer), 'ticket'],
    ['its time is over', returnedBy('mia', 'timed-out', 'h-1', 'of-1'), 'timed-out'],
    ['routing takes the agent for lost', returnedBy('mia', 'agent-disconnected', 'h-1', 'of-1'), 'agent-disconnected'],
  ])('leaves the desk at once when %s', (_, event, reason) => {
    given(present(), asked()).when(event).thenShows(ended(reason)).thenTells();
    given(present(), asked(), event).when(event).thenNothing();
  });

  test('ends by itself where routing is not heard of in time', () => {
    expect(given(present(), asked()).due()).toBe(s(32));
    given(present(), asked())
      .when(tick(s(32)))
      .thenShows(ended('timed-out'));
    expect(given(present(), asked(), tick(s(32))).due()).toBeNull();
  });

  test('of another hand-off stays', () => {
    const state = given(present(), asked('of-1', 'h-1'), asked('of-2', 'h-2'), abandoned('h-1', offer)).state();
    expect(Object.keys(state?.offers ?? {})).toEqual(['of-2']);
  });
});

describe('a conversation', () => {
  const has = [present(), asked(), accept(), assignedTo('mia')];

  test('takes the place of its offer, and is closed when it ends', () => {
    given(...has.slice(0, 3))
      .when(assignedTo('mia'))
      .thenShows({ type: 'assigned', data: { handoffId: 'h-1', conversationId: 'c-1' } });
    expect(given(...has).state()).toMatchObject({ offers: {}, conversations: { 'h-1': { conversationId: 'c-1' } } });
    for (const end of [closedBy('mia'), returnedBy('mia', 'transferred')]) {
      given(...has)
        .when(end)
        .thenShows({ type: 'closed', data: { handoffId: 'h-1', conversationId: 'c-1' } });
      expect(given(...has, end).state()?.conversations).toEqual({});
    }
  });

  test('that routing did not pass on stays, and the desk says why', () => {
    given(...has)
      .when(transferRefused('mia', 'billing_team is closed'))
      .thenShows({ type: 'transfer-refused', data: { handoffId: 'h-1', reason: 'billing_team is closed' } });
    expect(given(...has, transferRefused('mia', 'x')).state()?.conversations).toHaveProperty('h-1');
  });

  test('that was closed leaves a wrap-up where its team has one, which the agent may end once', () => {
    const { data, ...rest } = closedBy('mia');
    const ended = { ...rest, at: s(60), data: { ...(data as object), wrapUpUntil: s(90) } };
    const done = { type: 'WrapUpDone', at: s(70), data: { handoffId: 'h-1' } };
    given(...has)
      .when(ended)
      .thenShows({ type: 'closed', data: { handoffId: 'h-1', wrapUpUntil: s(90) } });
    given(...has, ended)
      .when(done)
      .thenAnswers(202)
      .thenTells({ type: 'WrapUpEnded', data: { handoffId: 'h-1', conversationId: 'c-1', agentId: 'mia' } });
    for (const late of [
      given(...has, ended, done).when({ ...done, at: s(71) }),
      given(...has, ended).when({ ...done, at: s(90) }),
    ])
      late.thenAnswers(409, { title: 'No wrap-up' }).thenNothing();
  });

  test('in which nothing was said yet is brought to mind', () => {
    const reminded = {
      type: 'AgentReminded',
      data: { handoffId: 'h-1', conversationId: 'c-1', agentId: 'mia', returnsAt: s(240) },
    };
    given(...has)
      .when(reminded)
      .thenShows({ type: 'reminder', data: { handoffId: 'h-1', returnsAt: s(240) } });
    given(present()).when(reminded).thenNothing();
  });

  test('that was never on the desk closes without a word', () => {
    given(present()).when(closedBy('mia')).thenNothing();
  });
});
