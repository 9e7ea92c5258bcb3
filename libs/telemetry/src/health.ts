import { Controller, Get, Header, Res, type Type } from '@nestjs/common';
import { EXPOSITION_CONTENT_TYPE, exposition, type Metrics, processMetrics } from './metrics.ts';

export interface UnmetCondition {
  readonly service: string;
  readonly condition: string;
  readonly detail?: string;
}

/** What one service needs before it can do its work, by name. It is ready while all of it is there. */
export class Health {
  private readonly conditions = new Map<string, { readonly met: boolean; readonly detail?: string }>();

  /** The awaited conditions count as missing until they are set. */
  constructor(
    readonly service: string,
    requiredConditions: readonly string[] = [],
    private readonly metrics?: Pick<Metrics, 'ready'>,
  ) {
    for (const condition of requiredConditions) this.conditions.set(condition, { met: false, detail: 'not yet' });
    this.metrics?.ready.set(this.ready() ? 1 : 0);
  }

  /** `detail` says why it is missing, for whoever asks over HTTP: no secrets, no personal data. */
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

/** The part of a Fastify or Express response that is used here. */
interface Reply {
  status(code: number): unknown;
  header(name: string, value: string): unknown;
}

/** One service as its process shows it. */
export interface ObservedService {
  readonly health: Health;
  readonly metrics: Metrics;
}

/**
 * The controller of a process that runs these services: GET /health answers 200 while the process can answer at all, GET /ready
 * 200 or 503 (application/problem+json with what is missing, over all services), GET /metrics the metrics of all of them and of the process.
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
