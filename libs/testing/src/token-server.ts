import { generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface TokenServer {
  readonly tokenUrl: string;
  readonly jwksUrl: string;
  /** Requests for a token so far: the form, and the client that asked. */
  readonly requests: readonly { readonly client: string; readonly form: Readonly<Record<string, string>> }[];
  stop(): Promise<void>;
}

const base64url = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An OAuth 2.0 token endpoint for client credentials, with signed tokens for the audience `kafka`, and their keys. */
export const startTokenServer = async (options: {
  /** Secrets by client id. */
  readonly clients: ReadonlyMap<string, string>;
  readonly tokenSeconds?: number;
}): Promise<TokenServer> => {
  const { clients, tokenSeconds = 300 } = options;
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const kid = randomUUID();
  const tokenOf = (sub: string, scope: string | undefined): string => {
    const now = Math.floor(Date.now() / 1_000);
    const claims = { sub, scope, aud: 'kafka', iss: 'test', iat: now, exp: now + tokenSeconds, jti: randomUUID() };
    const unsigned = `${base64url({ alg: 'RS256', typ: 'JWT', kid })}.${base64url(claims)}`;
    return `${unsigned}.${sign('sha256', Buffer.from(unsigned), privateKey).toString('base64url')}`;
  };
  const requests: { client: string; form: Record<string, string> }[] = [];
  const server = createServer(async (request, response) => {
    const answer = (status: number, body: object): void =>
      void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (request.url === '/keys')
      return answer(200, { keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'RS256', use: 'sig' }] });
    const form = Object.fromEntries(new URLSearchParams(await text(request)));
    const basic = Buffer.from((request.headers.authorization ?? '').replace(/^Basic /, ''), 'base64').toString();
    const [client = '', secret = ''] = basic.split(':').map(decodeURIComponent);
    requests.push({ client, form });
    if (clients.get(client) !== secret)
      return answer(401, { error: 'invalid_client', error_description: 'unknown client or wrong secret' });
    answer(200, { access_token: tokenOf(client, form.scope), token_type: 'Bearer', expires_in: tokenSeconds });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    tokenUrl: `${url}/token`,
    jwksUrl: `${url}/keys`,
    requests,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
};
