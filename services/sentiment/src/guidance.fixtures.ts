import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { GuidanceEntry } from '@warmline/contracts';

export const emergency: GuidanceEntry = {
  id: 'emergency',
  when: 'the customer mentions a medical emergency',
  verdict: 'immediate',
};
export const press: GuidanceEntry = { id: 'press', when: 'the customer writes for a newspaper', verdict: 'offer' };

export interface ModelRequest {
  readonly path: string | undefined;
  readonly authorization: string | undefined;
  readonly body: {
    readonly model: string;
    readonly temperature: number;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
    readonly response_format: { readonly json_schema: { readonly schema: object } };
  };
}
export type Reply = (response: ServerResponse, request: ModelRequest) => void;

/** Answers with this content of the model. */
export const says =
  (content: string): Reply =>
  (response) =>
    void response.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content } }] }));
export const matches = (...matched: readonly string[]): Reply => says(JSON.stringify({ matched }));

/** The message of the customer as the model reads it. */
export const messageIn = ({ body }: ModelRequest): string => JSON.parse(body.messages[1]?.content ?? '{}').message;
/** What the bot said before it, as the model reads it. */
export const botTurnIn = ({ body }: ModelRequest): string | undefined =>
  JSON.parse(body.messages[1]?.content ?? '{}').before;

/** An OpenAI-compatible server with configurable answers, and the requests it received. */
export const startModelServer = async (reply: { current: Reply }) => {
  const asked: ModelRequest[] = [];
  const server: Server = createServer(async (request, response) => {
    const body = JSON.parse((await request.toArray()).join(''));
    const seen = { path: request.url, authorization: request.headers.authorization, body };
    asked.push(seen);
    reply.current(response, seen);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stop = (): void => {
    server.closeAllConnections();
    server.close();
  };
  return { asked, stop, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1` };
};
