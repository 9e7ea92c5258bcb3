import type { Metrics } from './metrics.ts';

export interface UnmetCondition {
  readonly service: string;
  readonly condition: string;
  readonly detail?: string;
}

const STUCK_AFTER_SECONDS = 60;

/** A loop that works and has not turned for longer than it may. */
export interface StuckLoop {
  readonly service: string;
  readonly loop: string;
  readonly seconds: number;
}

export interface HealthOptions {
  /** Seconds a loop may work without a turn. Default: 60. */
  readonly stuckAfterSeconds?: number;
  /** Called when the service becomes ready, with no conditions, or ceases to be ready, with the unmet ones. */
  readonly onChange?: (unmet: readonly UnmetCondition[]) => void;
  /** A clock that is never set, in milliseconds. */
  readonly now?: () => number;
}

/** The conditions a service needs to work, by name. The service is ready while all are met, and alive while its loops turn. */
export class Health {
  private readonly loops: { readonly name: string; turnedAt: number | undefined }[] = [];
  private readonly conditions = new Map<string, { readonly met: boolean; readonly detail?: string }>();

  /** A required condition counts as unmet until it is set. */
  constructor(
    readonly service: string,
    requiredConditions: readonly string[] = [],
    private readonly metrics?: Pick<Metrics, 'ready'>,
    private readonly options: HealthOptions = {},
  ) {
    for (const condition of requiredConditions) this.conditions.set(condition, { met: false, detail: 'not yet' });
    this.metrics?.ready.set(this.ready() ? 1 : 0);
  }

  /** `detail` says why the condition is unmet. It is shown over HTTP: no secrets, no personal data. */
  set(condition: string, met: boolean, detail?: string): void {
    const wasReady = this.ready();
    this.conditions.set(condition, { met, ...(detail === undefined || met ? {} : { detail }) });
    const isReady = this.ready();
    this.metrics?.ready.set(isReady ? 1 : 0);
    if (isReady !== wasReady) this.options.onChange?.(this.unmetConditions());
  }

  /** Watches a loop: once it has turned it must turn again in time, until it is idle. */
  readonly watchLoop = (name: string) => {
    const loop: (typeof this.loops)[number] = { name, turnedAt: undefined };
    this.loops.push(loop);
    return {
      turned: (): void => {
        loop.turnedAt = this.now();
      },
      idle: (): void => {
        loop.turnedAt = undefined;
      },
    };
  };

  stuckLoops(): StuckLoop[] {
    const limit = this.options.stuckAfterSeconds ?? STUCK_AFTER_SECONDS;
    return this.loops.flatMap(({ name, turnedAt }) => {
      const seconds = turnedAt === undefined ? 0 : Math.floor((this.now() - turnedAt) / 1_000);
      return seconds >= limit ? [{ service: this.service, loop: name, seconds }] : [];
    });
  }

  private now(): number {
    return (this.options.now ?? (() => performance.now()))();
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
