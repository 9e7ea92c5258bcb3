import { describe, expect, test } from '@jest/globals';
import { languages, say } from '@warmline/locale';
import {
  assignedTo,
  botSays,
  chooses,
  closedBy,
  ends,
  given,
  message,
  offered,
  owner,
  requested,
  starts,
  unstaffed,
  waits,
  writes,
} from '../story.fixtures.ts';

const started = [starts({}, 0), writes('what a poor service', 1), botSays('I did not understand.')];
const offering = [...started, offered('o-1')];
const queued = [starts({}, 0), writes('I need a colleague', 1), requested(), waits(2)];
const surveying = [...queued, assignedTo('mia'), closedBy('mia')];

const chosen = (choice: string, more: object = {}) => ({ type: 'ChoiceMade', data: { choice, ...more } });
const said = (text: string) => message(text, 'customer');
const requestedBy = (choice: string): string[] => {
  if (choice === 'callback') return ['CallbackRequested'];
  if (choice === 'schedule-call') return ['CallbackWindowsRequested'];
  return choice === 'email' ? ['TicketRequested'] : [];
};

describe('a typed answer to the offer of a person', () => {
  test.each([
    ['yes', 'en'],
    ['yes please', 'en'],
    ['ok', 'en'],
    ['👍', 'en'],
    ['ja bitte', 'de'],
    ['sí por favor', 'es'],
    ['oui', 'fr'],
    ['نعم', 'ar'],
  ])('“%s” (%s) accepts it as the button does, and the bot is not asked', (text, language) => {
    const past = [starts({ language }, 0), ...offering.slice(1)];
    given(...past)
      .when(writes(text))
      .thenResponds(201)
      .thenEmits(said(text), chosen('accept-offer', { offerId: 'o-1' }));
    expect(given(...past, writes(text)).state()).toMatchObject({ customerOfferId: null, awaitedBotReply: null });
  });

  test('a yes with more to say accepts it with the details', () => {
    given(...offering)
      .when(writes('yes, and tell them my card is blocked'))
      .thenEmits('MessagePosted', chosen('accept-offer', { details: 'and tell them my card is blocked' }));
  });

  test.each(['no', 'no thanks', 'non merci', 'nein danke', 'not now', '👎'])(
    '“%s” declines it, and the bot stays',
    (text) => {
      given(...offering)
        .when(writes(text))
        .thenEmits(said(text), chosen('decline-offer', { offerId: 'o-1' }), message(/go on helping/));
    },
  );

  test('a no with a new matter declines it, and the bot answers the matter', () => {
    const text = 'no, tell me the opening hours';
    given(...offering)
      .when(writes(text))
      .thenEmits(said(text), chosen('decline-offer'));
    expect(given(...offering, writes(text)).state()?.awaitedBotReply).not.toBeNull();
  });

  test('an answer that cannot be told is asked once, and then taken or left to the bot', () => {
    given(...offering)
      .when(writes('maybe'))
      .thenEmits(said('maybe'), message(/answer yes or no/));
    given(...offering, writes('maybe'))
      .when(writes('yes'))
      .thenEmits('MessagePosted', chosen('accept-offer'));
    given(...offering, writes('maybe'))
      .when(writes('hm maybe'))
      .thenEmits('MessagePosted');
    expect(given(...offering, writes('maybe'), writes('hm maybe')).state()?.awaitedBotReply).not.toBeNull();
  });

  test('“yes but where is my order” is asked once, and the bot answers the question', () => {
    const text = 'yes but where is my order';
    given(...offering)
      .when(writes(text))
      .thenEmits(said(text), message(/answer yes or no/));
    expect(given(...offering, writes(text)).state()?.awaitedBotReply).not.toBeNull();
    given(...offering, writes(text), botSays('It arrives tomorrow.'))
      .when(writes('yes'))
      .thenEmits('MessagePosted', chosen('accept-offer'));
  });

  test.each(['where is my order?', 'yesterday', 'thanks', 'nothing arrived'])(
    '“%s” leaves it open for the button',
    (text) => {
      given(...offering)
        .when(writes(text))
        .thenEmits(said(text));
      given(...offering, writes(text))
        .when(chooses('accept-offer', { offerId: 'o-1' }))
        .thenResponds(202);
    },
  );

  test('once the bot has answered another matter, “yes” is an answer to the bot', () => {
    given(...offering, writes('where is my order?'), botSays('Order 4411. Shall I track it?'))
      .when(writes('yes'))
      .thenEmits(said('yes'));
  });

  test('a late answer of the bot does not close it', () => {
    given(starts({}, 0), writes('what a poor service', 1), offered('o-1'), botSays('Could you rephrase that?'))
      .when(writes('yes'))
      .thenEmits('MessagePosted', chosen('accept-offer'));
  });

  test('without an offer, or after it was declined or the conversation ended, “yes” is a message', () => {
    for (const past of [started, [...offering, chooses('decline-offer', { offerId: 'o-1' })]])
      given(...past)
        .when(writes('yes'))
        .thenEmits(said('yes'));
    given(...offering, ends())
      .when(writes('yes'))
      .thenEmits('ConversationStarted', 'OwnerChanged', said('yes'));
  });
});

describe('a typed answer to the choices of the queue', () => {
  test.each([
    ['call me back at +49 30 123456', 'callback'],
    ['please e-mail me at ada@example.org', 'email'],
    ["I'll wait", 'wait'],
    ['schedule a call', 'schedule-call'],
    ['connect me now', 'connect-now'],
  ])('“%s” chooses “%s”', (text, choice) => {
    given(...queued)
      .when(writes(text))
      .thenEmits(said(text), chosen(choice, { handoffId: 'h-1' }), ...requestedBy(choice));
  });

  test.each([
    ['call me back', 'Which number'],
    ['3', 'Which number'],
    ['please e-mail me', 'Which e-mail address'],
    ['5', 'Which e-mail address'],
  ])('“%s” is asked for what it needs (%s)', (text, question) => {
    given(...queued)
      .when(writes(text))
      .thenEmits(said(text), message(new RegExp(question)));
  });

  test('a callback takes its number, and an e-mail its address, from the message', () => {
    given(...queued)
      .when(writes('call me back at +49 151 12345678 please'))
      .thenEmits('MessagePosted', chosen('callback', { details: '+4915112345678' }), {
        type: 'CallbackRequested',
        data: { handoffId: 'h-1', phone: '+4915112345678' },
      });
    given(...queued)
      .when(writes('e-mail me at Ada@Example.org'))
      .thenEmits('MessagePosted', chosen('email', { details: 'Ada@example.org' }), {
        type: 'TicketRequested',
        data: { kind: 'email', text: 'Ada@example.org' },
      });
  });

  test('“back to the bot” leaves the queue', () => {
    given(...queued)
      .when(writes('back to the bot'))
      .thenEmits(
        'MessagePosted',
        chosen('back-to-bot'),
        'CustomerLeft',
        owner('bot', 'demo', 3),
        message(/back with me/),
      );
  });

  test('the numbers are those of the last choices shown', () => {
    given(...queued, unstaffed())
      .when(writes('1'))
      .thenEmits('MessagePosted', message(/Which number/));
    const asksForPerson = [...queued.slice(0, 2), requested('h-1', { reasons: ['human_request'] }), waits(2)];
    given(...asksForPerson)
      .when(writes('1'))
      .thenEmits('MessagePosted', chosen('connect-now'), 'CustomerNotified');
    given(...asksForPerson)
      .when(writes('call me back'))
      .thenEmits('MessagePosted', message(/Which number/));
  });

  test.each(['ok', 'thanks', 'my email is broken', 'it was order 4411', 'how long do I wait?', 'no'])(
    '“%s” is a message for the colleague',
    (text) => {
      given(...queued)
        .when(writes(text))
        .thenEmits(said(text));
    },
  );

  test('a number without a choice is asked once', () => {
    given(...queued)
      .when(writes('9'))
      .thenEmits('MessagePosted', message(/from 1 to 6/));
    given(...queued, writes('9'))
      .when(writes('9'))
      .thenEmits('MessagePosted');
  });

  test('an agent gets every message as it is', () => {
    given(...queued, assignedTo('mia'))
      .when(writes('call me back'))
      .thenEmits(said('call me back'));
  });
});

describe('a typed answer to the survey', () => {
  test.each([
    ['5', 5],
    ['great, thanks', 5],
    ['⭐⭐', 2],
    ['3 stars', 3],
  ])('“%s” gives %i stars', (text, stars) => {
    given(...surveying)
      .when(writes(text))
      .thenEmits(said(text), { type: 'SurveyAnswered', data: { handoffId: 'h-1', stars } }, message(/Thank you/));
    expect(given(...surveying, writes(text)).state()).toMatchObject({
      surveys: [{ handoffId: 'h-1', isAnswered: true }],
      awaitedBotReply: null,
    });
  });

  test('a remark is its suggestion', () => {
    given(...surveying)
      .when(writes('4, but the wait was long'))
      .thenEmits(
        'MessagePosted',
        { type: 'SurveyAnswered', data: { stars: 4, suggestion: 'but the wait was long' } },
        'MessagePosted',
      );
  });

  test('after another matter only a number answers it, and a question of the bot closes it', () => {
    given(...surveying, writes('where is my order?'), botSays('It arrives tomorrow.'))
      .when(writes('great, thanks'))
      .thenEmits('MessagePosted');
    given(...surveying, writes('thank you'), botSays('You are welcome.'))
      .when(writes('5'))
      .thenEmits('MessagePosted', 'SurveyAnswered', 'MessagePosted');
    given(...surveying, writes('hello'), botSays('Reply 1 to track an order, 2 for a refund.'))
      .when(writes('1'))
      .thenEmits('MessagePosted');
  });

  test('is taken once', () => {
    given(...surveying, writes('5'))
      .when(writes('4'))
      .thenEmits('MessagePosted');
  });
});

test('the shown choice has the words of all five languages', () => {
  for (const [text, language, asked] of [
    ['rufen Sie mich bitte zurück', 'de', /^Unter welcher Nummer/],
    ['Rückruf bitte', 'de', /^Unter welcher Nummer/],
    ['llámeme por favor', 'es', /^¿A qué número/],
    ['rappelez-moi', 'fr', /^Quel numéro/],
    ['اتصل بي من فضلك', 'ar', /^ما الرقم/],
  ] as const)
    given(starts({ language }, 0), ...queued.slice(1))
      .when(writes(text))
      .thenEmits('MessagePosted', message(asked));
});

describe('the label of a button, typed, does what the button does', () => {
  const ways = ['callback', 'schedule-call', 'email', 'wait', 'back-to-bot'] as const;
  test.each(
    languages.flatMap((language) => ways.map((choice) => [say(language, `choice.${choice}`), choice, language])),
  )('“%s” chooses %s (%s)', (label, choice, language) => {
    const needsContact = choice === 'callback' || choice === 'email';
    const { outputs } = given(starts({ language }, 0), ...queued.slice(1)).when(writes(label));
    expect(outputs[1]).toMatchObject(needsContact ? { type: 'MessagePosted' } : chosen(choice));
  });
});
