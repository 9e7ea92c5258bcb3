import { z } from 'zod';

export interface ModelEndpointSettings {
  /** Root of an OpenAI-compatible API, as `https://host/v1`; its path is kept. */
  readonly url: string;
  readonly key?: string | undefined;
  readonly model: string;
  readonly timeoutMs: number;
}

/**
 * Resolves to the text of the answer. Rejects with a `TimeoutError` after the time-out, else with the status or the fault, never with
 * texts of request or answer. `more` are further fields of the request, such as `temperature`.
 */
export type AskModel = (task: string, material: string, signal: AbortSignal, more?: object) => Promise<string>;

const answer = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1) });

/** Limit of an answer. It should have a few sentences at most, so a much longer one is not read to its end. */
const MAX_ANSWER_BYTES = 64 * 1024;

/** The body of a response as text. Rejects once it has more bytes. */
export const readBounded = async (response: Response, maxBytes: number): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error(`the answer has more than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

const textOf = (body: string): string => {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    // The message of the error would quote the answer.
    throw new Error('the model endpoint answered with something that is not JSON');
  }
  return answer.parse(json).choices[0]?.message.content ?? '';
};

/** `POST <url>/chat/completions`. One attempt. Redirects are not followed, so texts and key stay with the host. */
export const modelEndpoint = ({ url, key, model, timeoutMs }: ModelEndpointSettings): AskModel => {
  const address = new URL(url);
  address.pathname = `${address.pathname.replace(/\/$/, '')}/chat/completions`;
  return async (task, material, signal, more = {}) => {
    const response = await fetch(address, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Bearer ${key}` }) },
      body: JSON.stringify({
        model,
        messages: [
          { role: 'system', content: task },
          { role: 'user', content: material },
        ],
        ...more,
      }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`the model endpoint answered ${response.status}`);
    }
    return textOf(await readBounded(response, MAX_ANSWER_BYTES));
  };
};
