import type { Answer } from '@warmline/messaging';
import { parseRequest, sendAnswer } from '@warmline/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { identifier, pathParam } from './identifiers.ts';

/** A request whose route has these path parameters. */
export type RequestWith<N extends string> = FastifyRequest<{ Params: Record<N, string> }>;

/** The key is stored and indexed: it has the bounds of an identifier. */
const keyHeader = z.object({ 'idempotency-key': identifier.optional() });
export const emptyBody = z.strictObject({});

/** The path parameters of a request; a 400 where one is no identifier. */
const pathOf = <N extends string>({ params }: RequestWith<N>): Readonly<Record<N, string>> => {
  const checked = Object.entries(params as Record<string, string>).map(([name, value]) => [name, pathParam(value)]);
  return Object.fromEntries(checked) as Record<N, string>;
};

/**
 * Checks path and body, runs the command under the request's `Idempotency-Key`, and sends its answer. A retry under the same key
 * gets the stored answer.
 */
export const runCommand = async <N extends string, S extends z.ZodType>(
  request: RequestWith<N>,
  reply: FastifyReply,
  bodySchema: S,
  execute: (
    path: Readonly<Record<N, string>>,
    body: z.output<S>,
    idempotencyKey: string | undefined,
  ) => Promise<Answer>,
): Promise<void> => {
  const { 'idempotency-key': key } = parseRequest(keyHeader, request.headers);
  const path = pathOf(request);
  const body = parseRequest(bodySchema, request.body);
  sendAnswer(reply, await execute(path, body, key));
};
