import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemException } from './problem.ts';

/** The problem of a body that two readers could understand differently; undefined for plain JSON in UTF-8. */
const ambiguity = ({ headers }: FastifyRequest, body: Buffer): ProblemException | undefined => {
  const charset = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  const encoding = headers['content-encoding'] ?? 'identity';
  if (charset.toLowerCase() !== 'utf-8')
    return new ProblemException(415, 'Unsupported media type', `JSON is sent as utf-8, not ${charset}`);
  if (encoding.toLowerCase() !== 'identity')
    return new ProblemException(415, 'Unsupported media type', `bodies are not decoded from ${encoding}`);
  return isUtf8(body) ? undefined : new ProblemException(400, 'Bad request', 'the body is not valid UTF-8');
};

/** Bodies are JSON in UTF-8 (RFC 8259, 8.1): anything else is answered 415, bytes that are no UTF-8 400, and so are keys that reach prototypes. */
export const acceptJsonOnly = (http: FastifyInstance): void => {
  http.removeContentTypeParser(['application/json', 'text/plain']);
  const parseJson = http.getDefaultJsonParser('error', 'error');
  http.addContentTypeParser<Buffer>('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const problem = ambiguity(request, body);
    if (problem === undefined) void parseJson(request, body.toString('utf8'), done);
    else done(problem);
  });
};
