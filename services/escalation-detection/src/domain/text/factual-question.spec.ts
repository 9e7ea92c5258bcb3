import { describe, expect, test } from '@jest/globals';
import { isFactualQuestion } from './factual-question.ts';
import { parseText } from './parsed-text.ts';

describe('a factual question or a request to an assistant', () => {
  test.each([
    'who killed mufasa',
    'how do i kill weeds without chemicals',
    'how to kill a process on port 3000',
    'who stole the mona lisa in 1911',
    'kill the lights in the hallway',
    'remind me to call the hospital. what is the worst film of 1999',
  ])('“%s” is one', (text) => {
    expect(isFactualQuestion(parseText(text))).toBe(true);
  });
  test.each([
    'how can you be so useless',
    'what a terrible service',
    'is this a joke',
    'who is responsible for my order, it never came',
    'the worst company there is',
    'kill the lights. your app is a disaster',
    'why does nothing work',
    '',
  ])('“%s” is not one', (text) => {
    expect(isFactualQuestion(parseText(text))).toBe(false);
  });
});
