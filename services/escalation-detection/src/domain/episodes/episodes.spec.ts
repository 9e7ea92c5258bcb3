import { describe, expect, test } from '@jest/globals';
import { policy } from '../../../test/conversation.fixtures.ts';
import { episodesOf } from './episodes.ts';
import { turnReader } from './read-turn.ts';
import { bot, type Line, turnsOf } from './story.fixtures.ts';

const read = turnReader(policy);
const cut = (lines: readonly Line[], handedBackAt: readonly number[] = []) =>
  episodesOf(turnsOf(...lines), handedBackAt, read, policy).map(({ turns, end }) => [turns.length, end]);

describe('an episode', () => {
  test('ends where the customer turns to another matter', () => {
    expect(cut(['where is my order 4711?', bot('On its way.'), 'I want to close my account'])).toEqual([
      [2, 'left'],
      [1, 'open'],
    ]);
  });

  test('ends where the customer says that it is resolved, and thanks alone open no new one', () => {
    expect(cut(['where is my order?', bot('Here.'), 'that helped, thanks', 'ok bye'])).toEqual([[4, 'resolved']]);
    expect(cut(['where is my order?', bot('Here.'), 'thank you', 'where is my order now?'])).toEqual([
      [3, 'resolved'],
      [1, 'open'],
    ]);
  });

  test('ends where the customer announces another one in a message of its own', () => {
    const lines = ['i was wondering if i can apply for the low rate', 'ok', 'one more thing', 'you charged me twice'];
    expect(cut(lines)).toEqual([
      [3, 'left'],
      [1, 'open'],
    ]);
  });

  test('ends where the bot gets the conversation back', () => {
    expect(cut(['I want a person', 'where is my order?', 'and now it is late'], [25])).toEqual([
      [2, 'handed-back'],
      [1, 'open'],
    ]);
  });

  test('ends where the bot takes the next wish for an unrelated subject', () => {
    const lines = [
      'how does it work',
      bot('Like this.', { subject: 'pricing' }),
      'why does it smell',
      bot('It is new.', { subject: 'care' }),
    ];
    expect(cut(lines)).toEqual([
      [2, 'left'],
      [2, 'open'],
    ]);
  });

  test.each([
    ['a remark', ['where is my order 4711?', bot('On its way.'), 'this is taking forever']],
    ['an answer to the bot', ['my internet is down', bot('What is your name?'), 'Ada Byron']],
    ['what refers back', ['where is my order 4711?', bot('It ships tomorrow.'), 'cancel it']],
    ['a matter of the same family', ['you charged me twice', bot('I see.'), 'I want a refund']],
    ['a greeting', ['hi', bot('Hello! How can I help?'), 'where is my order?']],
  ])('goes on with %s', (_, lines) => expect(cut(lines)).toHaveLength(1));
});

describe('a turn of the customer', () => {
  test.each([
    ['hi', 'small-talk'],
    ['hi spencer', 'answer'],
    ['good morning', 'small-talk'],
    ['ya sure i need you help today', 'small-talk'],
    ['I have a question', 'small-talk'],
    ['yes', 'small-talk'],
    ['its me dorathy', 'answer'],
    ['my full name is savariraj', 'answer'],
    ['john smith 5132', 'answer'],
    ['620 83 rd street apt 4', 'answer'],
    ['thanks', 'resolved'],
    ['talking to agent', 'person'],
    ['how can i speak with an assistant', 'person'],
    ['quiero hablar con un agente', 'person'],
    ['I need to talk to somebody about my bill', 'wish'],
    ['can I talk to someone regarding the warranty', 'wish'],
    ['i lost my credit card', 'wish'],
    ['to close an account', 'wish'],
    ['Wo bleibt meine Bestellung', 'wish'],
  ])('“%s” is read as %s', (text, kind) => {
    const [turn] = turnsOf(text);
    expect(turn && read(turn, false).kind).toBe(kind);
  });
});
