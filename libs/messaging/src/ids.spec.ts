import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { v5 } from 'uuid';
import { anyText } from './any-text.fixtures.ts';
import { derivedId, memoizedIds } from './ids.ts';

const NAMESPACE = '7d2a4a52-9a0a-5c53-8a0c-6a1f0c9b7f41';

/** Up to 3,000 units, so some outgrow the first buffer. Repeated, because generating long texts is slow. */
const names = fc.tuple(anyText(60), fc.integer({ min: 1, max: 50 })).map(([text, times]) => text.repeat(times));

test('a derived id is the UUID v5 of its name', () => {
  fc.assert(fc.property(names, (name) => derivedId(name) === v5(name, NAMESPACE)));
});

test('ids memoized per cause equal the ids derived from cause and name', () => {
  const id = memoizedIds('e-1');
  expect([id('a'), id('b'), id('a')]).toEqual([derivedId('e-1/a'), derivedId('e-1/b'), derivedId('e-1/a')]);
});
