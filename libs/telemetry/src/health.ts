import type { Metrics } from './metrics.ts';

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
