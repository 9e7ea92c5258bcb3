import { matcher } from './matcher.ts';
import { parseText, pattern } from './parsed-text.ts';

test('contractions are written out, sentences are split, numbers and names stay whole', () => {
  const { clauses } = parseText("I can’t log in at a.com. It's 12.50, isn't it?");
  expect(clauses.map((clause) => clause.text)).toEqual(['i can not log in at a com', 'it is 12.50 , is not it']);
  expect(clauses.map((clause) => clause.isQuestion)).toEqual([false, true]);
});

test('a match has its position in the original text', () => {
  const text = "Hello!  I don't know, but I'd LIKE to — close my  account, thanks";
  const found = matcher({ patterns: [pattern('close~ account')] })(parseText(text));
  expect(found?.text).toBe('close my  account');
  expect(text.slice(...(found?.span ?? [0, 0]))).toBe('close my  account');
});

test.each(['I do not want to close it', 'never close it', 'please do so without having to close it'])(
  '“%s” refuses',
  (text) => {
    expect(matcher({ patterns: [pattern('close it')] })(parseText(text))).toBeNull();
  },
);

test.each(["I can't close it", 'I do not know how to close it', "I'm not happy, close it", 'why not close it'])(
  '“%s” does not refuse',
  (text) => {
    expect(matcher({ patterns: [pattern('close it')] })(parseText(text))).not.toBeNull();
  },
);

test('a message without words has no clauses', () => {
  expect(parseText('').clauses).toEqual([]);
  expect(parseText('… !!! 🙂').clauses).toEqual([]);
});
