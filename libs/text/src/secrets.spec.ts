import { expect, test } from '@jest/globals';
import { masked } from './secrets.ts';

test.each([
  ['my ssn number 765868', 'my ssn number [identity number]'],
  ['SSN: 123-45-6789, please', 'SSN: [identity number], please'],
  ['my passport number is C01X00T47', 'my passport number is C01X00T47'],
  ['Meine Sozialversicherungsnummer ist 65170839003', 'Meine Sozialversicherungsnummer ist [identity number]'],
  ['the social security office moved in 2024', 'the social security office moved in 2024'],
  ['my account number 67862987569', 'my account number 67862987569'],
])('“%s” is shown as “%s”', (text, shown) => expect(masked(text)).toBe(shown));
