import type { PublishedPolicy } from '@warmline/contracts';
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

/** What the gateway uses of a policy. */
export interface ActivePolicy {
  readonly version: string;
  /** How long an answer of the bot waits for the verdict, milliseconds. */
  readonly verdictWaitMs: number;
}
type PolicyByChannel = ReadonlyMap<string, ActivePolicy>;

/** The active policy of each tenant and channel, as last read from the database. Reads only the tenants that have changed. */
export class ActivePolicies {
  private readonly tenants = new Map<string, { readonly revision: string; readonly policies: PolicyByChannel }>();
  private refreshTimer: NodeJS.Timeout | undefined;

  constructor(
    private readonly queries: Pick<Queries, 'findPolicyRevisions' | 'findPolicies'>,
    private readonly defaultPolicy: ActivePolicy,
    private readonly log: ActivePoliciesLog,
  ) {}

  /** The channel's policy, else the tenant's, else the default one. */
  readonly find = (tenantId: string, channel: string): ActivePolicy => {
    const policies = this.tenants.get(tenantId)?.policies;
    return policies?.get(channel) ?? policies?.get(ALL_CHANNELS) ?? this.defaultPolicy;
  };

  readonly refresh = async (): Promise<void> => {
    for (const [tenantId, revision] of await this.queries.findPolicyRevisions()) {
      const known = this.tenants.get(tenantId);
      if (known?.revision === revision) continue;
      const policies = (await this.read(tenantId)) ?? known?.policies ?? new Map();
      this.tenants.set(tenantId, { revision, policies });
    }
  };

  /** Null where the row cannot be read: the tenant keeps the policies it had, and the others are not affected. */
  private async read(tenantId: string): Promise<PolicyByChannel | null> {
    try {
      const active = (await this.queries.findPolicies(tenantId))?.activeByChannel ?? {};
      return new Map(Object.entries(active).map(([channel, policy]) => [channel, this.toActive(policy)]));
    } catch (error) {
      if (isTransient(error) || error instanceof Overloaded) throw error;
      this.log.error({ err: error, tenantId }, 'the policies of a tenant cannot be read and are set aside');
      return null;
    }
  }

  private toActive({ version, thresholds }: PublishedPolicy): ActivePolicy {
    const { verdictWaitMs = this.defaultPolicy.verdictWaitMs } = (thresholds ?? {}) as Partial<ActivePolicy>;
    return { version, verdictWaitMs };
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
