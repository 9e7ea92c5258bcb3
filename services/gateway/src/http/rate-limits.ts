import rateLimit from '@fastify/rate-limit';
import { ProblemException } from '@warmline/service-kit';
import type { FastifyInstance, FastifyRequest } from 'fastify';

const WINDOW_MS = 10_000;
/** Conversations, desks and addresses counted at a time; the least recently used are dropped. */
const MAX_TRACKED_KEYS = 20_000;

const isChange = ({ method }: FastifyRequest): boolean => method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS';

/** What a request is counted under: its desk, its conversation, or for a start the client's address. */
const rateLimitKey = ({ params, ip }: FastifyRequest): string => {
  const { id, agentId } = (params ?? {}) as { id?: string; agentId?: string };
  if (agentId !== undefined) return `agent/${agentId}`;
  return id === undefined ? `address/${ip}` : `conversation/${id}`;
};

/**
 * Limits the commands of one conversation, desk or address in ten seconds at this replica, so that one runaway client does not starve
 * the others: 429 with Retry-After, before anything is read or written. Reads are limited by the number that may wait.
 */
export const rateLimits =
  (maxChanges: number, maxStarts: number | undefined, onRefused: () => void) =>
  async (http: FastifyInstance): Promise<void> => {
    const noHeaders = { 'x-ratelimit-limit': false, 'x-ratelimit-remaining': false, 'x-ratelimit-reset': false };
    await http.register(rateLimit, {
      timeWindow: WINDOW_MS,
      cache: MAX_TRACKED_KEYS,
      keyGenerator: rateLimitKey,
      max: (_, key) => (key.startsWith('address/') ? (maxStarts ?? Number.MAX_SAFE_INTEGER) : maxChanges),
      allowList: (request, key) => !isChange(request) || (maxStarts === undefined && key.startsWith('address/')),
      addHeadersOnExceeding: noHeaders,
      addHeaders: { ...noHeaders, 'retry-after': true },
      onExceeded: onRefused,
      errorResponseBuilder: (request, { ttl }) =>
        new ProblemException(
          429,
          'Too many requests',
          `${rateLimitKey(request)}: more requests than may be asked at once; come again in ${Math.ceil(ttl / 1_000)} s`,
        ),
    });
  };
