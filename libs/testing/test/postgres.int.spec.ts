import { expect, test } from '@jest/globals';
import { Database } from '@warmline/persistence';
import { logger } from '@warmline/telemetry';
import { asOwner, testDatabase } from '@warmline/testing/postgres';

const log = logger('test', { level: 'silent' });

test('every test database is empty and separate', async () => {
  const [one, two] = [await testDatabase(), await testDatabase()];
  const [first, second] = [one, two].map(
    (url) => new Database({ url, service: 'routing', logger: log, poolSize: 2 }),
  ) as [Database, Database];
  await Promise.all([first.connect(), second.connect()]);
  await asOwner(first, 'CREATE TABLE thing (id int)');
  await expect(second.pool.query('SELECT * FROM thing')).rejects.toMatchObject({ code: '42P01' });
  await Promise.all([first.close(), second.close()]);
}, 60_000);
