import { expect, test } from '@jest/globals';
import { testDatabase } from '@warmline/testing/postgres';
import fc from 'fast-check';
import { Client } from 'pg';
import { intArray, textArray } from '../src/postgres/binary-arrays.ts';

/** Asks Postgres for an array back, on one connection for all of `work`. */
const asking = async (
  work: (heard: (type: string, array: Buffer) => Promise<unknown>) => Promise<void>,
): Promise<void> => {
  const client = new Client({ connectionString: await testDatabase() });
  await client.connect();
  try {
    await work(async (type, array) => (await client.query(`SELECT $1::${type}[] AS heard`, [array])).rows[0]?.heard);
  } finally {
    await client.end();
  }
};

test('texts and nulls arrive in Postgres unchanged', async () => {
  const text = fc.string({ unit: 'grapheme' }).map((s) => s.replaceAll('\0', ''));
  const texts = fc.array(fc.option(text), { maxLength: 30 });
  await asking(async (heard) => {
    await fc.assert(
      fc.asyncProperty(texts, async (array) => expect(await heard('text', textArray(array))).toEqual(array)),
    );
  });
}, 60_000);

test('32-bit integers arrive in Postgres unchanged', async () => {
  const numbers = fc.array(fc.integer(), { maxLength: 30 });
  await asking(async (heard) => {
    await fc.assert(
      fc.asyncProperty(numbers, async (array) => expect(await heard('int', intArray(array))).toEqual(array)),
    );
  });
}, 60_000);

test('Postgres refuses U+0000 in a text as invalid data', async () => {
  await asking(async (heard) => {
    await expect(heard('text', textArray(['a\0b']))).rejects.toMatchObject({ code: '22021' });
  });
}, 60_000);
