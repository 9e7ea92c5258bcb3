import { answerFingerprint, fingerprint } from '../text/fingerprint.ts';
import { parseText } from '../text/parsed-text.ts';
import { correctsBot, countRepetition, isRequest } from './repetition.ts';

test('similar messages are counted, short ones are not', () => {
  const first = countRepetition([], fingerprint('Where is my order?'), 0.75, 2);
  const second = countRepetition(first.counts, fingerprint('where is the order'), 0.75, 2);
  expect([first.times, second.times]).toEqual([1, 2]);
  expect(countRepetition(second.counts, fingerprint('ok thanks'), 0.75, 2)).toEqual({
    counts: second.counts,
    times: 0,
  });
});

test('a question, a wish and a complaint are requests; an answer is not', () => {
  for (const text of ['where is it', 'I need the invoice', 'it does not work'])
    expect(isRequest(parseText(text))).toBe(true);
  expect(isRequest(parseText('But my question is where my order is.'))).toBe(false);
  for (const text of ['Elm Street 12', '10 GB', 'yes, the blue one']) expect(isRequest(parseText(text))).toBe(false);
});

test('a bot that does not understand repeats itself in few words; a courtesy is no repetition', () => {
  const times = (text: string) =>
    countRepetition(countRepetition([], answerFingerprint(text, 3), 0.9, 3).counts, answerFingerprint(text, 3), 0.9, 3)
      .times;
  expect(times('Sorry, could you rephrase?')).toBe(2);
  expect(times('You are welcome!')).toBe(0);
});

test('a customer who says what their question is corrects the bot', () => {
  expect(correctsBot(parseText('But my question is where my order is.'))).toBe(true);
  expect(correctsBot(parseText('But my question is where my card is. It was stolen.'))).toBe(false);
});
