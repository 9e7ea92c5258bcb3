import { describe, expect, test } from '@jest/globals';
import { commandStory } from '@warmline/testing/command-story';
import { type StoryEvent, tick } from '@warmline/testing/story';
import {
  abandoned,
  assignedTo,
  callbackBooked,
  closedBy,
  mia,
  returnedBy,
  ringing,
  s,
  ticketFiled,
  transferRefused,
} from '../story.fixtures.ts';
import { type Desk, deskDue } from './desk.ts';
import type { DeskEvent } from './desk-commands.ts';
import { handleDeskEvent } from './handle-desk-event.ts';

const given = commandStory<Desk>({ step: (state, event) => handleDeskEvent(state, event as DeskEvent), due: deskDue });

const setsPresence = (status: Desk['status'] = 'online'): StoryEvent => ({
  type: 'SetPresence',
  data: { ...mia, status },
});
const offeredToAgent = (offerId = 'of-1', handoffId = 'h-1'): StoryEvent =>
  ringing(offerId, handoffId, { expiresAt: s(30) });
const accept = (offerId = 'of-1'): StoryEvent => ({ type: 'Accept', data: { offerId } });
const decline = (reason?: string): StoryEvent => ({
  type: 'Decline',
  data: { offerId: 'of-1', ...(reason === undefined ? {} : { reason }) },
});
const ended = (reason: string) => ({ type: 'offer-ended', data: { offerId: 'of-1', handoffId: 'h-1', reason } });
const offerFields = { agentId: 'mia', offerId: 'of-1' };

describe('new context of a hand-off', () => {
  const showContext: StoryEvent = { type: 'ShowContext', data: { handoffId: 'h-1' } };

  test('is shown where the hand-off is offered or assigned, and nowhere else', () => {
    for (const past of [[offeredToAgent()], [offeredToAgent(), assignedTo('mia')]])
      given(setsPresence(), ...past)
        .when(showContext)
        .thenAddsToTimeline({ type: 'context-added', data: { handoffId: 'h-1' } });
    given(setsPresence()).when(showContext).thenAddsToTimeline();
  });
});

describe('a presence', () => {
  test('is reported to routing with the whole profile', () => {
    given()
      .when(setsPresence())
      .thenResponds(200, { agentId: 'mia', status: 'online', capacity: 2 })
      .thenEmits({ type: 'AgentPresenceChanged', data: { ...mia, status: 'online' } })
      .thenAddsToTimeline({ type: 'presence', data: { status: 'online' } });
  });

  test('names the channels that the agent serves, unless they serve all', () => {
    given()
      .when({ type: 'SetPresence', data: { ...mia, status: 'online', channels: ['email'] } })
      .thenEmits({ type: 'AgentPresenceChanged', data: { channels: ['email'] } });
  });

  test('changes nothing else on the desk', () => {
    const state = given(setsPresence(), offeredToAgent(), setsPresence('away')).state();
    expect([state?.status, Object.keys(state?.offers ?? {})]).toEqual(['away', ['of-1']]);
  });

  test('comes first: a desk without a presence does not exist', () => {
    given().when(accept()).thenResponds(404).thenNothing();
  });
});

describe('an offer', () => {
  test('is shown, is accepted once, and gets the same answer when accepted again', () => {
    given(setsPresence())
      .when(offeredToAgent())
      .thenAddsToTimeline({ type: 'offer', data: { offerId: 'of-1', expiresAt: s(30) } });
    given(setsPresence(), offeredToAgent())
      .when(accept())
      .thenResponds(202, { handoffId: 'h-1', conversationId: 'c-1' })
      .thenEmits({ type: 'OfferAccepted', data: { ...offerFields, handoffId: 'h-1' } });
    given(setsPresence(), offeredToAgent(), accept())
      .when(accept())
      .thenResponds(202, { handoffId: 'h-1' })
      .thenNothing();
  });

  test('leaves the desk as soon as it is declined, and routing gets the reason', () => {
    given(setsPresence(), offeredToAgent())
      .when(decline('on the phone'))
      .thenResponds(202)
      .thenEmits({ type: 'OfferDeclined', data: { ...offerFields, reason: 'on the phone' } })
      .thenAddsToTimeline(ended('declined'));
  });

  test('cannot be declined after it was accepted', () => {
    given(setsPresence(), offeredToAgent(), accept())
      .when(decline())
      .thenResponds(409, { title: 'Offer already accepted' })
      .thenNothing();
  });

  test.each([
    ['the customer has left', abandoned('h-1', offerFields), 'the customer has left'],
    ['the customer chose a callback', callbackBooked(s(7_200), 'h-1', offerFields), 'the customer chose a callback'],
    ['it timed out', returnedBy('mia', 'timed-out', 'h-1', 'of-1'), 'it was not answered in time'],
    ['it was declined', decline(), 'it was declined'],
  ])('that ended because %s cannot be accepted or declined, and the answer says why', (_, end, detail) => {
    for (const answer of [accept(), decline()])
      given(setsPresence(), offeredToAgent(), end)
        .when(answer)
        .thenResponds(409, { title: 'Offer no longer open', detail: expect.stringContaining(detail) })
        .thenNothing();
  });

  test('cannot be accepted or declined when its customer is gone and routing has not said so yet', () => {
    for (const type of ['Accept', 'Decline'])
      given(setsPresence(), offeredToAgent())
        .when({ type, data: { offerId: 'of-1', customerGone: true } })
        .thenResponds(409, { detail: expect.stringContaining('no longer waiting') })
        .thenNothing();
    given(setsPresence(), offeredToAgent(), accept())
      .when({ type: 'Accept', data: { offerId: 'of-1', customerGone: true } })
      .thenResponds(202);
  });

  test('cannot be accepted or declined at the instant it expires, although routing has not ended it yet', () => {
    for (const { type, data } of [accept(), decline()])
      given(setsPresence(), offeredToAgent())
        .when({ type, data, at: s(30) })
        .thenResponds(409, { detail: expect.stringContaining('not answered in time') })
        .thenNothing();
  });

  test.each([
    ['the customer leaves', abandoned('h-1', offerFields), 'ended'],
    ['the customer chooses a callback', callbackBooked(s(7_200), 'h-1', offerFields), 'callback'],
    ['the customer chooses an answer in writing', ticketFiled('h-1', offerFields), 'ticket'],
    ['its time is over', returnedBy('mia', 'timed-out', 'h-1', 'of-1'), 'timed-out'],
    ['routing takes the agent for lost', returnedBy('mia', 'agent-disconnected', 'h-1', 'of-1'), 'agent-disconnected'],
  ])('leaves the desk at once when %s', (_, event, reason) => {
    given(setsPresence(), offeredToAgent()).when(event).thenAddsToTimeline(ended(reason)).thenEmits();
    given(setsPresence(), offeredToAgent(), event).when(event).thenNothing();
  });

  test('expires by itself when routing does not answer in time', () => {
    expect(given(setsPresence(), offeredToAgent()).due()).toBe(s(32));
    given(setsPresence(), offeredToAgent())
      .when(tick(s(32)))
      .thenAddsToTimeline(ended('timed-out'));
    expect(given(setsPresence(), offeredToAgent(), tick(s(32))).due()).toBeNull();
  });

  test('stays when the offer of another hand-off ends', () => {
    const state = given(
      setsPresence(),
      offeredToAgent('of-1', 'h-1'),
      offeredToAgent('of-2', 'h-2'),
      abandoned('h-1', offerFields),
    ).state();
    expect(Object.keys(state?.offers ?? {})).toEqual(['of-2']);
  });
});

describe('a conversation', () => {
  const assignedDesk = [setsPresence(), offeredToAgent(), accept(), assignedTo('mia')];

  test('replaces its offer, and is closed when it ends', () => {
    given(...assignedDesk.slice(0, 3))
      .when(assignedTo('mia'))
      .thenAddsToTimeline({ type: 'assigned', data: { handoffId: 'h-1', conversationId: 'c-1' } });
    expect(given(...assignedDesk).state()).toMatchObject({
      offers: {},
      conversations: { 'h-1': { conversationId: 'c-1' } },
    });
    for (const end of [closedBy('mia'), returnedBy('mia', 'transferred')]) {
      given(...assignedDesk)
        .when(end)
        .thenAddsToTimeline({ type: 'closed', data: { handoffId: 'h-1', conversationId: 'c-1' } });
      expect(given(...assignedDesk, end).state()?.conversations).toEqual({});
    }
  });

  test('stays when routing rejects its transfer, and the desk says why', () => {
    given(...assignedDesk)
      .when(transferRefused('mia', 'billing_team is closed'))
      .thenAddsToTimeline({ type: 'transfer-refused', data: { handoffId: 'h-1', reason: 'billing_team is closed' } });
    expect(given(...assignedDesk, transferRefused('mia', 'x')).state()?.conversations).toHaveProperty('h-1');
  });

  test('leaves wrap-up after it was closed when its team has wrap-up, and the agent can end it once', () => {
    const { data, ...rest } = closedBy('mia');
    const ended = { ...rest, at: s(60), data: { ...(data as object), wrapUpUntil: s(90) } };
    const done = { type: 'EndWrapUp', at: s(70), data: { handoffId: 'h-1' } };
    given(...assignedDesk)
      .when(ended)
      .thenAddsToTimeline({ type: 'closed', data: { handoffId: 'h-1', wrapUpUntil: s(90) } });
    given(...assignedDesk, ended)
      .when(done)
      .thenResponds(202)
      .thenEmits({ type: 'WrapUpEnded', data: { handoffId: 'h-1', conversationId: 'c-1', agentId: 'mia' } });
    for (const late of [
      given(...assignedDesk, ended, done).when({ ...done, at: s(71) }),
      given(...assignedDesk, ended).when({ ...done, at: s(90) }),
    ])
      late.thenResponds(409, { title: 'Wrap-up ended' }).thenNothing();
  });

  test('without a first reply gets a reminder', () => {
    const reminded = {
      type: 'AgentReminded',
      data: { handoffId: 'h-1', conversationId: 'c-1', agentId: 'mia', returnsAt: s(240) },
    };
    given(...assignedDesk)
      .when(reminded)
      .thenAddsToTimeline({ type: 'reminder', data: { handoffId: 'h-1', returnsAt: s(240) } });
    given(setsPresence()).when(reminded).thenNothing();
  });

  test('that was never on the desk closes without an event', () => {
    given(setsPresence()).when(closedBy('mia')).thenNothing();
  });
});
