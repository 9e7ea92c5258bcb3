import { describe, expect, test } from '@jest/globals';
import {
  ada,
  agentSays,
  asksForHuman,
  assignedTo,
  botSays,
  chooses,
  ends,
  given,
  message,
  offered,
  owner,
  requested,
  resolves,
  s,
  starts,
  writes,
} from '../story.fixtures.ts';

const withBot = [starts({}, 0), writes('Where is my order?', 1)];
const messageIdOf = (seq: number) => `e-${seq - 1}/message/${seq}`;

describe('a start', () => {
  test('opens a conversation owned by the channel’s bot, with epoch 1', () => {
    given()
      .when(starts())
      .thenResponds(201, { conversationId: 'c-1', seq: 1, owner: { kind: 'bot', id: 'demo', epoch: 1 } })
      .thenEmits({ type: 'ConversationStarted', data: { seq: 1, policyVersion: 'default-1', hasBot: true } });
  });

  test('on a channel without a bot lets any bot answer through the API', () => {
    given()
      .when(starts({ channel: 'whatsapp' }))
      .thenResponds(201, { owner: { kind: 'bot', id: 'external' } })
      .thenEmits({ type: 'ConversationStarted', data: { hasBot: false } });
  });

  test('given twice opens one conversation', () => {
    given(starts()).when(starts()).thenResponds(200, { conversationId: 'c-1', seq: 1 }).thenNothing();
  });

  test('that knows more about the customer adds it, and removes nothing', () => {
    given(starts())
      .when(starts({ customer: { customerId: 'c-7', churnRisk: 'high' } }))
      .thenResponds(200)
      .thenEmits({ type: 'CustomerIdentified', data: { customer: { ...ada, churnRisk: 'high' } } });
    given(starts())
      .when(starts({ customer: { customerId: 'c-7' } }))
      .thenNothing();
  });

  test('with another customer keeps nothing of the first one', () => {
    const { customer } = given(starts(), starts({ customer: { customerId: 'c-8' } })).state() ?? {};
    expect(customer).toEqual({ customerId: 'c-8' });
  });
});

describe('an unknown conversation', () => {
  test.each([writes('Hello?'), asksForHuman(), chooses('wait'), ends()])('answers 404 to $type', (asked) => {
    given().when(asked).thenResponds(404).thenNothing();
  });
});

describe('a customer’s message', () => {
  test('gets a sequence number and the epoch, and asks the bot for an answer', () => {
    given(starts())
      .when(writes('Where is my order?'))
      .thenResponds(201, { messageId: messageIdOf(2), seq: 2 })
      .thenEmits({ type: 'MessagePosted', data: { seq: 2, role: 'customer', epoch: 1, text: 'Where is my order?' } })
      .thenRequestsEffects({ type: 'ask-bot', conversationId: 'c-1', messageId: messageIdOf(2), epoch: 1 });
  });

  test('asks no bot when the channel has none, nor while an agent owns the conversation', () => {
    given(starts({ channel: 'whatsapp' }))
      .when(writes('Hello?'))
      .thenRequestsEffects();
    given(...withBot, requested(), assignedTo('mia'))
      .when(writes('Hello?'))
      .thenRequestsEffects();
    given(...withBot, requested())
      .when(writes('Hello?'))
      .thenRequestsEffects();
  });
});

describe('the owner', () => {
  test('is the only one who can write', () => {
    given(...withBot)
      .when(agentSays('mia', 'Hello'))
      .thenResponds(409, { title: 'Not the owner' })
      .thenNothing();
    given(...withBot, requested(), assignedTo('mia'))
      .when(agentSays('ben', 'Hello'))
      .thenResponds(409)
      .thenNothing();
    given(...withBot, requested(), assignedTo('mia'))
      .when(agentSays('mia', 'Hello'))
      .thenResponds(201)
      .thenEmits(
        { type: 'MessagePosted', data: { role: 'agent', author: 'Mia Torres', epoch: 3 } },
        { type: 'AgentFirstResponded', data: { handoffId: 'h-1', agentId: 'mia' } },
      );
    given(...withBot, requested(), assignedTo('mia'), agentSays('mia', 'Hello'))
      .when(agentSays('mia', 'How can I help?'))
      .thenEmits({ type: 'MessagePosted' });
  });

  test('changes together with the epoch, which only increases', () => {
    given(...withBot)
      .when(requested())
      .thenEmits(message(/connecting/), owner('queue', 'h-1', 2));
    given(...withBot, requested())
      .when(assignedTo('mia'))
      .thenEmits(owner('agent', 'mia', 3), message(/Mia/), 'CustomerNotified');
    given(...withBot, requested(), assignedTo('mia'))
      .when(resolves('mia'))
      .thenEmits('HandoffResolved', owner('bot', 'demo', 4), message(/closed/), 'CustomerNotified');
  });

  test('with an older epoch is refused, and the refused message is recorded', () => {
    given(starts({ channel: 'whatsapp' }), requested(), assignedTo('mia'), resolves('mia'))
      .when(botSays('Have you tried turning it off and on?', { epoch: 1 }))
      .thenResponds(409, { detail: expect.stringContaining('epoch 4') })
      .thenNothing()
      .thenRecordsEvidence({
        refused: { text: 'Have you tried turning it off and on?', epoch: 1 },
        owner: { epoch: 4 },
      });
  });

  test('can leave the epoch out: then only ownership is checked', () => {
    given(starts({ channel: 'whatsapp' }))
      .when(botSays('Hello'))
      .thenResponds(201);
  });

  test('is nobody after the conversation has ended', () => {
    given(...withBot, requested(), assignedTo('mia'), ends())
      .when(agentSays('mia', 'Are you there?'))
      .thenResponds(409)
      .thenNothing();
  });
});

describe('a bot that the gateway does not call', () => {
  const onMail = [starts({ channel: 'mail' }, 0), writes('Hello?', 1)];
  const tick = { type: 'Tick', data: {}, at: s(100) };

  test('is not expected to answer before it has written', () => {
    given(...onMail)
      .when(tick)
      .thenNothing();
  });

  test('that was silent for five seconds after it had answered before has failed', () => {
    given(...onMail, botSays('Hello!', { epoch: 1 }, 2), writes('Where is my order?', 3))
      .when({ type: 'Tick', data: {}, at: s(8) })
      .thenEmits({ type: 'MessagePosted', data: { role: 'bot', text: '', bot: { error: 'timeout' } } });
  });
});

describe('a bot’s answer', () => {
  const answer = botSays('It is on its way.', { epoch: 1, replyTo: messageIdOf(2) });

  test('that is on its way when an agent takes over never reaches the customer', () => {
    for (const between of [[requested()], [requested(), assignedTo('mia')]])
      given(...withBot, ...between)
        .when(answer)
        .thenResponds(409)
        .thenEmits({ type: 'AnswerWithheld', data: { text: 'It is on its way.' } });
  });

  test('that is on its way during a whole hand-off is refused as well', () => {
    given(...withBot, requested(), chooses('back-to-bot', { handoffId: 'h-1' }))
      .when(answer)
      .thenResponds(409)
      .thenNothing();
  });

  test('ends the wait for an answer', () => {
    expect(given(...withBot).due()).toBe(s(6));
    expect(given(...withBot, answer).due()).toBeGreaterThan(s(3_600));
  });

  test('to an earlier message restarts the time limit for the last one', () => {
    const second = [...withBot, writes('It was number 12345', 4)];
    expect(given(...second).due()).toBe(s(6));
    expect(given(...second, { ...answer, at: s(5) }).due()).toBe(s(10));
  });
});

describe('a choice', () => {
  test('accepts or declines an offer once', () => {
    for (const choice of ['accept-offer', 'decline-offer'] as const) {
      given(...withBot, offered('o-1'))
        .when(chooses(choice, { offerId: 'o-1' }))
        .thenResponds(202)
        .thenEmits({ type: 'ChoiceMade', data: { choice, offerId: 'o-1' } });
      given(...withBot, offered('o-1'), chooses(choice, { offerId: 'o-1' }))
        .when(chooses(choice, { offerId: 'o-1' }))
        .thenResponds(409, { title: 'Offer no longer open' })
        .thenNothing();
    }
  });

  test('about a hand-off that is not open changes nothing', () => {
    given(...withBot, requested('h-1'), chooses('back-to-bot', { handoffId: 'h-1' }), requested('h-2'))
      .when(chooses('back-to-bot', { handoffId: 'h-1' }))
      .thenResponds(409, { title: 'Hand-off no longer open' })
      .thenNothing();
  });

  test('to add details carries them', () => {
    given(...withBot, requested())
      .when(chooses('share-details', { handoffId: 'h-1', details: 'The parcel is damaged' }))
      .thenResponds(202)
      .thenEmits({ type: 'ChoiceMade', data: { choice: 'share-details', details: 'The parcel is damaged' } });
  });

  test('to return to the bot leaves the queue, and a notice says so', () => {
    given(...withBot, requested())
      .when(chooses('back-to-bot', { handoffId: 'h-1' }))
      .thenResponds(202)
      .thenEmits(
        'ChoiceMade',
        { type: 'CustomerLeft', data: { handoffId: 'h-1', reason: 'back-to-bot' } },
        owner('bot', 'demo', 3),
        message(/back with me/),
      );
  });

  test('to return to the bot does not take the conversation from an agent', () => {
    given(...withBot, requested(), assignedTo('mia'))
      .when(chooses('back-to-bot', { handoffId: 'h-1' }))
      .thenEmits('ChoiceMade');
  });

  test('of a callback is sent to routing, with the telephone number', () => {
    given(...withBot, requested())
      .when(chooses('callback', { handoffId: 'h-1', details: '+1 212 555 0100' }))
      .thenEmits('ChoiceMade', { type: 'CallbackRequested', data: { handoffId: 'h-1', phone: '+12125550100' } });
  });
});
