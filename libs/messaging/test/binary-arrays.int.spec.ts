import { expect, test } from '@jest/globals';
import { testDatabase } from '@warmline/testing/postgres';
import fc from 'fast-check';
import { Client } from 'pg';
import { anyText } from '../src/any-text.fixtures.ts';
import { intArray, textArray } from '../src/postgres/binary-arrays.ts';

/** Sends arrays to Postgres and back, on one connection. */
const withRoundTrip = async (
  work: (roundTrip: (type: string, array: Buffer) => Promise<unknown>) => Promise<void>,
): Promise<void> => {
  const client = new Client({ connectionString: await testDatabase() });
  await client.connect();
  try {
    await work(async (type, array) => (await client.query(`SELECT $1::${type}[] AS result`, [array])).rows[0]?.result);
  } finally {
    await client.end();
  }
};

test('texts and nulls arrive in Postgres unchanged', async () => {
  const text = anyText().map((s) => s.replaceAll('\0', ''));
  const texts = fc.array(fc.option(text), { maxLength: 30 });
  await withRoundTrip(async (roundTrip) => {
    await fc.assert(
      fc.asyncProperty(texts, async (array) => expect(await roundTrip('text', textArray(array))).toEqual(array)),
    );
  });
}, 60_000);

test('32-bit integers arrive in Postgres unchanged', async () => {
  const numbers = fc.array(fc.integer(), { maxLength: 30 });
  await withRoundTrip(async (roundTrip) => {
    await fc.assert(
      fc.asyncProperty(numbers, async (array) => expect(await roundTrip('int', intArray(array))).toEqual(array)),
    );
  });
}, 60_000);

test('Postgres refuses U+0000 in a text as invalid data', async () => {
  await withRoundTrip(async (roundTrip) => {
    await expect(roundTrip('text', textArray(['a\0b']))).rejects.toMatchObject({ code: '22021' });
  });
}, 60_000);
