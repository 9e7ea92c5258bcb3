import { describe, test } from '@jest/globals';
import { defaultRetention } from '@warmline/contracts';
import { commandStory } from '@warmline/testing/command-story';
import {
  asksForHuman,
  assessedAs,
  botSays,
  ends,
  message,
  notice,
  offered,
  owner,
  requested,
  s,
  settings,
  starts,
  writes,
} from '../story.fixtures.ts';
import { type Conversation, conversationDue } from './conversation.ts';
import type { ConversationInput } from './conversation-commands.ts';
import { handleCommand } from './handle-command.ts';

const handle = handleCommand({ ...settings, verdictWaitMsOf: () => 2_500 }, defaultRetention);
const given = commandStory<Conversation>({
  step: (state, event, context) => handle(state, event as ConversationInput, context),
  due: (state) => conversationDue(state, defaultRetention),
});
const tick = (seconds: number) => ({ type: 'Tick', data: {}, at: s(seconds) });
const withheld = (text: string) => ({ type: 'AnswerWithheld', data: { text } });

describe('given a customer message that is not judged yet', () => {
  const asked = [starts({}, 0), writes('I want to cancel my account', 1)];

  test('when the bot answers, then the customer does not get the answer yet, and the bot is not late', () => {
    given(...asked)
      .when(botSays('I did not understand.', {}, 1.1))
      .thenResponds(202, { held: true })
      .thenEmits();
    given(...asked, botSays('I did not understand.', {}, 1.1))
      .when(tick(3))
      .thenEmits();
  });

  test('when the verdict is none, then the customer gets the answers in their order', () => {
    given(...asked, botSays('One moment.', {}, 1.1), botSays('Here it is.', {}, 1.2))
      .when(assessedAs(2, 'none'))
      .thenEmits(message('One moment.', 'bot'), message('Here it is.', 'bot'));
  });

  test('when a hand-off follows, then the customer does not get the answer, and it is kept before the hand-off', () => {
    const answered = [...asked, botSays('I did not understand.', {}, 1.1)];
    given(...answered)
      .when(assessedAs(2, 'immediate'))
      .thenEmits();
    given(...answered, assessedAs(2, 'immediate'))
      .when(requested())
      .thenEmits(withheld('I did not understand.'), 'MessagePosted', owner('queue', 'h-1', 2));
  });

  test('when the answer comes after the verdict and before the hand-off, then it is kept too', () => {
    given(...asked, assessedAs(2, 'immediate'), botSays('I did not understand.', {}, 2.1))
      .when(requested())
      .thenEmits(withheld('I did not understand.'), 'MessagePosted', 'OwnerChanged');
  });

  test('when the answer comes after the hand-off, then it is refused and kept once', () => {
    const late = { epoch: 1 };
    const before = [...asked, assessedAs(2, 'immediate'), requested()];
    given(...before)
      .when(botSays('I did not understand.', late))
      .thenResponds(409)
      .thenEmits(withheld('I did not understand.'));
    given(...before, botSays('I did not understand.', late))
      .when(botSays('And once more.', late))
      .thenResponds(409)
      .thenEmits();
  });

  test('when no verdict comes within its time, then the customer gets the answer', () => {
    given(...asked, botSays('Here it is.', {}, 1.1))
      .when(tick(3.5))
      .thenEmits(message('Here it is.', 'bot'));
  });

  test('when the conversation ends, then the answer is kept', () => {
    given(...asked, botSays('Here it is.', {}, 1.1))
      .when(ends(2))
      .thenEmits(withheld('Here it is.'), 'ConversationEnded');
  });

  test('when the customer writes again and the first message is judged, then its answer is released alone', () => {
    given(
      ...asked,
      botSays('To the first.', {}, 1.1),
      writes('And one more thing', 1.2),
      botSays('To the second.', {}, 1.3),
    )
      .when(assessedAs(2, 'none'))
      .thenEmits(message('To the first.', 'bot'));
  });
});

describe('given a customer message that is judged', () => {
  const judged = [starts({}, 0), writes('Where is my order?', 1), assessedAs(2, 'none')];

  test('when the bot answers, then the customer gets it at once', () => {
    given(...judged)
      .when(botSays('On its way.'))
      .thenResponds(201)
      .thenEmits(message('On its way.', 'bot'));
  });

  test('when a person is asked for by the button, then an answer that comes before the hand-off is kept', () => {
    given(...judged, asksForHuman(), botSays('On its way.'))
      .when(requested())
      .thenEmits(withheld('On its way.'), 'MessagePosted', 'OwnerChanged');
  });
});

describe('given a bot that posts over Kafka', () => {
  const stale = botSays('Are you still there?', { epoch: 1, externalMessageId: 'bot-17' });

  test('a refusal comes back under the id that the bot gave the message', () => {
    given(starts({}, 0), asksForHuman(), requested())
      .when(stale)
      .thenResponds(409)
      .thenEmits({
        type: 'MessageRefused',
        data: { externalMessageId: 'bot-17', owner: { kind: 'queue', id: 'h-1', epoch: 2 } },
      })
      .thenRecordsEvidence({ refused: { text: 'Are you still there?' } });
  });

  test('an answer that is kept for the agent comes back too', () => {
    given(starts({}, 0), writes('I want to cancel my account', 1), assessedAs(2, 'immediate'), requested())
      .when(stale)
      .thenEmits(withheld('Are you still there?'), 'MessageRefused');
  });
});

describe('given an offer for a message that the bot has not answered yet', () => {
  const offer = [starts({}, 0), writes('This is useless!!', 1), assessedAs(2, 'offer'), offered('o-1')];

  test('the offer waits for the answer', () => {
    given(starts({}, 0), writes('This is useless!!', 1), assessedAs(2, 'offer')).when(offered('o-1')).thenEmits();
    given(...offer)
      .when(botSays('Let me look.'))
      .thenEmits(message('Let me look.', 'bot'), message(/connect/), notice('handoff-offer'));
  });

  test('when the bot never answers, then the offer comes after a while', () => {
    given(...offer, tick(6.1))
      .when(tick(9))
      .thenEmits(message(/connect/), notice('handoff-offer'));
  });

  test('when the silence of the bot leads to a hand-off, then the offer is gone', () => {
    given(...offer, tick(6.1), requested())
      .when(tick(9))
      .thenEmits(notice('waiting'));
  });
});
