import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import helmet from '@fastify/helmet';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ProblemException, statusTitle } from './problem.ts';

/** Time for a request to arrive whole, headers and body. A slower one is answered 408 and its connection closed. */
export const REQUEST_TIMEOUT_MS = 15_000;
/** How often slow requests are looked for. */
export const REQUEST_CHECK_MS = 2_000;

const isChange = ({ method }: FastifyRequest): boolean => !['GET', 'HEAD', 'OPTIONS'].includes(method);

const refuse = (status: number, title: string, detail: string): never => {
  throw new ProblemException({ type: 'about:blank', title, status, detail });
};

/** Proxies disagree on which of two hosts counts (RFC 9112, 3.2: such a request is answered 400). */
const refuseTwoHosts = ({ raw }: FastifyRequest): void => {
  const hosts = raw.rawHeaders.filter((name, n) => n % 2 === 0 && name.toLowerCase() === 'host');
  if (hosts.length > 1) refuse(400, 'Bad request', 'the request has more than one Host header');
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
  if (isForeign) refuse(403, 'Forbidden', 'a page of another origin may not change anything here');
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
    refuseTwoHosts(request);
    refuseForeignPages(request);
  });
  // Bodies are JSON: a form or a text is answered 415.
  http.removeContentTypeParser('text/plain');
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
  const body = JSON.stringify({ type: 'about:blank', title: statusTitle(status), status, detail });
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n`;
  if (socket.writable) socket.write(head + body);
  socket.destroySoon();
}
