import { parseText } from '../text/parsed-text.ts';
import { capitals, emphasisMarks } from './emphasis.ts';

const acronyms = new Set(['PIN', 'ATM', 'USA']);

test.each(['Where is it??', 'Answer!!', 'what?!', 'Still nothing!!!', 'thanks for nothing, it is still broken!!'])(
  '“%s” is emphasis',
  (text) => {
    expect(emphasisMarks(parseText(text), 2)).not.toBeNull();
  },
);

test.each([
  'Where is it?',
  'Answer!',
  'Thank you so much!!',
  'Great, that is perfect!!!',
  'Hi! How are you? I have a question!',
  'Good morning!!',
])('“%s” is not emphasis', (text) => expect(emphasisMarks(parseText(text), 2)).toBeNull());

test.each(['WHERE IS MY PARCEL', 'This is NOT what I EVER ORDERED'])('“%s” is in capitals', (text) => {
  expect(capitals(parseText(text), 3, acronyms)).not.toBeNull();
});

test.each(['My PIN at the ATM in the USA', 'I HATE this', 'order AB-12 XYZ9 QW-7', 'I A B C', 'THANK YOU VERY MUCH'])(
  '“%s” is not',
  (text) => {
    expect(capitals(parseText(text), 3, acronyms)).toBeNull();
  },
);
