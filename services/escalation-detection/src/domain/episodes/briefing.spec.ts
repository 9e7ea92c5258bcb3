import { describe, expect, test } from '@jest/globals';
import { about, bot, evidenceIn, withheld } from './story.fixtures.ts';

const request = { reasons: ['human_request' as const], because: 'asked for a person' };

describe('Now', () => {
  test('quotes the message with the evidence, not the first one', () => {
    const { now } = about(['hi', 'where is my order?', bot('Here.'), 'thanks', 'You charged me twice for order 7781']);
    expect(now).toEqual({
      text: '“You charged me twice for order 7781”',
      quote: 'You charged me twice for order 7781',
      messageIds: ['m-5'],
    });
  });

  test('names the wish of the episode where the message with the evidence names none', () => {
    const { now } = about(['where is my order 4711', bot('Shipped.'), 'THIS IS A TOTAL JOKE'], {
      evidence: evidenceIn(3, 'emotional.capitals'),
      reasons: ['frustration'],
    });
    expect(now.text).toBe('“THIS IS A TOTAL JOKE”, about “where is my order 4711”');
    expect(now.quote).toBe('where is my order 4711');
  });

  test('quotes the message of a reason that says what is wanted, whatever came before it', () => {
    const lines = ['I want to change my password', bot('In the settings.'), 'will that kick out whoever posts as me?'];
    const { now } = about(lines, { reasons: ['security'], evidence: evidenceIn(3, 'stakes.security') });
    expect(now.quote).toBe('will that kick out whoever posts as me?');
    expect(now.text).toBe('“will that kick out whoever posts as me?”; it began with “I want to change my password”');
  });

  test('does not begin with small talk', () => {
    const { now } = about(['hi', 'are you connected', 'my credit card bill shows an error']);
    expect(now.text).toBe('“my credit card bill shows an error”');
  });

  test('names how the episode began where that differs', () => {
    const { now } = about(['I am getting an error for my credit card bill', 'please remove the charge for unused pay']);
    expect(now.text).toBe(
      '“please remove the charge for unused pay”; it began with “I am getting an error for my credit card bill”',
    );
  });

  test.each([
    ['a greeting', 'hello i want to close a account', 'i want to close a account'],
    ['a greeting and a name', 'Hi there, my card was stolen', 'my card was stolen'],
    ['thanks', 'thank you and now i want to close this account', 'now i want to close this account'],
    ['agreement', 'ok great i want to close my account', 'i want to close my account'],
    ['thanks for the last answer', 'ok thank you for that i need to close it', 'i need to close it'],
  ])('leaves %s out of the quote', (_, said, quote) => expect(about([said]).now.quote).toBe(quote));

  test('of a bare request for a person quotes the wish of its episode', () => {
    const lines = ['my router does not connect', bot('Please restart it.'), 'talk to a person please'];
    const { now, text } = about(lines, { ...request, evidence: evidenceIn(3, 'emotional.human-request') });
    expect(now.text).toBe('Asks for a person (“talk to a person please”) about “my router does not connect”');
    expect(now.quote).toBe('my router does not connect');
    expect(text).not.toContain('Handed over');
  });

  test.each([
    ['in words', ['how can i speak with an assistant'], 'Asks for a person (“how can i speak with an assistant”), and'],
    [
      'after small talk',
      ['hi', bot('Hello!'), 'ya sure i need you help today', 'agent'],
      'Asks for a person (“agent”), and',
    ],
    [
      'after a matter that is settled',
      ['where is my order?', bot('Here.'), 'thanks', 'human please'],
      'Asks for a person (“human please”), and',
    ],
  ])('of a bare request %s says that none was told', (_, lines, text) => {
    const { now } = about(lines, { ...request, evidence: evidenceIn(lines.length, 'emotional.human-request') });
    expect(now.text).toBe(`${text} has not said what about`);
    expect(now.quote).toBeUndefined();
  });

  test('of a button quotes the wish of the last episode', () => {
    const { now } = about(['where is my order?', bot('Here.')], { ...request, evidence: [] });
    expect(now.text).toBe('Asks for a person about “where is my order?”');
    expect(about([], { ...request, evidence: [] }).now.text).toBe('Asks for a person, and has not said what about');
  });

  test('of “cancel it” says what it is', () => {
    const { now, wish } = about(['I ordered shoes', bot('Your order 8812 ships tomorrow.'), 'cancel it']);
    expect(now.text).toBe('“cancel it”, about “I ordered shoes”');
    expect(now.quote).toBe('I ordered shoes / cancel it');
    expect(wish).toContain('order 8812');
  });

  test('quotes what was agreed to together with what it is about', () => {
    const { now } = about(['I need to look at my booking in Denver.', bot('I found it.'), 'great. cancel it']);
    expect(now.quote).toBe('I need to look at my booking in Denver / cancel it');
  });

  test('quotes of a long message the sentence with the evidence', () => {
    const said =
      'I wrote to you three times last week and nobody has answered me. You charged me twice. Please act now.';
    const at = said.indexOf('charged');
    const { now } = about([said], {
      evidence: [{ rule: 'stakes.billing-dispute', messageId: 'm-1', span: [at, at + 13] }],
    });
    expect(now.quote).toBe('You charged me twice.');
    expect(now.text).toContain('nobody has answered me');
  });

  test('has no swear words in what is said to the customer', () => {
    const swears = { reasons: ['legal' as const, 'profanity' as const] };
    const { now } = about(['i do not know how to make a fucking consumer reclamation'], swears);
    expect(now.quote).toBe('i do not know how to make a […] consumer reclamation');
    expect(now.text).toContain('fucking');
    expect(about(['fuck off'], { reasons: ['profanity'] }).now.quote).toBeUndefined();
    expect(about(['charge me shit twice for shoes'], swears).now.quote).toBe('charge me […] twice for shoes');
  });

  test('quotes the sentence that names the matter, not the anger before it', () => {
    const said =
      'This is ridiculous and terrible service! I am furious. You have to make an exception and take it back.';
    const at = said.indexOf('make an exception');
    const { now } = about([said], {
      reasons: ['negative_sentiment', 'policy_exception'],
      evidence: [
        { rule: 'sentiment.negative', messageId: 'm-1' },
        { rule: 'complexity.policy-exception', messageId: 'm-1', span: [at, at + 17] },
      ],
    });
    expect(now.quote).toBe('You have to make an exception and take it back.');
    const angry = about(['I am so angry right now. Where is my order 4711? Nobody answers.'], {
      reasons: ['negative_sentiment'],
      evidence: [{ rule: 'sentiment.negative', messageId: 'm-1' }],
    });
    expect(angry.now.quote).toBe('Where is my order 4711?');
  });

  test('of a bare answer names the question of the bot', () => {
    const { now } = about([bot('Do you want to cancel the plan?'), 'yes']);
    expect(now.text).toBe('“yes”, answering “Do you want to cancel the plan?”');
    expect(now.quote).toBeUndefined();
  });

  test('masks secrets, and quotes a long message around its evidence', () => {
    expect(about(['My card 4111 1111 1111 1111 with pin 9876 was stolen']).now.quote).toBe(
      'My card [card number ••1111] with pin [PIN] was stolen',
    );
    const long = `${'The parcel came on a rainy day. '.repeat(20)}You charged me twice. Please act.`;
    const at = long.indexOf('charged');
    const { quote } = about([long], {
      evidence: [{ rule: 'stakes.billing-dispute', messageId: 'm-1', span: [at, at + 13] }],
    }).now;
    expect(quote).toContain('You charged me twice.');
    expect(quote?.length).toBeLessThanOrEqual(240);
  });
});

describe('Known', () => {
  test('has orders, amounts, dates and products of the episode with their source, each once', () => {
    const { known, text } = about([
      'where is my order 1111?',
      bot('Here.'),
      'thanks',
      'I was charged 49.90 EUR on 3 March for my subscription, order #7781',
      bot('I see.', { entities: { order: '7781', contract_no: 'C-9' } }),
      'you charged me twice',
    ]);
    expect(known.map(({ name, value, source }) => [name, value, source])).toEqual(
      [
        ['order', '#7781', 'customer'],
        ['date', '3 March', 'customer'],
        ['product', 'subscription', 'customer'],
        ['amount', '49.90 EUR', 'customer'],
        ['contract no', 'C-9', 'bot'],
      ].filter(([name]) => !['date', 'product'].includes(name ?? '')),
    );
    expect(text).toContain('contract no C-9 (bot)');
    expect(text.match(/49\.90/g)).toHaveLength(1);
  });

  test('of a bot is masked where its name says that it is a secret', () =>
    expect(about([bot('Ok.', { entities: { pin: '9876' } }), 'my card was stolen']).known).toEqual([
      { name: 'pin', value: '[PIN]', source: 'bot', messageId: 'm-1' },
    ]));
});

describe('Tried', () => {
  test('is what the bot reports, else its last different answers, of this episode alone', () => {
    const lines = ['where is my order?', bot('It ships today.'), 'thanks', 'my router is down', bot('Restart it.')];
    expect(about([...lines, 'it is still down']).tried).toEqual([{ text: 'Answered: “Restart it.”' }]);
    const reported = bot('Restart it.', { attempted: 'Line test' });
    expect(about(['my router is down', reported, 'it is still down']).tried).toEqual([{ text: 'Line test' }]);
  });

  test('marks what the customer did not get, and leaves greetings and faults out', () => {
    const failed = bot('Sorry, an error has happened', { error: 'error' });
    const lines = [bot('Hello! How can I help?'), 'you charged me twice', failed, withheld('Pay at the desk.')];
    expect(about(lines, { evidence: evidenceIn(2) }).tried).toEqual([
      { text: 'Bot answer withheld: “Pay at the desk.”', withheld: true },
    ]);
  });
});

describe('Earlier', () => {
  test('has one line for each other episode and each earlier hand-off', () => {
    const lines = ['where is my order?', bot('Here.'), 'thanks', 'I want to change my address', 'you charged me twice'];
    expect(about(lines, { earlierHandoffs: ['Mia Torres had it: resolved'] }).earlier).toEqual([
      '“where is my order?”, settled',
      '“I want to change my address”, no answer in the transcript',
      'Mia Torres had it: resolved',
    ]);
  });
});

test('a line of Earlier has another thing that the customer said last in it, and says the same once', () => {
  const lines = ['i want to check the account balance', 'why so much delay in processing', 'you charged me twice'];
  expect(about(lines).earlier).toEqual([
    '“i want to check the account balance”, then “why so much delay in processing”, no answer in the transcript',
  ]);
  const same = [
    'i want to check the account balance',
    'my account balance please',
    'are we connected',
    'you charged me twice',
  ];
  expect(about(same).earlier).toEqual(['“i want to check the account balance”, no answer in the transcript']);
});

test('the summary is one line of at most 2,000 characters, and the contract holds, for any turns', () => {
  const long = 'word\n'.repeat(200);
  const entities = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`entity_${n}`, `value\n${n}`.repeat(80)]));
  const { text, now, known } = about([long, bot(long, { entities, attempted: 'x'.repeat(300) }), `cancel ${long}`]);
  expect(text.length).toBeLessThanOrEqual(2_000);
  expect(text).not.toContain('\n');
  expect(now.text.length).toBeLessThanOrEqual(900);
  expect(known.length).toBeLessThanOrEqual(12);
});
