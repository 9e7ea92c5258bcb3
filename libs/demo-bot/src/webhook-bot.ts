import { botTurnDetails, MAX_EVENT_BYTES, MAX_TEXT_LENGTH } from '@warmline/contracts';
import type { Bot, BotAnswer } from './bot.ts';

export interface WebhookOptions {
  /** Id of the bot as an owner of conversations. Default: the host of the URL. */
  readonly id?: string;
  /** Headers of each request, for example `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
}

const answerSchema = botTurnDetails.omit({ error: true }).required({ confidence: true, intent: true, subject: true });

/** The body as text. Rejects one larger than an event may be, so that a faulty bot cannot fill the memory. */
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

/** Validates an answer; unknown fields are dropped. Throws with all faults listed. */
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
 * A bot over HTTP: POSTs the request as JSON and reads a BotAnswer as JSON. One attempt. The caller sets the time-out through the
 * signal; it covers the body too. Redirects are refused, so a conversation goes only to the configured address.
 */
export const webhookBot = (url: string | URL, options: WebhookOptions = {}): Bot => {
  const address = new URL(url);
  return {
    id: options.id ?? address.host,
    address,
    reply: async (request, signal, traceparent) => {
      const response = await fetch(address, {
        method: 'POST',
        headers: {
          ...options.headers,
          'content-type': 'application/json',
          accept: 'application/json',
          ...(traceparent === undefined ? {} : { traceparent }),
        },
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
