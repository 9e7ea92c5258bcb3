import { botTurnDetails, MAX_EVENT_BYTES, MAX_TEXT_LENGTH } from '@warmline/contracts';
import type { Bot, BotAnswer } from './bot.ts';

export interface WebhookOptions {
  /** Name of the bot as an owner of conversations. Default: the URL's host. */
  readonly id?: string;
  /** Sent with every request, for example `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
}

const answerSchema = botTurnDetails.omit({ error: true }).required({ confidence: true, intent: true, subject: true });

/** The body as text; gives up on one larger than any event may be, so that a broken bot cannot fill the memory. */
const readBounded = async (response: Response): Promise<string> => {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = '';
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > MAX_EVENT_BYTES) throw new Error(`The bot answered with more than ${MAX_EVENT_BYTES} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
};

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body);
  } catch {
    throw new Error('The bot answered with something other than JSON');
  }
};

/** The answer checked field by field; unknown fields are dropped. Throws with every fault named. */
export const answerFrom = (body: unknown): BotAnswer => {
  const result = answerSchema.safeParse(body);
  const faults = result.success
    ? []
    : result.error.issues.map((issue) => `${issue.path.join('.') || 'answer'}: ${issue.message}`);
  const text = typeof body === 'object' && body !== null && 'text' in body ? body.text : undefined;
  if (typeof text !== 'string') faults.push('text: expected string');
  else if (text.length > MAX_TEXT_LENGTH) faults.push(`text: longer than ${MAX_TEXT_LENGTH} characters`);
  if (!result.success || typeof text !== 'string' || faults.length > 0) {
    throw new Error(`The bot's answer is not valid: ${faults.join('; ')}`);
  }
  const { confidence, intent, subject, entities, attempted } = result.data;
  return {
    text,
    confidence,
    intent,
    subject,
    ...(entities === undefined ? {} : { entities }),
    ...(attempted === undefined ? {} : { attempted }),
  };
};

/**
 * A bot anywhere: POSTs the request as JSON and reads a BotAnswer as JSON. One attempt; the time-out is the caller's, through the
 * signal, and covers the body too. Redirects are refused: a conversation goes to the address it was configured for and no other.
 */
export const webhookBot = (url: string | URL, options: WebhookOptions = {}): Bot => {
  const address = new URL(url);
  return {
    id: options.id ?? address.host,
    reply: async (request, signal) => {
      const response = await fetch(address, {
        method: 'POST',
        headers: { ...options.headers, 'content-type': 'application/json', accept: 'application/json' },
        body: JSON.stringify(request),
        redirect: 'error',
        signal,
      });
      if (!response.ok) {
        await response.body?.cancel();
        throw new Error(`The bot answered with status ${response.status}`);
      }
      return answerFrom(parsed(await readBounded(response)));
    },
  };
};
