import { describe, expect, test } from '@jest/globals';
import { defaultRetention, retentionOf, retentionSchema } from '@warmline/contracts';
import { tick } from '@warmline/testing/story';
import {
  abandoned,
  agentSays,
  asksForHuman,
  assignedTo,
  callbackBooked,
  chooses,
  closedBy,
  ends,
  given,
  message,
  notice,
  offered,
  owner,
  requested,
  resolves,
  s,
  starts,
  ticketFiled,
  waits,
  writes,
} from '../story.fixtures.ts';
import { type Conversation, conversationDue, IDLE_TIMEOUT_MS } from './conversation.ts';

const withBot = [starts({}, 0), writes('Where is my order?', 1)];
const withAgent = [...withBot, requested(), assignedTo('mia')];
const resolved = [...withAgent, resolves('mia')];
const timeout = { type: 'MessagePosted', data: { role: 'bot', text: '', bot: { error: 'timeout' } } };

describe('the bot’s silence', () => {
  test('for five seconds is exactly one failed turn', () => {
    given(...withBot)
      .when(tick(s(6)))
      .thenEmits(timeout);
    given(...withBot, tick(s(6)))
      .when(tick(s(7)))
      .thenNothing();
    const due = given(...withBot, tick(s(6))).due() ?? 0;
    expect(due).toBeGreaterThanOrEqual(s(6) + IDLE_TIMEOUT_MS);
    expect(due).toBeLessThan(s(6) + IDLE_TIMEOUT_MS + 600_000);
  });

  test('counts also when the customer writes again', () => {
    given(...withBot, writes('Hello?', 4))
      .when(tick(s(6)))
      .thenEmits(timeout);
  });

  test('is no failed turn while the customer waits for a person', () => {
    for (const line of [asksForHuman(), requested()])
      expect(given(...withBot, line, waits(2)).due()).toBeGreaterThan(s(3_600));
  });
});

describe('the end', () => {
  test('requested by the customer closes the conversation to everything except their next message', () => {
    given(...withBot)
      .when(ends())
      .thenResponds(202)
      .thenEmits({ type: 'ConversationEnded', data: { by: 'customer' } });
    for (const line of [asksForHuman(), chooses('wait')])
      given(...withBot, ends())
        .when(line)
        .thenResponds(409, { title: 'Conversation ended' })
        .thenNothing();
    given(...withBot, ends())
      .when(ends())
      .thenResponds(202)
      .thenNothing();
  });

  test('requested by a waiting customer takes them out of the queue', () => {
    given(...withBot, requested())
      .when(ends())
      .thenEmits({ type: 'CustomerLeft', data: { handoffId: 'h-1', reason: 'ended' } }, 'ConversationEnded');
  });

  test('comes by itself after a day of silence', () => {
    const last = given(...withBot, tick(s(6))).due() ?? 0;
    given(...withBot, tick(s(6)))
      .when(tick(last))
      .thenEmits({ type: 'ConversationEnded', data: { by: 'system' } });
  });

  test('deletes the state when its retention period is over, and not before', () => {
    const ended = [...withBot, ends(10)];
    const retentionMs = 90 * 24 * 3_600_000;
    expect(given(...ended).due()).toBe(s(10) + retentionMs);
    expect(given(...ended, tick(s(10) + retentionMs - 1)).state()).not.toBeNull();
    expect(given(...ended, tick(s(10) + retentionMs)).state()).toBeNull();
  });

  test('is kept as long as its tenant says', () => {
    const state = given(...withBot, ends(10)).state() as Conversation;
    const retention = retentionOf(retentionSchema.parse({ tenants: { default: { conversations: 120 } } }));
    expect(conversationDue(state, retention)).toBe(s(10) + 120 * 24 * 3_600_000);
    expect(conversationDue({ ...state, tenantId: 'other' }, retention)).toBe(s(10) + 90 * 24 * 3_600_000);
  });

  test('is not deleted while an agent has its hand-off, nor before a promised callback', () => {
    const state = given(...withBot, ends(10)).state() as Conversation;
    const [handoffId, poolId] = ['h-1', 'default'];
    const handoff = {
      is: 'assigned',
      handoffId,
      poolId,
      issue: null,
      agentId: 'mia',
      agentName: 'Mia',
      team: 't',
    } as const;
    expect(conversationDue({ ...state, handoff }, defaultRetention)).toBeNull();
    const dueBy = s(60 * 24 * 3_600);
    const callback = { handoffId, poolId, notBefore: dueBy, dueBy };
    expect(conversationDue({ ...state, callback }, defaultRetention)).toBe(dueBy + 90 * 24 * 3_600_000);
  });

  test('makes every later event of a hand-off change nothing', () => {
    for (const line of [offered('o-1'), requested('h-1')])
      given(...withBot, ends())
        .when(line)
        .thenNothing();
  });
});

describe('an ended conversation', () => {
  test('is reopened by a message of the customer; sequence and epoch continue', () => {
    given(...withBot, ends())
      .when(writes('One more thing'))
      .thenResponds(201, { seq: 6, owner: { kind: 'bot', id: 'demo', epoch: 2 } })
      .thenAddsToTimeline(
        { type: 'ConversationStarted', data: { seq: 4, customer: { name: 'Ada Byron' } } },
        owner('bot', 'demo', 2),
        message('One more thing', 'customer'),
      )
      .thenRequestsEffects({ type: 'ask-bot', epoch: 2 });
  });

  test('is reopened by a start as well', () => {
    given(...withBot, ends())
      .when(starts())
      .thenResponds(201, { conversationId: 'c-1', seq: 5 })
      .thenAddsToTimeline({ type: 'ConversationStarted', data: { seq: 4 } }, 'OwnerChanged');
  });

  test('continues with the agent who still owns it, and the agent can resolve it', () => {
    const back = [...withAgent, ends(), writes('I am back')];
    given(...withAgent, ends())
      .when(writes('I am back'))
      .thenAddsToTimeline(
        'ConversationStarted',
        owner('agent', 'mia', 4),
        notice('agent-joined'),
        message('I am back', 'customer'),
      )
      .thenEmits(
        'ConversationStarted',
        { type: 'CustomerReturned', data: { handoffId: 'h-1' } },
        ...['OwnerChanged', 'CustomerNotified', 'MessagePosted'],
      )
      .thenRequestsEffects();
    given(...back)
      .when(agentSays('mia', 'Welcome back'))
      .thenResponds(201);
    given(...back)
      .when(resolves('mia'))
      .thenResponds(202)
      .thenEmits('HandoffResolved', owner('bot', 'demo', 5), 'MessagePosted', notice('survey'));
  });

  test('stays ended when the agent resolves it', () => {
    given(...withAgent, ends())
      .when(resolves('mia'))
      .thenResponds(202)
      .thenEmits({ type: 'HandoffResolved', data: { handoffId: 'h-1', agentId: 'mia' } })
      .thenAddsToTimeline();
  });
});

describe('a resolution', () => {
  test('is accepted from the agent who owns the hand-off only', () => {
    for (const [past, agent] of [
      [withBot, 'mia'],
      [withAgent, 'ben'],
      [resolved, 'mia'],
    ] as const)
      given(...past)
        .when(resolves(agent))
        .thenResponds(409)
        .thenNothing();
  });

  test('is published once: the close that comes back from routing adds no event', () => {
    given(...resolved)
      .when(closedBy('mia'))
      .thenNothing();
  });
});

describe('a hand-off that routing ends', () => {
  test('after an agent had it returns to the bot, with a notice and the survey', () => {
    given(...withAgent)
      .when(closedBy('mia'))
      .thenEmits(owner('bot', 'demo', 4), message(/^Mia has closed/), notice('survey', { handoffId: 'h-1' }));
  });

  test('before an agent took it returns to the bot, so that the customer does not wait in vain', () => {
    given(...withBot, requested())
      .when(abandoned())
      .thenEmits(owner('bot', 'demo', 3), message(/back with me/));
  });

  test('with a callback promises it with its time and its issue', () => {
    const booked = { ...callbackBooked(s(20) + 2 * 3_600_000), at: s(20) };
    given(...withBot, requested())
      .when(booked)
      .thenEmits(
        owner('bot', 'demo', 3),
        message(/call you within 2 hours about your cancellation \(“I cancelled/),
        notice('callback'),
      );
    given(...withBot, requested())
      .when({ ...callbackBooked(s(20) + 45 * 60_000), at: s(20) })
      .thenEmits('OwnerChanged', message(/within 45 minutes/), notice('callback'));
  });

  test('with a ticket promises an answer in writing', () => {
    given(...withBot, requested())
      .when(ticketFiled())
      .thenEmits(owner('bot', 'demo', 3), message(/answer by e-mail\. Until then I can still look up an order/));
  });

  test.each([
    ['priority', /it has priority, and a colleague will take it up within 12 hours/],
    ['email', /answer by e-mail within 12 hours/],
    ['note', /answer by e-mail within 12 hours/],
  ])('with a ticket (%s) says what becomes of it and until when', (kind, words) => {
    given(...withBot, requested())
      .when({ ...ticketFiled('h-1', { kind, dueBy: s(20) + 12 * 3_600_000 }), at: s(20) })
      .thenEmits(owner('bot', 'demo', 3), message(words));
  });

  test('is over: its later events, in any order, change nothing', () => {
    for (const end of [[abandoned()], [requested(), chooses('back-to-bot')], [assignedTo('mia'), closedBy('mia')]]) {
      for (const late of [requested(), abandoned(), closedBy('mia'), callbackBooked(s(9))])
        given(...withBot, ...end)
          .when(late)
          .thenNothing();
      const before = given(...withBot, ...end).state();
      expect(given(...withBot, ...end).when(assignedTo('mia')).state).toEqual(before);
    }
  });

  test('writes no notice when the customer has ended the conversation', () => {
    given(...withAgent, ends())
      .when(closedBy('mia'))
      .thenNothing();
  });
});
