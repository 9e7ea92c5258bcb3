import { Overloaded } from '@warmline/messaging';
import { isTransient } from '@warmline/persistence/errors';
import { ALL_CHANNELS } from './domain/policies.ts';
import type { Queries } from './persistence/queries.ts';

/** After at most this long a replica uses what another one published. */
const REFRESH_MS = 2_000;

export interface ActivePoliciesLog {
  warn(context: object, message: string): void;
  error(context: object, message: string): void;
}

type VersionByChannel = ReadonlyMap<string, string>;

/** The active policy version of each tenant and channel, as last read from the database. Reads only the tenants that have changed. */
export class ActivePolicies {
  private readonly tenants = new Map<string, { readonly revision: string; readonly versions: VersionByChannel }>();
  private refreshTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly queries: Pick<Queries, 'findPolicyRevisions' | 'findPolicies'>,
    private readonly defaultVersion: string,
    private readonly log: ActivePoliciesLog,
  ) {}

  /** The channel's version, else the tenant's, else the default policy. */
  readonly versionFor = (tenantId: string, channel: string): string => {
    const versions = this.tenants.get(tenantId)?.versions;
    return versions?.get(channel) ?? versions?.get(ALL_CHANNELS) ?? this.defaultVersion;
  };

  readonly refresh = async (): Promise<void> => {
    for (const [tenantId, revision] of await this.queries.findPolicyRevisions()) {
      const known = this.tenants.get(tenantId);
      if (known?.revision === revision) continue;
      const versions = (await this.findVersions(tenantId)) ?? known?.versions ?? new Map();
      this.tenants.set(tenantId, { revision, versions });
    }
  };

  /** Null where the row cannot be read: the tenant keeps the versions it had, and the others are not affected. */
  private async findVersions(tenantId: string): Promise<VersionByChannel | null> {
    try {
      const active = (await this.queries.findPolicies(tenantId))?.activeByChannel ?? {};
      return new Map(Object.entries(active).map(([channel, { version }]) => [channel, version]));
    } catch (error) {
      if (isTransient(error) || error instanceof Overloaded) throw error;
      this.log.error({ err: error, tenantId }, 'the policies of a tenant cannot be read and are set aside');
      return null;
    }
  }

  /** Rejects while the database cannot be read, so that no conversation starts under an outdated version. */
  async start(): Promise<void> {
    await this.refresh();
    this.refreshTimer = setInterval(
      () =>
        void this.refresh().catch((error: unknown) =>
          this.log.warn({ err: error }, 'the active policies could not be read'),
        ),
      REFRESH_MS,
    ).unref();
  }

  async stop(): Promise<void> {
    clearInterval(this.refreshTimer);
  }
}
