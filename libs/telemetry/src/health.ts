import { Controller, Get, Header, Res, type Type } from '@nestjs/common';
import { EXPOSITION_CONTENT_TYPE, exposition, type Metrics, processMetrics } from './metrics.ts';

export interface UnmetCondition {
  readonly service: string;
  readonly condition: string;
  readonly detail?: string;
}

/** The conditions a service needs to work, by name. The service is ready while all are met. */
export class Health {
  private readonly conditions = new Map<string, { readonly met: boolean; readonly detail?: string }>();

  /** A required condition counts as unmet until it is set. */
  constructor(
    readonly service: string,
    requiredConditions: readonly string[] = [],
    private readonly metrics?: Pick<Metrics, 'ready'>,
  ) {
    for (const condition of requiredConditions) this.conditions.set(condition, { met: false, detail: 'not yet' });
    this.metrics?.ready.set(this.ready() ? 1 : 0);
  }

  /** `detail` says why the condition is unmet. It is shown over HTTP: no secrets, no personal data. */
  set(condition: string, met: boolean, detail?: string): void {
    this.conditions.set(condition, { met, ...(detail === undefined || met ? {} : { detail }) });
    this.metrics?.ready.set(this.ready() ? 1 : 0);
  }

  ready(): boolean {
    return [...this.conditions.values()].every(({ met }) => met);
  }

  unmetConditions(): UnmetCondition[] {
    return [...this.conditions]
      .filter(([, { met }]) => !met)
      .map(([condition, { detail }]) => ({
        service: this.service,
        condition,
        ...(detail === undefined ? {} : { detail }),
      }));
  }
}

/** The methods used of a Fastify or Express response. */
interface Reply {
  status(code: number): unknown;
  header(name: string, value: string): unknown;
}

/** What the controller shows of a service. */
export interface ObservedService {
  readonly health: Health;
  readonly metrics: Metrics;
}

/**
 * Controller of a process with these services. GET /health: 200 while the process answers. GET /ready:
 * 200, or 503 with the unmet conditions of all services (application/problem+json). GET /metrics: metrics of all services and of the process.
 */
export const healthController = (observed: readonly ObservedService[]): Type => {
  @Controller()
  class HealthController {
    @Get('health')
    @Header('cache-control', 'no-store')
    health(): { status: string; services: string[] } {
      return { status: 'alive', services: observed.map(({ health }) => health.service) };
    }

    @Get('ready')
    @Header('cache-control', 'no-store')
    ready(@Res({ passthrough: true }) reply: Reply): string {
      const missing = observed.flatMap(({ health }) => health.unmetConditions());
      if (missing.length === 0) {
        reply.header('content-type', 'application/json; charset=utf-8');
        return JSON.stringify({ status: 'ready' });
      }
      reply.status(503);
      reply.header('content-type', 'application/problem+json; charset=utf-8');
      const detail = missing.map((each) => `${each.service}: ${each.condition}`).join(', ');
      return JSON.stringify({ type: 'about:blank', title: 'Not ready', status: 503, detail, missing });
    }

    @Get('metrics')
    @Header('content-type', EXPOSITION_CONTENT_TYPE)
    metrics(): Promise<string> {
      return exposition([processMetrics(), ...observed.map(({ metrics }) => metrics.registry)]);
    }
  }
  return HealthController;
};
