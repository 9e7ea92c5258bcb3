import { ALL_CHANNELS } from './domain/policies.ts';
import type { Queries } from './persistence/queries.ts';

/** How long another replica takes to notice what was published at one. */
const REFRESH_MS = 2_000;

/** Which version of the policy holds where, as last read from the database all replicas share. */
export class ActivePolicies {
  private versions: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map();
  private refreshTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly queries: Pick<Queries, 'findVersionsInForce'>,
    private readonly defaultVersion: string,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** The channel's own, else the tenant's, else what the installation came with. */
  readonly versionFor = (tenantId: string, channel: string): string => {
    const tenantVersions = this.versions.get(tenantId);
    return tenantVersions?.[channel] ?? tenantVersions?.[ALL_CHANNELS] ?? this.defaultVersion;
  };

  readonly refresh = async (): Promise<void> => {
    this.versions = await this.queries.findVersionsInForce();
  };

  /** Rejects where the database cannot be read: no conversation starts under a version that is not in force. */
  async start(): Promise<void> {
    await this.refresh();
    this.refreshTimer = setInterval(() => void this.refresh().catch(this.onError), REFRESH_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.refreshTimer);
  }
}
