import { EVERY_CHANNEL } from './domain/policies.ts';
import type { Reads } from './persistence/reads.ts';

/** How long another replica takes to notice what was published at one. */
const LOOK_MS = 2_000;

/** Which version of the policy holds where, as last read from the database all replicas share. */
export class InForce {
  private versions: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map();
  private look: NodeJS.Timeout | undefined;

  constructor(
    private readonly reads: Pick<Reads, 'findVersionsInForce'>,
    private readonly shipped: string,
    private readonly failed: (error: unknown) => void,
  ) {}

  /** The channel's own, else the tenant's, else what the installation came with. */
  readonly of = (tenantId: string, channel: string): string => {
    const own = this.versions.get(tenantId);
    return own?.[channel] ?? own?.[EVERY_CHANNEL] ?? this.shipped;
  };

  readonly refresh = async (): Promise<void> => {
    this.versions = await this.reads.findVersionsInForce();
  };

  /** Rejects where the database cannot be read: no conversation starts under a version that is not in force. */
  async start(): Promise<void> {
    await this.refresh();
    this.look = setInterval(() => void this.refresh().catch(this.failed), LOOK_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.look);
  }
}
