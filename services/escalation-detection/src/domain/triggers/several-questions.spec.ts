import { parseText } from '../text/parsed-text.ts';
import { severalQuestions } from './several-questions.ts';

test.each([
  ['Where is my parcel and how do I change my password?', 2, 2],
  ['When will it ship? Why was I charged a fee? Is the blue size in stock?', 3, 3],
  ['can you track my order, and also is there a discount on the yearly plan?', 2, 2],
])('“%s” asks %d questions on %d subjects', (text, questions, subjects) => {
  expect(severalQuestions(parseText(text))).toMatchObject({ questions, subjects });
});

test.each([
  'Where is my parcel?',
  'When does it ship, and when will it be delivered?',
  'Is it late? Really?',
  'My order came and the password works.',
])('“%s” has one subject', (text) => expect(severalQuestions(parseText(text)).subjects).toBeLessThan(2));
