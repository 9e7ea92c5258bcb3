import { describe, expect, test } from '@jest/globals';
import type { DataOf } from '@warmline/contracts';
import {
  type Choice,
  type ConversationEvent,
  type ConversationEventType,
  evolve,
  hasAgentReplied,
  initial,
  type Notice,
  shownSurvey,
} from './conversation-view.ts';

const START = 1_760_000_000_000;
const same = { conversationId: 'c-1', tenantId: 'default' };
type EventAt = (seq: number) => ConversationEvent;
/** The data of an event without the fields that all events have. */
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
const assigned = eventOf('OwnerChanged', { owner: mia, previous: queue, reason: 'assigned' });
const backToBot = eventOf('OwnerChanged', { owner: bot, previous: queue, reason: 'back-to-bot' });
const resolvedToBot = eventOf('OwnerChanged', { owner: bot, previous: mia, reason: 'resolved' });
const requeued = eventOf('OwnerChanged', { owner: queue, previous: mia, reason: 'agent-disconnected' });
const offer = notice({ kind: 'handoff-offer', offerId: 'o-1', choices: ['accept-offer', 'decline-offer'] });
const card = (state: 'ringing' | 'queue' | 'nobody' | 'closed', position?: number) =>
  notice({
    kind: 'waiting',
    handoffId: 'h-1',
    state,
    title: state,
    text: '',
    ...(position === undefined ? {} : { position }),
    choices: ['wait', 'share-details'],
    otherWays: ['callback', 'back-to-bot'],
  });
const windows = notice({
  kind: 'callback-windows',
  handoffId: 'h-1',
  windows: [{ from: START, until: START + 1_800_000 }],
  choices: ['schedule-call'],
});
const call = (state: 'planned' | 'late' | 'ended') =>
  notice({ kind: 'callback', handoffId: 'h-1', state, choices: ['cancel-callback'] });
const joined = notice({ kind: 'agent-joined', handoffId: 'h-1', agentName: 'Mia', team: 'retention_team' });
const survey = notice({ kind: 'survey', handoffId: 'h-1' });
const answered = eventOf('SurveyAnswered', { handoffId: 'h-1', context: 'yes', stars: 5, answeredAt: START });
const ended = eventOf('ConversationEnded', { by: 'agent' });

const stream = (...events: readonly EventAt[]): ConversationEvent[] => events.map((event, index) => event(index + 1));
const given = (...events: readonly EventAt[]) => stream(...events).reduce(evolve, initial);
const kinds = (...events: readonly EventAt[]) => given(...events).questions.map((question) => question.kind);

describe('the timeline', () => {
  test('a message without text is not shown', () => {
    expect(given(customerSays('Hello'), botSays(''), botSays('  ')).entries).toHaveLength(1);
  });
  test('messages are in the order of the stream, each with its author', () => {
    const { entries } = given(customerSays('Hello'), botSays('Hi'));
    expect(entries).toMatchObject([
      { is: 'message', seq: 1, at: START + 1_000, role: 'customer', text: 'Hello' },
      { is: 'message', seq: 2, at: START + 2_000, role: 'bot', text: 'Hi' },
    ]);
  });
  test('a hand-off from the bot is told apart from one that an agent lost', () => {
    const { entries } = given(queued, assigned, joined, requeued);
    expect(entries.map((entry) => entry.is)).toEqual(['handed-over', 'joined', 'requeued']);
  });
  test('a stream that starts over shows nothing twice', () => {
    const events = stream(customerSays('Hello'), botSays('Hi'), queued, card('queue', 2), assigned, joined, ended);
    const view = events.reduce(evolve, initial);
    expect(events.reduce(evolve, view)).toBe(view);
  });
});

describe('questions to the customer', () => {
  test('an offer is removed when it is accepted or declined', () => {
    expect(kinds(offer)).toEqual(['handoff-offer']);
    expect(kinds(offer, chose('accept-offer'))).toEqual([]);
    expect(kinds(offer, chose('decline-offer'))).toEqual([]);
  });
  test('an offer is removed when the customer asks for a person', () => {
    expect(kinds(offer, eventOf('HumanRequested', {}))).toEqual([]);
  });
  test('choosing a callback window answers all questions, and asking for windows answers none', () => {
    expect(kinds(queued, chose('schedule-call'), windows)).toEqual(['callback-windows']);
    expect(kinds(queued, windows, eventOf('ChoiceMade', { choice: 'schedule-call', windowStart: START }))).toEqual([]);
  });
  test('a planned callback can be cancelled until it ends, whoever owns the conversation', () => {
    expect(kinds(queued, backToBot, call('planned'), call('late'))).toEqual(['callback']);
    expect(kinds(queued, call('planned'), backToBot)).toEqual(['callback']);
    expect(kinds(call('planned'), call('ended'))).toEqual([]);
    expect(kinds(call('planned'), chose('cancel-callback'))).toEqual([]);
  });
  test('no question remains when an agent takes over', () => {
    expect(kinds(queued, windows, assigned)).toEqual([]);
  });
});

describe('the waiting card', () => {
  const waiting = (...events: readonly EventAt[]) => given(...events).waiting;
  test('is replaced by the next one', () => {
    expect(waiting(queued, card('queue', 3), card('ringing'))?.card?.state).toBe('ringing');
  });
  test('keeps what was chosen while its state stays', () => {
    expect(waiting(queued, card('queue', 3), chose('wait'), card('queue', 2))?.chosen).toEqual(['wait']);
    expect(waiting(queued, card('queue', 3), chose('wait'), card('nobody'))?.chosen).toEqual([]);
  });
  test('is gone when an agent takes over, and when the conversation returns to the bot or ends', () => {
    for (const end of [assigned, backToBot, ended]) expect(waiting(queued, card('queue', 3), end)).toBeUndefined();
  });
  test('details that the customer shares are their own message', () => {
    const shared = eventOf('ChoiceMade', { choice: 'share-details', details: 'Order 4411' });
    expect(given(queued, card('ringing'), shared).entries.at(-1)).toMatchObject({
      is: 'message',
      role: 'customer',
      text: 'Order 4411',
    });
  });
});

describe('the wait', () => {
  test('a request for a person is pending until the conversation is handed over', () => {
    expect(given(eventOf('HumanRequested', {})).isHumanRequested).toBe(true);
    expect(given(eventOf('HumanRequested', {}), queued).isHumanRequested).toBe(false);
  });
  test('a request for a person is not pending while an agent owns the conversation', () => {
    expect(given(queued, assigned, eventOf('HumanRequested', {})).isHumanRequested).toBe(false);
  });
  test('a customer who is handed over waits before the first card', () => {
    expect(given(queued).waiting).toEqual({ since: START + 1_000, chosen: [] });
  });
});

describe('participants', () => {
  test('an agent who joined is named until the conversation has another owner', () => {
    expect(given(queued, assigned, joined).agent).toEqual({ name: 'Mia', team: 'retention_team' });
    expect(given(queued, assigned, joined, requeued).agent).toBeUndefined();
  });
  test('the time an agent took over is known', () => {
    expect(given(customerSays('Hello'), queued, assigned).agentJoinedAt).toBe(START + 3_000);
  });
  test('a later identification replaces the customer of the start', () => {
    const identified = eventOf('CustomerIdentified', { customer: { customerId: 'c-7', name: 'Ada Byron' } });
    expect(given(started).customer?.name).toBe('Ada');
    expect(given(started, identified).customer?.name).toBe('Ada Byron');
  });
});

describe('the end', () => {
  test('a survey stays open after the end until it is answered', () => {
    expect(given(ended, survey)).toMatchObject({ isEnded: true, openSurveys: ['h-1'] });
    const view = given(survey, ended, answered);
    expect(view.openSurveys).toEqual([]);
    expect(view.entries.at(-1)).toMatchObject({ is: 'survey-answered', stars: 5 });
  });
  test('a survey is shown with the bot and in the next queue, and comes back after the next agent', () => {
    expect(shownSurvey(given(assigned, resolvedToBot, survey, customerSays('Thanks')))).toBe('h-1');
    expect(shownSurvey(given(assigned, resolvedToBot, survey, queued))).toBe('h-1');
    expect(shownSurvey(given(assigned, resolvedToBot, survey, queued, assigned))).toBeUndefined();
    const next = eventOf('CustomerNotified', { notice: { kind: 'survey', handoffId: 'h-2' } });
    expect(given(assigned, resolvedToBot, survey, queued, assigned, resolvedToBot, next).openSurveys).toEqual([
      'h-1',
      'h-2',
    ]);
  });
  test('an ended conversation that starts again keeps its messages and open surveys, and nothing else', () => {
    const view = given(customerSays('Hello'), queued, assigned, joined, ended, survey, started);
    expect(view).toMatchObject({ seq: 7, isEnded: false, isHumanRequested: false, questions: [] });
    expect(view.entries[0]).toMatchObject({ text: 'Hello' });
    expect([view.agent, view.owner, view.openSurveys]).toEqual([undefined, undefined, ['h-1']]);
  });
});

describe('the prepared first line of an agent', () => {
  const joins = (agentName: string) =>
    notice({ kind: 'agent-joined', handoffId: 'h-1', agentName, team: 'retention_team' });
  const agentSays = (text: string) =>
    eventOf('MessagePosted', { messageId: `a-${text}`, role: 'agent', text, epoch: 3 });
  const replied = (...events: readonly EventAt[]) => hasAgentReplied(given(...events), 2);

  test('is of no use once they have written', () => {
    expect(replied(started, queued, joins('Mia'))).toBe(false);
    expect(replied(started, queued, joins('Mia'), agentSays('Hello'))).toBe(true);
  });

  test('is there again after a transfer, for the next agent', () => {
    expect(replied(started, queued, joins('Mia'), agentSays('Hello'), joins('Ben'))).toBe(false);
    expect(replied(started, queued, joins('Mia'), agentSays('Hello'), joins('Ben'), agentSays('Hi'))).toBe(true);
  });
});
