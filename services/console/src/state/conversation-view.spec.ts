import { describe, expect, test } from '@jest/globals';
import type { DataOf } from '@warmline/contracts';
import {
  type Choice,
  type ConversationEvent,
  type ConversationEventType,
  currentEstimate,
  evolve,
  initial,
  type Notice,
} from './conversation-view.ts';

const START = 1_760_000_000_000;
const same = { conversationId: 'c-1', tenantId: 'default' };
type EventAt = (seq: number) => ConversationEvent;
/** The event's data without what every event of the stream has. */
type Own<T extends ConversationEventType> = Omit<DataOf<T>, 'conversationId' | 'tenantId' | 'seq'>;

const eventOf =
  <T extends ConversationEventType>(type: T, data: Own<T>): EventAt =>
  (seq) =>
    ({ type, seq, at: START + seq * 1_000, data: { ...same, seq, ...data } }) as ConversationEvent;

const bot = { kind: 'bot', id: 'demo', epoch: 1 } as const;
const queue = { kind: 'queue', id: 'h-1', epoch: 2 } as const;
const mia = { kind: 'agent', id: 'mia', epoch: 3 } as const;

const started = eventOf('ConversationStarted', {
  channel: 'web',
  externalId: 'w-1',
  policyVersion: 'default-1',
  hasBot: true,
  customer: { customerId: 'c-7', name: 'Ada' },
});
const customerSays = (text: string) =>
  eventOf('MessagePosted', { messageId: `m-${text}`, role: 'customer', text, epoch: 1 });
const botSays = (text: string) => eventOf('MessagePosted', { messageId: `b-${text}`, role: 'bot', text, epoch: 1 });
const notice = (given: Notice) => eventOf('CustomerNotified', { notice: given });
const chose = (choice: Choice) => eventOf('ChoiceMade', { choice });
const queued = eventOf('OwnerChanged', { owner: queue, previous: bot, reason: 'handoff-requested' });
const taken = eventOf('OwnerChanged', { owner: mia, previous: queue, reason: 'assigned' });
const backToBot = eventOf('OwnerChanged', { owner: bot, previous: queue, reason: 'back-to-bot' });
const resolvedToBot = eventOf('OwnerChanged', { owner: bot, previous: mia, reason: 'resolved' });
const lost = eventOf('OwnerChanged', { owner: queue, previous: mia, reason: 'agent-disconnected' });
const offer = notice({ kind: 'handoff-offer', offerId: 'o-1', choices: ['accept-offer', 'decline-offer'] });
const details = notice({
  kind: 'share-details',
  handoffId: 'h-1',
  choices: ['connect-now', 'share-details'],
  closesAt: START + 60_000,
});
const choices = notice({ kind: 'queued', handoffId: 'h-1', choices: ['wait', 'callback', 'back-to-bot'] });
const slots = notice({
  kind: 'callback-windows',
  handoffId: 'h-1',
  windows: [{ from: START, until: START + 1_800_000 }],
  choices: ['schedule-call'],
});
const call = (state: 'planned' | 'late' | 'ended') =>
  notice({ kind: 'callback', handoffId: 'h-1', state, choices: ['cancel-callback'] });
const closed = notice({ kind: 'closed', handoffId: 'h-1', hours: 'Mon-Fri 9-18', choices: ['ticket'] });
const wait = (position: number, handoffId = 'h-1') =>
  notice({ kind: 'wait', handoffId, position, underOneMinute: false, lowMinutes: 2, highMinutes: 4 });
const joined = notice({ kind: 'agent-joined', handoffId: 'h-1', agentName: 'Mia', team: 'retention_team' });
const survey = notice({ kind: 'survey', handoffId: 'h-1' });
const answered = eventOf('SurveyAnswered', { handoffId: 'h-1', context: 'yes', stars: 5, answeredAt: START });
const ended = eventOf('ConversationEnded', { by: 'agent' });

const stream = (...events: readonly EventAt[]): ConversationEvent[] => events.map((event, index) => event(index + 1));
const given = (...events: readonly EventAt[]) => stream(...events).reduce(evolve, initial);
const kinds = (...events: readonly EventAt[]) => given(...events).questions.map((question) => question.kind);

describe('the log', () => {
  test('given a message without text, it is not shown', () => {
    expect(given(customerSays('Hello'), botSays(''), botSays('  ')).entries).toHaveLength(1);
  });
  test('given turns of the customer and the bot, they stand in the order of the stream with who said them', () => {
    const { entries } = given(customerSays('Hello'), botSays('Hi'));
    expect(entries).toMatchObject([
      { is: 'message', seq: 1, at: START + 1_000, role: 'customer', text: 'Hello' },
      { is: 'message', seq: 2, at: START + 2_000, role: 'bot', text: 'Hi' },
    ]);
  });
  test('given a hand-over from the bot, the log is divided there; given one from a lost agent, it says so', () => {
    const { entries } = given(queued, taken, joined, lost);
    expect(entries.map((entry) => entry.is)).toEqual(['handed-over', 'joined', 'requeued']);
  });
  test('given a stream that starts again from its first event, nothing is shown twice', () => {
    const events = stream(customerSays('Hello'), botSays('Hi'), queued, wait(2), taken, joined, ended);
    const view = events.reduce(evolve, initial);
    expect(events.reduce(evolve, view)).toBe(view);
  });
});

describe('what the customer is asked', () => {
  test('given an offer, when it is accepted or declined, it is asked no longer', () => {
    expect(kinds(offer)).toEqual(['handoff-offer']);
    expect(kinds(offer, chose('accept-offer'))).toEqual([]);
    expect(kinds(offer, chose('decline-offer'))).toEqual([]);
  });
  test('given an offer, when the customer asks for a person instead, it is asked no longer', () => {
    expect(kinds(offer, eventOf('HumanRequested', {}))).toEqual([]);
  });
  test('given the details and the choices in the queue, when details are shared, the choices remain', () => {
    expect(kinds(queued, details, choices, chose('share-details'))).toEqual(['queued']);
  });
  test('given the details and the choices in the queue, when a callback is chosen, nothing is asked', () => {
    expect(kinds(queued, details, choices, chose('callback'))).toEqual([]);
  });
  test('given the times for a call, when one is chosen, nothing is asked; asking for them settles nothing', () => {
    expect(kinds(queued, choices, chose('schedule-call'), slots)).toEqual(['queued', 'callback-windows']);
    expect(
      kinds(queued, choices, slots, eventOf('ChoiceMade', { choice: 'schedule-call', windowStart: START })),
    ).toEqual([]);
  });
  test('given a call to come, it may be cancelled until it has ended, whoever owns the conversation', () => {
    expect(kinds(queued, backToBot, call('planned'), call('late'))).toEqual(['callback']);
    expect(kinds(queued, call('planned'), backToBot)).toEqual(['callback']);
    expect(kinds(call('planned'), call('ended'))).toEqual([]);
    expect(kinds(call('planned'), chose('cancel-callback'))).toEqual([]);
  });
  test('given the choices again, they are asked once', () => {
    expect(kinds(queued, choices, choices)).toEqual(['queued']);
  });
  test('given anything asked, when an agent takes over, nothing is asked', () => {
    expect(kinds(queued, details, choices, taken)).toEqual([]);
  });
  test('given the closed hours, when the bot goes on, the choices for later remain', () => {
    expect(kinds(queued, details, closed, backToBot)).toEqual(['closed']);
  });
});

describe('the wait', () => {
  test('given a request for a person, it is requested until someone owns the conversation', () => {
    expect(given(eventOf('HumanRequested', {})).isHumanRequested).toBe(true);
    expect(given(eventOf('HumanRequested', {}), queued).isHumanRequested).toBe(false);
  });
  test('given an agent, a request for a person asks for nobody else', () => {
    expect(given(queued, taken, eventOf('HumanRequested', {})).isHumanRequested).toBe(false);
  });
  test('given the queue without an estimate, the customer waits and nothing is said of how long', () => {
    const view = given(queued);
    expect(view.waiting).toEqual({ since: START + 1_000 });
    expect(currentEstimate(view)).toBeUndefined();
  });
  test('given estimates, the newest counts, even when the first overtook the change of owner', () => {
    expect(currentEstimate(given(wait(3), queued))?.position).toBe(3);
    expect(currentEstimate(given(queued, wait(3), wait(2)))?.position).toBe(2);
  });
  test('given an estimate of an earlier hand-off, it is not told', () => {
    expect(currentEstimate(given(queued, wait(2, 'h-0')))).toBeUndefined();
  });
  test('given an agent, the bot or the end, the customer waits no longer', () => {
    for (const next of [taken, backToBot, ended]) {
      const view = given(queued, wait(2), next);
      expect(view.waiting).toBeUndefined();
    }
    expect(currentEstimate(given(queued, wait(2), taken))).toBeUndefined();
  });
});

describe('who is there', () => {
  test('given an agent who joined, he is named until the conversation passes on', () => {
    expect(given(queued, taken, joined).agent).toEqual({ name: 'Mia', team: 'retention_team' });
    expect(given(queued, taken, joined, lost).agent).toBeUndefined();
  });
  test('given an agent, the time he took over is known', () => {
    expect(given(customerSays('Hello'), queued, taken).agentJoinedAt).toBe(START + 3_000);
  });
  test('given a customer at the start, a later identification replaces him', () => {
    const identified = eventOf('CustomerIdentified', { customer: { customerId: 'c-7', name: 'Ada Byron' } });
    expect(given(started).customer?.name).toBe('Ada');
    expect(given(started, identified).customer?.name).toBe('Ada Byron');
  });
});

describe('the end', () => {
  test('given the survey after the end, it is asked until it is answered', () => {
    expect(given(ended, survey)).toMatchObject({ isEnded: true, openSurveyHandoffId: 'h-1' });
    const view = given(survey, ended, answered);
    expect(view.openSurveyHandoffId).toBeUndefined();
    expect(view.entries.at(-1)).toMatchObject({ is: 'survey-answered', stars: 5 });
  });
  test('given an open survey, when the bot goes on, it is still asked; when a new hand-off begins, it is not', () => {
    expect(given(taken, resolvedToBot, survey, customerSays('Thanks')).openSurveyHandoffId).toBe('h-1');
    expect(given(taken, resolvedToBot, survey, queued).openSurveyHandoffId).toBeUndefined();
  });
  test('given an ended conversation that begins again, what was said stays and nothing is going on', () => {
    const view = given(customerSays('Hello'), queued, details, taken, joined, ended, survey, started);
    expect(view).toMatchObject({ seq: 8, isEnded: false, isHumanRequested: false, questions: [] });
    expect(view.entries[0]).toMatchObject({ text: 'Hello' });
    expect([view.agent, view.owner, view.openSurveyHandoffId]).toEqual([undefined, undefined, undefined]);
  });
});
