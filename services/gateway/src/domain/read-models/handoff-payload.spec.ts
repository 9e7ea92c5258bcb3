import { describe, expect, test } from '@jest/globals';
import { defaultRetention, retentionOf, retentionSchema } from '@warmline/contracts';
import { commandStory } from '@warmline/testing/command-story';
import type { StoryEvent } from '@warmline/testing/story';
import {
  abandoned,
  added,
  assignedTo,
  callbackBooked,
  closedBy,
  payload,
  requested,
  returnedBy,
  ringing,
  s,
  transferredBy,
} from '../story.fixtures.ts';
import {
  type HandoffPayloadEvent,
  type HandoffPayloadState,
  handoffPayloadDue,
  updateHandoffPayload,
} from './handoff-payload.ts';

const given = commandStory<HandoffPayloadState>({
  step: (state, event) => updateHandoffPayload(state, event as HandoffPayloadEvent, defaultRetention),
  due: (state) => handoffPayloadDue(state, defaultRetention),
});
const DAY = 24 * 3_600_000;
const data = { handoffId: 'h-1', poolId: 'default', tenantId: 'default', conversationId: 'c-1' };
const payloadAfter = (...lines: readonly StoryEvent[]) => {
  const state = given(...lines).state();
  return state?.is === 'requested' ? state.payload : null;
};
const summaryOf = (...lines: readonly StoryEvent[]) => payloadAfter(...lines)?.context.summary.text;

describe('a hand-off', () => {
  test('is stored as it was first requested', () => {
    expect(payloadAfter(requested())).toEqual(payload());
    expect(payloadAfter(requested(), requested('h-1', { priority: 1 }))).toEqual(payload());
  });

  test('gets the details a customer adds to it', () => {
    expect(summaryOf(requested(), added('The parcel is damaged'), added('and late'))).toBe(
      'Wants order #12345 put right.\nAdded by the customer: The parcel is damaged\nAdded by the customer: and late',
    );
  });

  test('is shown with them at the desk that shows it, and at no other', () => {
    given(requested(), ringing('of-1'))
      .when(added('The parcel is damaged'))
      .thenRequestsEffects({ type: 'refresh-desk', agentId: 'mia', handoffId: 'h-1' });
    given(ringing('of-1'), requested())
      .when(added('The parcel is damaged'))
      .thenRequestsEffects({ type: 'refresh-desk', agentId: 'mia' });
    given(requested()).when(added('The parcel is damaged')).thenRequestsEffects();
  });

  test('that says nothing of what is wanted is about the details that the customer adds', () => {
    const now = { text: 'Asks for a person, and has not said what about', messageIds: [] };
    const bare = requested('h-1', { context: { ...payload().context, now } });
    const context = payloadAfter(bare, added('My parcel\nis damaged'), added('and late'))?.context;
    expect(context?.now.quote).toBe('My parcel is damaged');
    expect(context?.now.text).toBe('“My parcel is damaged”, added after the request for a person');
    expect(context?.likely_issue).toBe('“My parcel is damaged”');
    expect(payloadAfter(requested(), added('and late'))?.context.now).toEqual(payload().context.now);
  });

  test('gets an answer of the bot that was withheld, at its place in the transcript and once', () => {
    const line = (seq: number, more: object) => ({
      messageId: `m-${seq}`,
      seq,
      at: s(seq),
      text: `line ${seq}`,
      ...more,
    });
    const transcript = [line(2, { role: 'customer' }), line(5, { role: 'escalation' })];
    const context = { ...payload().context, transcript } as ReturnType<typeof payload>['context'];
    const withheldAnswer = line(3, { role: 'bot', withheld: true });
    const late = { type: 'HandoffContextAdded', data: { ...data, details: '', withheldAnswer } };
    const after = payloadAfter(requested('h-1', { context }), late, late)?.context;
    expect(after?.transcript).toEqual([transcript[0], withheldAnswer, transcript[1]]);
    expect(after?.summary).toEqual(payload().context.summary);
    expect(after?.tried.slice(-1)).toEqual([{ text: 'Bot answer withheld: “line 3”', withheld: true }]);
    expect(after?.tried).toHaveLength(payload().context.tried.length + 1);
  });

  test('gets the note of the agent who transferred it, and keeps it when a better summary comes', () => {
    const noteText = 'Passed on by mia with the note: needs approval';
    const better = { type: 'HandoffContextAdded', data: { ...data, details: 'Better.', model: 'a-model' } };
    expect(summaryOf(requested(), transferredBy('mia', 'needs approval'), added('and late'))).toBe(
      `Wants order #12345 put right.\n${noteText}\nAdded by the customer: and late`,
    );
    expect(summaryOf(requested(), transferredBy('mia', 'needs approval'), better)).toBe(`Better.\n${noteText}`);
  });

  test('says who had it and why no longer, and not who declined it', () => {
    const earlierAfter = (...lines: readonly StoryEvent[]) => payloadAfter(requested(), ...lines)?.context.earlier;
    expect(earlierAfter(ringing('of-1'), assignedTo('mia'), transferredBy('mia', 'needs approval'))).toEqual([
      'Mia Torres (retention team) had this request: passed on to billing team',
    ]);
    expect(earlierAfter(ringing('of-1'), assignedTo('mia'), returnedBy('mia'))).toEqual([
      'Mia Torres (retention team) had this request: the connection was lost',
    ]);
    expect(earlierAfter(returnedBy('mia', 'agent-unresponsive'))).toEqual([
      'mia had this request: they did not answer',
    ]);
    expect(earlierAfter(returnedBy('mia', 'declined', 'h-1', 'of-1'))).toEqual([]);
    expect(earlierAfter(returnedBy('mia', 'agent-disconnected', 'h-1', 'of-1'))).toEqual([]);
  });

  test('never loses the last details, however long the whole payload is', () => {
    const { context } = payload();
    const long = { context: { ...context, summary: { ...context.summary, text: 's'.repeat(2_000) } } };
    const lines = [requested('h-1', long), ...['a', 'b', 'c'].map((letter) => added(letter.repeat(2_000)))];
    const text = summaryOf(...lines) ?? '';
    expect(text.startsWith('s'.repeat(2_000))).toBe(true);
    expect(text.endsWith(`\nAdded by the customer: ${'c'.repeat(2_000)}`)).toBe(true);
    expect(text.length).toBe(4_500);
  });

  test('gets a better summary instead of the first and keeps what the customer added, in either order', () => {
    const better = { type: 'HandoffContextAdded', data: { ...data, details: 'Better.', model: 'a-model' } };
    const both = 'Better.\nAdded by the customer: The parcel is damaged';
    expect(summaryOf(requested(), added('The parcel is damaged'), better)).toBe(both);
    expect(summaryOf(requested(), better, added('The parcel is damaged'))).toBe(both);
    expect(summaryOf(requested(), better, better)).toBe('Better.');
    expect(payloadAfter(requested(), better)?.context.summary.written_by).toBe('a-model');
  });

  test.each([closedBy('mia'), abandoned()])('is deleted thirty days after $type, not before', (end) => {
    const over = [requested(), { ...end, at: s(60) }];
    const at = s(60) + 30 * DAY;
    expect(given(...over).due()).toBe(at);
    expect(given(...over).when({ type: 'Tick', at: at - 1 }).state).toMatchObject({ payload: payload() });
    expect(given(...over).when({ type: 'Tick', at }).state).toBeNull();
  });

  test('that waits for a callback in sixty days is not deleted before it', () => {
    const at = s(1) + 60 * DAY;
    expect(given(requested(), callbackBooked(at)).when({ type: 'Tick', at }).state).toMatchObject({
      payload: payload(),
    });
  });

  test('whose end never arrived is deleted ninety days after it was requested', () => {
    expect(given(requested()).due()).toBe(payload().requestedAt + 90 * DAY);
  });

  test('is kept as long as its tenant says', () => {
    const retention = retentionOf(retentionSchema.parse({ tenants: { default: { handoffs: 3 } } }));
    const state = { is: 'requested', payload: payload(), endedAt: s(60) } as const;
    expect(handoffPayloadDue(state, retention)).toBe(s(60) + 3 * DAY);
  });

  test('is not written again by an event that does not change it', () => {
    const state = given(requested()).state();
    for (const type of ['HandoffReturned', 'CallbackReturned', 'CallbackBooked'])
      expect(given(requested()).when({ type, data: { ...data, agentId: 'mia' } }).state).toEqual(state);
    const event = { type: 'CallbackReturned', id: 'e-1', at: s(9), data } as unknown as HandoffPayloadEvent;
    expect(updateHandoffPayload(state, event, defaultRetention).state).toBe(state);
  });

  test('that is unknown stores no details', () => expect(given(added('Hello?')).state()).toBeNull());
});

describe('an agent offer', () => {
  const offer = (agentId: string, more: object = {}): StoryEvent => ({
    type: 'HandoffOfferedToAgent',
    data: { ...data, agentId, offerId: `of-${agentId}`, expiresAt: s(30), ...more },
    at: s(10),
  });
  const callback: StoryEvent = { ...offer('mia'), type: 'CallbackAssigned' };
  const toMia = (event: StoryEvent) => ({ stage: 'desk', key: 'mia', event: { type: event.type, data: event.data } });
  const request = { ...requested(), at: s(20) };
  const withdrawal = (type: string, agentId: string): StoryEvent => ({ type, data: { ...data, agentId }, at: s(15) });

  test.each([offer('mia'), callback])(
    '$type goes to the desk at once after its request',
    (arrival) => void given(requested()).when(arrival).thenForwards(toMia(arrival)),
  );

  test.each([offer('mia'), callback])('$type before its request is held, and goes to the desk with it', (arrival) => {
    given().when(arrival).thenNothing().thenForwards();
    const result = given(arrival).when(request).thenForwards(toMia(arrival));
    expect(result.state).toEqual({ is: 'requested', payload: payload(), agent: { agentId: 'mia' } });
  });

  test('is forwarded once', () => void given(offer('mia'), request).when(request).thenForwards());

  test('that expired before its request is not forwarded', () =>
    void given(offer('mia'))
      .when({ ...request, at: s(30) })
      .thenForwards());

  test('that expires while it is held is deleted, and later ones stay', () => {
    const later = offer('ben', { expiresAt: s(40) });
    expect(given(offer('mia'), later).due()).toBe(s(30));
    const left = given(offer('mia'), later).when({ type: 'Tick', at: s(30) }).state;
    expect(left).toMatchObject({ is: 'awaited', held: [{ data: { agentId: 'ben' } }] });
    expect(given(offer('mia')).when({ type: 'Tick', at: s(30) }).state).toBeNull();
  });

  test.each([
    'HandoffReturned',
    'HandoffAbandoned',
    'CallbackBooked',
    'TicketFiled',
    'CallbackReturned',
    'CallbackEnded',
  ])('that %s ends while it is held does not reach the desk', (type) => {
    expect(given(offer('mia')).when(withdrawal(type, 'mia')).state).toBeNull();
    given(offer('mia'), withdrawal(type, 'mia')).when(request).thenForwards();
    given(offer('mia'), withdrawal(type, 'ben'))
      .when(request)
      .thenForwards(toMia(offer('mia')));
  });

  test('that follows another to the same agent replaces it while both are held', () => {
    const second = offer('mia', { offerId: 'of-2' });
    given(offer('mia'), withdrawal('HandoffReturned', 'mia'), second).when(request).thenForwards(toMia(second));
    given(offer('mia'), second).when(request).thenForwards(toMia(second));
  });
});
