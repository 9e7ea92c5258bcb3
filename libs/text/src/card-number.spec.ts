import { expect, test } from '@jest/globals';
import { passesLuhn } from './card-number.ts';

test.each(['4111 1111 1111 1111', '5555-5555-5555-4444', '378282246310005'])('%s passes the Luhn check', (number) => {
  expect(passesLuhn(number)).toBe(true);
});

test.each(['4111 1111 1111 1112', '1234567890123', ''])('%j does not pass the Luhn check', (number) => {
  expect(passesLuhn(number)).toBe(false);
});
