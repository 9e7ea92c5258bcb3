import { ALL_CHANNELS } from './domain/policies.ts';
import type { Queries } from './persistence/queries.ts';

/** After at most this long a replica uses what another one published. */
const REFRESH_MS = 2_000;

/** The active policy version of each tenant and channel, as last read from the database. */
export class ActivePolicies {
  private versions: ReadonlyMap<string, Readonly<Record<string, string>>> = new Map();
  private refreshTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly queries: Pick<Queries, 'findActiveVersions'>,
    private readonly defaultVersion: string,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** The channel's version, else the tenant's, else the default policy. */
  readonly versionFor = (tenantId: string, channel: string): string => {
    const tenantVersions = this.versions.get(tenantId);
    return tenantVersions?.[channel] ?? tenantVersions?.[ALL_CHANNELS] ?? this.defaultVersion;
  };

  readonly refresh = async (): Promise<void> => {
    this.versions = await this.queries.findActiveVersions();
  };

  /** Rejects while the database cannot be read, so that no conversation starts under an outdated version. */
  async start(): Promise<void> {
    await this.refresh();
    this.refreshTimer = setInterval(() => void this.refresh().catch(this.onError), REFRESH_MS).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.refreshTimer);
  }
}
