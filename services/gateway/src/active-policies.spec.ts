import { expect, test } from '@jest/globals';
import { ActivePolicies } from './active-policies.ts';
import type { TenantPolicies } from './domain/policies.ts';

/** Policies as the database has them: of each tenant a revision, and its row or what reading the row throws. */
const subject = (rows: Map<string, { revision: string; row: TenantPolicies | Error }>) => {
  const read: string[] = [];
  const errors: unknown[] = [];
  const policies = new ActivePolicies(
    {
      findPolicyRevisions: async () => new Map([...rows].map(([tenant, { revision }]) => [tenant, revision])),
      findPolicies: async (tenantId) => {
        read.push(tenantId);
        const { row } = rows.get(tenantId) ?? { row: null };
        if (row instanceof Error) throw row;
        return row;
      },
    },
    { version: 'default-1', verdictWaitMs: 2_500 },
    { warn: () => {}, error: (context) => void errors.push(context) },
  );
  return { policies, read, errors };
};
const active = (byChannel: Readonly<Record<string, string>>): TenantPolicies => ({
  activeByChannel: Object.fromEntries(Object.entries(byChannel).map(([channel, version]) => [channel, { version }])),
  versions: {},
});

test('only tenants whose policies have changed are read again', async () => {
  const rows = new Map([
    ['acme', { revision: '1', row: active({ '*': 'a-1' }) }],
    ['corp', { revision: '1', row: active({ '*': 'c-1', web: 'c-web' }) }],
  ]);
  const { policies, read } = subject(rows);
  await policies.refresh();
  await policies.refresh();
  rows.set('acme', { revision: '2', row: active({ '*': 'a-2' }) });
  await policies.refresh();
  expect(read).toEqual(['acme', 'corp', 'acme']);
  expect(policies.find('acme', 'web').version).toBe('a-2');
  expect(policies.find('corp', 'web').version).toBe('c-web');
  expect(policies.find('corp', 'mail').version).toBe('c-1');
});

test('answers of the bot wait as long as the published policy says, else as long as the default one', async () => {
  const published = { version: 'a-1', thresholds: { verdictWaitMs: 400 } };
  const row: TenantPolicies = { activeByChannel: { web: published, '*': { version: 'a-2' } }, versions: {} };
  const { policies } = subject(new Map([['acme', { revision: '1', row }]]));
  await policies.refresh();
  expect(policies.find('acme', 'web').verdictWaitMs).toBe(400);
  expect(policies.find('acme', 'mail').verdictWaitMs).toBe(2_500);
});

test('a row that cannot be read is named and set aside, and its neighbours are used', async () => {
  const rows = new Map<string, { revision: string; row: TenantPolicies | Error }>([
    ['bad', { revision: '1', row: new Error('not a policy') }],
    ['good', { revision: '1', row: active({ '*': 'g-1' }) }],
  ]);
  const { policies, read, errors } = subject(rows);
  await policies.refresh();
  await policies.refresh();
  expect(policies.find('good', 'web').version).toBe('g-1');
  expect(policies.find('bad', 'web').version).toBe('default-1');
  expect(errors).toEqual([expect.objectContaining({ tenantId: 'bad' })]);
  expect(read).toEqual(['bad', 'good']);
});

test('a database that does not answer is an error, not a bad row', async () => {
  const away = Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' });
  const { policies } = subject(new Map([['acme', { revision: '1', row: away }]]));
  await expect(policies.refresh()).rejects.toBe(away);
});

test('names that every object has are no channel of a tenant', async () => {
  const { policies } = subject(new Map([['acme', { revision: '1', row: active({ '*': 'a-1' }) }]]));
  await policies.refresh();
  for (const name of ['constructor', '__proto__', 'toString']) {
    expect(policies.find('acme', name).version).toBe('a-1');
    expect(policies.find(name, 'web').version).toBe('default-1');
  }
});
