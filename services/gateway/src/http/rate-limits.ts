import rateLimit from '@fastify/rate-limit';
import { ProblemException } from '@warmline/messaging/service';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const WINDOW_MS = 10_000;
/** Conversations, desks and addresses counted at a time; the longest unheard of are forgotten. */
const COUNTED = 20_000;

const changes = ({ method }: FastifyRequest): boolean => method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';

/** Whom a request is counted for: its desk, its conversation, or where it starts one, the client's address. */
const countedFor = ({ params, ip }: FastifyRequest): string => {
  const { id, agentId } = (params ?? {}) as { id?: string; agentId?: string };
  if (agentId !== undefined) return `agent/${agentId}`;
  return id === undefined ? `address/${ip}` : `conversation/${id}`;
};

/**
 * A bound on what one conversation, desk or address may change in ten seconds at this replica, so that one runaway client does not
 * crowd out the others: 429 with Retry-After, before anything is read or written. Reading is bounded by the reads that may wait.
 */
export const rateLimits =
  (most: number, starts: number | undefined, refused: () => void) =>
  async (http: FastifyInstance): Promise<void> => {
    const silent = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false };
    await http.register(rateLimit, {
      timeWindow: WINDOW_MS,
      cache: COUNTED,
      keyGenerator: countedFor,
      max: (_, key) => (key.startsWith('address/') ? (starts ?? Number.MAX_SAFE_INTEGER) : most),
      allowList: (request, key) => !changes(request) || (starts === undefined && key.startsWith('address/')),
      addHeadersOnExceeding: silent,
      addHeaders: { ...silent, 'retry-after': true },
      onExceeded: refused,
      errorResponseBuilder: (request, { ttl }) =>
        new ProblemException({
          type: 'about:blank',
          title: 'Too many requests',
          status: 429,
          detail: `${countedFor(request)}: more requests than may be asked at once; come again in ${Math.ceil(ttl / 1_000)} s`,
        }),
    });
  };
