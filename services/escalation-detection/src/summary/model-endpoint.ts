import { z } from 'zod';

export interface ModelEndpointSettings {
  /** Root of the API, as `https://host/v1`; its path is kept. */
  readonly url: string;
  readonly key?: string | undefined;
  readonly model: string;
  readonly timeoutMs: number;
}

/** Resolves to the text of the answer. Rejects with a `TimeoutError` after the time-out, else with the status or the fault. */
export type AskModel = (task: string, material: string, signal: AbortSignal) => Promise<string>;

const answer = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1) });

/** Limit of an answer. It should have four sentences at most, so a much longer one is not read to its end. */
const MAX_ANSWER_BYTES = 64 * 1024;

const readBounded = async (response: Response): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength;
    if (size > MAX_ANSWER_BYTES) throw new Error(`the answer has more than ${MAX_ANSWER_BYTES} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
};

/** `POST <url>/chat/completions` of an OpenAI-compatible API. One attempt. Redirects are not followed, so the key stays with the host. */
export const modelEndpoint = ({ url, key, model, timeoutMs }: ModelEndpointSettings): AskModel => {
  const address = new URL(url);
  address.pathname = `${address.pathname.replace(/\/$/, '')}/chat/completions`;
  return async (task, material, signal) => {
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
      }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    if (!response.ok) {
      await response.body?.cancel();
      throw new Error(`the summary endpoint answered ${response.status}`);
    }
    const [first] = answer.parse(JSON.parse(await readBounded(response))).choices;
    return first?.message.content ?? '';
  };
};
