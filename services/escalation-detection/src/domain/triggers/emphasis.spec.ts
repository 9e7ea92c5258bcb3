import { parseText } from '../text/parsed-text.ts';
import { capitals, emphasisMarks } from './emphasis.ts';

const acronyms = new Set(['PIN', 'ATM', 'USA', 'AM']);
const settings = { marks: 2, questionMarks: 3 };

test.each([
  'Answer!!',
  'what?!',
  'Still nothing!!!',
  'thanks for nothing, it is still broken!!',
  'Where is my order❓❓❓',
  'where is it؟؟؟',
  'where is it ? ? ?',
  'it broke!!why',
])('“%s” is emphasis', (text) => {
  expect(emphasisMarks(parseText(text), settings)).not.toBeNull();
});

test.each([
  'Where is it?',
  'Where is it??',
  'Answer!',
  'Thank you so much!!',
  'Great, that is perfect!!!',
  'Hi! How are you? I have a question!',
  'Good morning!!',
  'is it size ??/??',
  'let x = a ?? b; c = !!d',
  'Yahoo!! Japan store, do you ship?',
])('“%s” is not emphasis', (text) => expect(emphasisMarks(parseText(text), settings)).toBeNull());

test('the number of question marks is its own setting', () => {
  expect(emphasisMarks(parseText('where is it??'), { marks: 2, questionMarks: 2 })).toMatchObject({
    count: 2,
    threshold: 2,
    span: [11, 13],
  });
});

test.each([
  'WHERE IS MY PARCEL',
  'This is NOT what I EVER ORDERED',
  'I AM SO ANGRY',
  'HELLO IS ANYBODY THERE',
  'WO IST MEIN PAKET',
])('“%s” is in capitals', (text) => {
  expect(capitals(parseText(text), 3, acronyms)).not.toBeNull();
});

test.each([
  'My PIN at the ATM in the USA',
  'I HATE this',
  'order AB-12 XYZ9 QW-7',
  'I A B C',
  'THANK YOU VERY MUCH',
  'I have a SAMSUNG GALAXY S24 ULTRA and a DYSON V15 DETECT ABSOLUTE',
  'I ordered the IKEA BILLY KALLAX MALM, which shelf fits?',
  'booking for MR JOHN SMITH LONDON HEATHROW',
  'SELECT NAME FROM USERS WHERE ID IS NULL; does your API accept this?',
  'I use CAPS LOCK BECAUSE MY EYES ARE BAD, sorry. How do I change my address?',
  'the sign says DO NOT BEND',
  'The display shows LOW BATTERY REPLACE NOW',
  'button labelled START STOP RESET',
  'error: FILE NOT FOUND',
  'ERROR: FILE NOT FOUND',
  'address: UNIT 5 KINGS ROAD LONDON SW1',
  'I take IBUPROFEN AND PARACETAMOL',
  'I chose PRIORITY MAIL EXPRESS',
  'HTTP GET POST PUT work?',
  'XL XXL XXXL sizes?',
])('“%s” does not shout', (text) => {
  expect(capitals(parseText(text), 3, acronyms)).toBeNull();
});
