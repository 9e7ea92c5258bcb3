import { setTimeout as sleep } from 'node:timers/promises';
import { createParser } from 'eventsource-parser';
import type { ClientLog, StreamRead } from '../client-log.ts';

/** The gateway sends at least a comment every 15 s; after this long without data it is dead or frozen. */
const SILENCE_MS = 18_000;

export type OnEvent = (event: string, data: Readonly<Record<string, unknown>>) => void;

/** Follows a stream of Server-Sent Events until the end of the run; whenever it ends, resumes by Last-Event-ID at the next replica. */
export const followStream = async (
  urls: readonly string[],
  { stage, key, path }: { readonly stage: StreamRead['stage']; readonly key: string; readonly path: string },
  {
    clientLog,
    stopping,
    from,
  }: { readonly clientLog: ClientLog; readonly stopping: AbortSignal; readonly from: number },
  on: OnEvent,
): Promise<void> => {
  const read: StreamRead = { stage, key, ids: [], resumeCount: -1 };
  clientLog.streams.push(read);
  const parser = createParser({
    onEvent: ({ id, event, data }) => {
      if (id === undefined) return;
      read.ids.push(Number(id));
      on(event ?? 'message', JSON.parse(data));
    },
  });
  for (let turn = from; !stopping.aborted; turn++) {
    const silence = new AbortController();
    const signal = AbortSignal.any([silence.signal, stopping]);
    let timer = setTimeout(() => silence.abort(), SILENCE_MS);
    try {
      const headers = { 'last-event-id': String(read.ids.at(-1) ?? 0) };
      const answer = await fetch(`${urls[turn % urls.length]}${path}`, { headers, signal });
      if (answer.ok && answer.body !== null) {
        read.resumeCount++;
        parser.reset();
        for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
          clearTimeout(timer);
          timer = setTimeout(() => silence.abort(), SILENCE_MS);
          parser.feed(text);
        }
      } else await answer.body?.cancel();
    } catch {
      // The connection ended; the loop resumes the stream.
    }
    clearTimeout(timer);
    await sleep(200);
  }
};
