import { parseText } from '../text/parsed-text.ts';
import { judgementCall } from './judgement-call.ts';

test.each([
  'My situation is a bit unusual',
  'this is a special case',
  'my husband passed away and the contract was his',
  'use your discretion',
  'I lost my job and cannot keep up the payments',
  'Is it fair that I wait and others do not?',
  'please review my case',
  'we do not fit any of the categories',
])('“%s” needs a judgement call', (text) => {
  const found = judgementCall(parseText(text));
  expect(found).not.toBeNull();
  expect(text.slice(...(found?.span ?? [0, 0]))).toBe(found?.text);
});

test.each([
  'Do you sell a phone case?',
  'which size should I take',
  'where is my order',
  'in any case, thanks',
  'upper case or lower case?',
  'the colour is different from the picture',
])('“%s” does not need a judgement call', (text) => {
  expect(judgementCall(parseText(text))).toBeNull();
});
