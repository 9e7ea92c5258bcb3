import { z } from 'zod';

export interface ModelEndpointSettings {
  /** The API's root, as `https://host/v1`; a path behind it is kept. */
  readonly url: string;
  readonly key?: string | undefined;
  readonly model: string;
  readonly timeoutMs: number;
}

/** Answers a text, or rejects: with a `TimeoutError` where the time was up, with the status or the fault otherwise. */
export type AskModel = (task: string, material: string, signal: AbortSignal) => Promise<string>;

const answer = z.object({ choices: z.array(z.object({ message: z.object({ content: z.string() }) })).min(1) });

/** An answer is at most four sentences; what is far longer is not read to its end. */
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

/** `POST <url>/chat/completions`, as OpenAI and those compatible with it have it. One try; no redirect is followed with the key. */
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
