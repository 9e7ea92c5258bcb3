import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTokenServer, type TokenServer } from '@warmline/testing/token-server';
import { clientCredentialsTokens } from './oauth-token.ts';

const clientId = 'warmline/routing: eu';
const clientSecret = 'ümlaut & colon:';
let server: TokenServer;
beforeAll(async () => {
  server = await startTokenServer({ clients: new Map([[clientId, clientSecret]]), tokenSeconds: 300 });
});
afterAll(() => server.stop());
const at = (tokenUrl: string, clock: { now: number }) =>
  clientCredentialsTokens({ tokenUrl, clientId, clientSecret }, () => clock.now);

test('a token is used until 30 s before it expires, and requested once by many connections at a time', async () => {
  const clock = { now: 0 };
  const token = at(server.tokenUrl, clock);
  const [first, second] = await Promise.all([token(), token()]);
  expect(second).toBe(first);
  clock.now = 269_999;
  expect(await token()).toBe(first);
  clock.now = 270_000;
  expect(await token()).not.toBe(first);
  expect(server.requests).toHaveLength(2);
});

test('an endpoint that cannot be reached is named, and asked again the next time', async () => {
  const token = at('http://127.0.0.1:9/token', { now: 0 });
  for (let n = 0; n < 2; n++)
    await expect(token()).rejects.toThrow(
      /^the token endpoint http:\/\/127\.0\.0\.1:9\/token gave client "warmline\/routing: eu" no token: /,
    );
});

test('an answer without a token is a failure', async () => {
  const keys = at(server.jwksUrl, { now: 0 });
  await expect(keys()).rejects.toThrow(/its answer has no access_token$/);
});
