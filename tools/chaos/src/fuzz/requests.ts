import { API_REQUESTS } from '@warmline/testing/api-requests';
import type { Random } from '@warmline/testing/random';
import { STRANGE_TEXTS, strangeVariants } from '@warmline/testing/strange-texts';

export interface FuzzRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
}
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
  const [method, template, body] = random.pick(API_REQUESTS);
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
