import type { Instant, PublishedPolicy } from '@warmline/contracts';
import type { Answer, CommandResult, Output } from '@warmline/messaging/decider';
import { problem, stateOnly } from './conversation/conversation-update.ts';

/** Where a policy holds: one channel of a tenant, or all that have none of their own. */
export const ALL_CHANNELS = '*';

/** A tenant's policies: what is in force by channel, and every version ever published. */
export interface TenantPolicies {
  readonly is: 'policies';
  readonly activeByChannel: Readonly<Record<string, PublishedPolicy>>;
  /** Version -> what it was published for, and a digest of what it said. */
  readonly versions: Readonly<
    Record<string, { readonly channel: string; readonly digest: string; readonly at: Instant }>
  >;
}

export interface PublishPolicy {
  readonly type: 'PublishPolicy';
  readonly id: string;
  readonly at: Instant;
  readonly data: {
    readonly tenantId: string;
    readonly channel?: string | undefined;
    readonly policy: PublishedPolicy;
    /** Of what the policy says: the same text has the same one. */
    readonly digest: string;
  };
}

const NO_POLICIES: TenantPolicies = { is: 'policies', activeByChannel: {}, versions: {} };
const conflict = (detail: string): Answer => problem(409, 'Conflict', detail);

/**
 * A version says one thing for ever: another text under its name is refused. Published again it is in force again, and nothing
 * changes where it is already. `shipped` names the policy of the installation.
 */
export const publishPolicy =
  (defaultVersion: string) =>
  (before: TenantPolicies | null, event: PublishPolicy): CommandResult<TenantPolicies> => {
    const current = before ?? NO_POLICIES;
    const { tenantId, policy, digest } = event.data;
    const { version } = policy;
    const channel = event.data.channel ?? ALL_CHANNELS;
    if (version === defaultVersion)
      return stateOnly(before, conflict(`${version} is the policy this installation comes with`));
    const published = current.versions[version];
    if (published !== undefined && (published.digest !== digest || published.channel !== channel))
      return stateOnly(before, conflict(`version ${version} was published before; a change needs a new version`));
    const body = { tenantId, channel, version };
    if (current.activeByChannel[channel]?.version === version) return stateOnly(current, { status: 200, body });
    const output: Output<'PolicyPublished'> = {
      type: 'PolicyPublished',
      data: {
        tenantId,
        version,
        ...(event.data.channel === undefined ? {} : { channel: event.data.channel }),
        policy: policy as unknown as Output<'PolicyPublished'>['data']['policy'],
      },
    };
    return {
      state: {
        is: 'policies',
        activeByChannel: { ...current.activeByChannel, [channel]: policy },
        versions: { ...current.versions, [version]: { channel, digest, at: event.at } },
      },
      verdict: { is: 'emit', outputs: [output] },
      answer: { status: 201, body },
      timeline: [],
    };
  };
