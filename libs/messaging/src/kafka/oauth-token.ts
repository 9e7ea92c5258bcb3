import { z } from 'zod';
import { readSecret, type Secret } from './secret.ts';

/** A client of an OAuth 2.0 token endpoint, with the grant `client_credentials` (RFC 6749, 4.4). */
export interface OauthClient {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
  readonly scope?: string | undefined;
}

/** Below the time that kafkajs waits for an authentication, 10 s. */
const TIMEOUT_MS = 8_000;
/** A token is replaced this long before it expires: kafkajs authenticates again 10 s before the end of a session. */
const MARGIN_MS = 30_000;

const tokenAnswer = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().optional(),
});
const refusal = z.object({ error: z.string(), error_description: z.string().optional() });

/**
 * A source of access tokens. A token is used until 30 s before it expires, or for half of its time if that is shorter; one without
 * `expires_in` is used once. Rejects with the endpoint, the client and what the endpoint answered, never with a secret.
 */
export const clientCredentialsTokens = (client: OauthClient, now: () => number = Date.now): (() => Promise<string>) => {
  let token = { value: '', usableUntil: 0 };
  let pending: Promise<string> | undefined;
  const request = async (): Promise<string> => {
    const { access_token: value, expires_in: seconds = 0 } = await requestToken(client);
    const lifetime = seconds * 1_000;
    token = { value, usableUntil: now() + Math.max(lifetime - MARGIN_MS, lifetime / 2) };
    return value;
  };
  return async () => {
    if (now() < token.usableUntil) return token.value;
    pending ??= request().finally(() => {
      pending = undefined;
    });
    return pending;
  };
};

const requestToken = async (client: OauthClient): Promise<z.output<typeof tokenAnswer>> => {
  const { tokenUrl, clientId, scope } = client;
  const basic = [clientId, readSecret(client.clientSecret)].map(encodeURIComponent).join(':');
  const failed = (why: string) =>
    new Error(`the token endpoint ${tokenUrl} gave client "${clientId}" no token: ${why}`);
  let answer: Response;
  try {
    answer = await fetch(tokenUrl, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(basic).toString('base64')}`, accept: 'application/json' },
      body: new URLSearchParams({ grant_type: 'client_credentials', ...(scope === undefined ? {} : { scope }) }),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
  } catch (error) {
    const { message, cause } = error as Error;
    throw failed(cause instanceof Error && cause.message !== '' ? `${message}: ${cause.message}` : message);
  }
  const body: unknown = await answer.json().catch(() => undefined);
  if (!answer.ok) {
    const { data } = refusal.safeParse(body);
    const reason = [data?.error, data?.error_description].filter((part) => part !== undefined).join(': ');
    throw failed(`status ${answer.status}${reason === '' ? '' : `, ${reason.slice(0, 200)}`}`);
  }
  const parsed = tokenAnswer.safeParse(body);
  if (!parsed.success) throw failed('its answer has no access_token');
  return parsed.data;
};
