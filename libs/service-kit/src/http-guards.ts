import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import helmet from '@fastify/helmet';
import { problemBody } from '@warmline/contracts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { acceptJsonOnly } from './json-bodies.ts';
import { ProblemException, statusTitle } from './problem.ts';

/** Time for a request to arrive whole, headers and body. A slower one is answered 408 and its connection closed. */
export const REQUEST_TIMEOUT_MS = 15_000;
/** How often slow requests are looked for. */
export const REQUEST_CHECK_MS = 2_000;

const isChange = ({ method }: FastifyRequest): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(method);

/** Headers that are read here and have one value. */
const SINGLE_HEADERS: ReadonlySet<string> = new Set(
  'host origin sec-fetch-site content-type content-encoding idempotency-key last-event-id traceparent'.split(' '),
);

/** Proxies and servers disagree on which of two values counts (RFC 9112, 3.2: a second Host is answered 400). */
const refuseRepeatedHeaders = ({ raw }: FastifyRequest): void => {
  const seen = new Set<string>();
  for (let n = 0; n < raw.rawHeaders.length; n += 2) {
    const name = raw.rawHeaders[n]?.toLowerCase() ?? '';
    if (SINGLE_HEADERS.has(name) && seen.has(name))
      throw new ProblemException(400, 'Bad request', `the request has more than one ${name} header`);
    seen.add(name);
  }
};

/**
 * A page of another site may make a visitor's browser post forms and requests without a body, which need no permission (Fetch, CORS
 * simple requests). Browsers say in Sec-Fetch-Site whether the page is of this origin, older ones name it in Origin; other clients send neither.
 */
const refuseForeignPages = (request: FastifyRequest): void => {
  if (!isChange(request)) return;
  const { origin, 'sec-fetch-site': site } = request.headers;
  const isForeign =
    site === undefined
      ? origin !== undefined && !isOriginOf(origin, request.host)
      : site !== 'same-origin' && site !== 'none';
  if (isForeign) throw new ProblemException(403, 'Forbidden', 'a page of another origin may not change anything here');
};

const isOriginOf = (origin: string, host: string): boolean => URL.canParse(origin) && new URL(origin).host === host;

/** What protects every HTTP server: headers for browsers, and the refusal of requests that no honest client sends. */
export const guardRequests = async (http: FastifyInstance): Promise<void> => {
  await http.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
    // TLS ends at the proxy, which knows whether every host of the domain has it.
    strictTransportSecurity: false,
  });
  http.addHook('onRequest', async (request, reply) => {
    // Files of the console set their own.
    void reply.header('cache-control', 'no-store');
    refuseRepeatedHeaders(request);
    refuseForeignPages(request);
  });
  acceptJsonOnly(http);
};

/** The answer to bytes that are no HTTP request, or not a whole one in time: problem+json, then the connection closes. */
export function answerUnreadableRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const [status, detail] =
    error.code === 'ERR_HTTP_REQUEST_TIMEOUT'
      ? [408, 'the request did not arrive in time']
      : error.code === 'HPE_HEADER_OVERFLOW'
        ? [431, 'the headers are too large']
        : [400, 'this is not an HTTP request'];
  const body = JSON.stringify(problemBody(status, statusTitle(status), detail));
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n`;
  if (socket.writable) socket.write(head + body);
  socket.destroySoon();
}
