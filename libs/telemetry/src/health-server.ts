import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { problemBody } from '@warmline/contracts';
import type { Health } from './health.ts';
import { EXPOSITION_CONTENT_TYPE, exposition, type Metrics, processMetrics } from './metrics.ts';

/** What the private port shows of a service. */
export interface ObservedService {
  readonly health: Health;
  readonly metrics: Metrics;
}

interface Page {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

const json = (body: object): Page => ({
  status: 200,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(body),
});
const problem = (status: number, title: string, detail: string, more: object = {}): Page => ({
  status,
  type: 'application/problem+json; charset=utf-8',
  body: JSON.stringify({ ...problemBody(status, title, detail), ...more }),
});

const alive = (observed: readonly ObservedService[]): Page => {
  const stuck = observed.flatMap(({ health }) => health.stuckLoops());
  if (stuck.length === 0) return json({ status: 'alive', services: observed.map(({ health }) => health.service) });
  const detail = stuck.map(({ service, loop, seconds }) => `${service}: ${loop} has not turned for ${seconds} s`);
  return problem(503, 'Stuck', detail.join(', '), { stuck });
};

const ready = (observed: readonly ObservedService[]): Page => {
  const missing = observed.flatMap(({ health }) => health.unmetConditions());
  if (missing.length === 0) return json({ status: 'ready' });
  const detail = missing.map((each) => `${each.service}: ${each.condition}`).join(', ');
  return problem(503, 'Not ready', detail, { missing });
};

const pageAt = async (path: string, observed: readonly ObservedService[]): Promise<Page> => {
  if (path === '/health') return alive(observed);
  if (path === '/ready') return ready(observed);
  if (path !== '/metrics') return problem(404, 'Not Found', 'there are /health, /ready and /metrics');
  const body = await exposition([processMetrics(), ...observed.map(({ metrics }) => metrics.registry)]);
  return { status: 200, type: EXPOSITION_CONTENT_TYPE, body };
};

/**
 * The private port of a process with these services. GET /health: 200, or 503 with the loops that do not turn. GET /ready: 200, or 503 with the
 * unmet conditions of all services. GET /metrics: metrics of all services and of the process. Rejects if the port cannot be used.
 */
export const startHealthServer = async (
  observed: readonly ObservedService[],
  { port, host }: { readonly port: number; readonly host: string },
): Promise<{ readonly port: number; readonly close: () => void }> => {
  const server = createServer(async ({ method, url }, answer) => {
    const isRead = method === 'GET' || method === 'HEAD';
    const page = isRead
      ? await pageAt(url?.split('?')[0] ?? '', observed).catch((error: unknown) =>
          problem(500, 'Internal Server Error', String(error)),
        )
      : problem(405, 'Method Not Allowed', 'only GET and HEAD');
    answer.writeHead(page.status, { 'content-type': page.type, 'cache-control': 'no-store' }).end(page.body);
  });
  server.listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    throw new Error(`HEALTH_PORT ${port} cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};
