import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { v5 } from 'uuid';
import { derivedId, memoizedIds } from './ids.ts';

const NAMESPACE = '7d2a4a52-9a0a-5c53-8a0c-6a1f0c9b7f41';

test('a derived id is the UUID v5 of its name', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 3_000 }), (name) => derivedId(name) === v5(name, NAMESPACE)),
  );
});

test('ids memoized per cause equal the ids derived from cause and name', () => {
  const id = memoizedIds('e-1');
  expect([id('a'), id('b'), id('a')]).toEqual([derivedId('e-1/a'), derivedId('e-1/b'), derivedId('e-1/a')]);
});
