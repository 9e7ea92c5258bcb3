import { type Instant, ownValue, type PublishedPolicy } from '@warmline/contracts';
import type { Answer, CommandResult, Output } from '@warmline/messaging/decider';
import { problem, stateOnly } from './results.ts';

/** The policy for all channels of a tenant that have none of their own. */
export const ALL_CHANNELS = '*';

/** A tenant's policies: the active one of each channel, and every published version. */
export interface TenantPolicies {
  readonly activeByChannel: Readonly<Record<string, PublishedPolicy>>;
  /** By version: its channel, and a digest of its content. */
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
    /** Of the policy's content: equal for equal content. */
    readonly digest: string;
  };
}

const NO_POLICIES: TenantPolicies = { activeByChannel: {}, versions: {} };
const conflict = (detail: string): Answer => problem(409, 'Conflict', detail);

/**
 * Publishes a policy. A version never changes its content: other content under its name is refused. A version published again becomes
 * active again. `defaultVersion` names the default policy of the installation.
 */
export const publishPolicy =
  (defaultVersion: string) =>
  (before: TenantPolicies | null, event: PublishPolicy): CommandResult<TenantPolicies> => {
    const current = before ?? NO_POLICIES;
    const { tenantId, policy, digest } = event.data;
    const { version } = policy;
    const channel = event.data.channel ?? ALL_CHANNELS;
    if (version === defaultVersion)
      return stateOnly(before, conflict(`version ${version} is the default policy of this installation`));
    const published = ownValue(current.versions, version);
    if (published !== undefined && (published.digest !== digest || published.channel !== channel))
      return stateOnly(
        before,
        conflict(`version ${version} was published with other content; a change needs a new version`),
      );
    const body = { tenantId, channel, version };
    if (ownValue(current.activeByChannel, channel)?.version === version)
      return stateOnly(current, { status: 200, body });
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
        activeByChannel: { ...current.activeByChannel, [channel]: policy },
        versions: { ...current.versions, [version]: { channel, digest, at: event.at } },
      },
      verdict: { is: 'emit', outputs: [output] },
      answer: { status: 201, body },
      timeline: [],
    };
  };
