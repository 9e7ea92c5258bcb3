import type { Random } from '@warmline/testing/random';
import { STRANGE_TEXTS, strangeVariants } from '@warmline/testing/strange-texts';

export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}
/** A route of the API with a body that it accepts; null: it takes none. `{name}` in the path is replaced. */
type Route = readonly [method: string, path: string, body: object | null];

/** Every route of the gateway and of outcome-feedback but the streams, which have no end. */
export const routes: readonly Route[] = [
  [
    'POST',
    '/v1/conversations',
    {
      tenantId: 't',
      channel: 'web',
      externalId: 'x',
      language: 'en',
      customer: { customerId: 'c', name: 'N', tier: 'premium', recentOrders: [{ id: 'o', status: 's', total: 1 }] },
    },
  ],
  [
    'POST',
    '/v1/conversations/{id}/messages',
    {
      role: 'bot',
      text: 'x',
      externalId: 'e',
      epoch: 1,
      bot: { confidence: 0.5, intent: 'i', subject: 's', entities: { order: '1' }, attempted: 'a' },
    },
  ],
  ['POST', '/v1/conversations/{id}/messages', { role: 'customer', text: 'I want to speak to a human' }],
  ['POST', '/v1/conversations/{id}/human', { details: 'x' }],
  [
    'POST',
    '/v1/conversations/{id}/choices',
    { choice: 'callback', offerId: 'o', handoffId: 'h', details: 'd', windowStart: 1_760_000_000_000 },
  ],
  ['POST', '/v1/conversations/{id}/survey', { handoffId: 'h', context: 'yes', stars: 5, suggestion: 's' }],
  ['POST', '/v1/conversations/{id}/end', {}],
  ['GET', '/v1/conversations/{id}', null],
  ['GET', '/v1/conversations/{id}/transcript', null],
  ['GET', '/v1/conversations/{id}/assessment', null],
  ['GET', '/v1/conversations/{id}/callback-windows', null],
  [
    'PUT',
    '/v1/desk/agents/{agent}/presence',
    {
      status: 'online',
      tenantId: 't',
      name: 'n',
      teams: ['billing_team'],
      skills: [{ name: 's', level: 1 }],
      languages: ['en'],
      channels: ['web'],
      capacity: 2,
    },
  ],
  ['GET', '/v1/desk/agents/{agent}', null],
  ['POST', '/v1/desk/agents/{agent}/offers/{other}/accept', {}],
  ['POST', '/v1/desk/agents/{agent}/offers/{other}/decline', { reason: 'r' }],
  ['POST', '/v1/desk/agents/{agent}/conversations/{id}/messages', { text: 'x' }],
  ['POST', '/v1/desk/agents/{agent}/conversations/{id}/resolve', { resolved: true, notes: 'n' }],
  [
    'POST',
    '/v1/desk/agents/{agent}/conversations/{id}/transfer',
    { to: { kind: 'team', id: 'billing_team' }, note: 'n' },
  ],
  ['POST', '/v1/desk/agents/{agent}/conversations/{id}/consult', { agentId: 'mia', question: 'q' }],
  ['POST', '/v1/desk/agents/{agent}/consults/{other}/answer', { text: 'x' }],
  ['POST', '/v1/desk/agents/{agent}/wrap-ups/{other}/done', {}],
  ['POST', '/v1/desk/callbacks/{other}/attempts', { agentId: 'mia', outcome: 'reached' }],
  ['GET', '/v1/handoffs/{other}/decisions', null],
  ['GET', '/v1/pools/{other}/wait', null],
  ['GET', '/v1/tenants/{other}/policy', null],
  ['PUT', '/v1/tenants/{other}/policy', { version: 'v', rules: {}, thresholds: {}, texts: {} }],
  ['GET', '/v1/policy/schema', null],
  ['GET', '/v1/outcomes/metrics', null],
  ['GET', '/v1/outcomes/handoffs/{other}', null],
];

const ANY_VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1.5,
  1e308,
  9_007_199_254_740_992,
  [],
  {},
  [[]],
  { constructor: 1 },
];

/** A body near one that is accepted: unchanged, with one strange text, with one part of another kind, or not JSON at all. */
const mutated = (body: object, random: Random): string => {
  const way = random.below(10);
  if (way < 3) return JSON.stringify(body);
  if (way < 7) return JSON.stringify(random.pick([...strangeVariants(body)]).value ?? null);
  const entries = Object.entries(body);
  if (way === 7 || entries.length === 0)
    return random.pick(['', '{', '[]', 'null', '"x"', '{"a":1', `${'['.repeat(5_000)}`]);
  const [name] = random.pick(entries);
  return JSON.stringify(
    way === 8
      ? Object.fromEntries(entries.filter(([key]) => key !== name))
      : Object.fromEntries(entries.map(([key, value]) => [key, key === name ? random.pick(ANY_VALUES) : value])),
  );
};

/** The next request. `ids` are conversations that exist; a path names one of them, an agent, or any text. */
export const fuzzRequest = (random: Random, ids: readonly string[]): FuzzRequest => {
  const [method, template, body] = random.pick(routes);
  const strange = (): string =>
    encodeURIComponent(random.pick(STRANGE_TEXTS.filter((text) => text.isWellFormed())).slice(0, 200));
  const part = (known: readonly string[]): string =>
    known.length > 0 && random.chance(0.8) ? encodeURIComponent(random.pick(known)) : strange() || '%20';
  const path = template
    .replace('{id}', () => part(ids))
    .replace('{agent}', () => part(['mia', 'sam', 'ben', 'f-1', 'f-2', 'f-3']))
    .replace('{other}', () => part(['default', 'acme', 'q:billing', 'x']));
  const query = random.chance(0.05) ? `?${random.pick(['before', 'limit', 'channel', 'part', 'x'])}=${strange()}` : '';
  const text = body === null ? undefined : mutated(body, random);
  const type = random.chance(0.97)
    ? 'application/json'
    : random.pick(['text/plain', 'application/xml', 'multipart/form-data']);
  return {
    method,
    path: path + query,
    headers: {
      ...(text === undefined ? {} : { 'content-type': type }),
      ...(random.chance(0.2) ? { 'idempotency-key': `k-${random.below(2_000)}` } : {}),
    },
    body: text,
  };
};
