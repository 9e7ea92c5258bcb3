import { type DataOf, type Policy, policySchema } from '@warmline/contracts';
import { describeIssues, type Input, NotReadyError } from '@warmline/messaging';

/** Reads all that was ever published, from the beginning to the end as of the call. */
export type ReadPublishedPolicies = (onEvent: (event: Input) => void) => Promise<void>;

export interface PolicyVersionsSettings {
  /** The policy this installation comes with: in force wherever none was published. */
  readonly defaultPolicy: Policy;
  readonly readPublished: ReadPublishedPolicies;
  readonly now: () => number;
  readonly log: { error(context: object, message: string): void };
}

/** A version that was stamped was published before; its event may be on its way for as long as a gateway takes to start again. */
const PUBLISH_GRACE_MS = 60_000;
const RETRY_MS = 500;

/**
 * Every version of every tenant's policy. They never change, so they are read when one is asked for that is not known, and only
 * then. What cannot be decided under its version waits; a version that is not there after a minute is decided by the shipped one.
 */
export class PolicyVersions {
  private readonly known = new Map<string, Policy>();
  private readonly missingSince = new Map<string, number>();
  private pendingRead: Promise<void> | undefined;

  constructor(private readonly settings: PolicyVersionsSettings) {}

  readonly find = (tenantId: string, version: string): Policy => {
    const { defaultPolicy } = this.settings;
    if (version === defaultPolicy.version) return defaultPolicy;
    const name = `${tenantId}/${version}`;
    const known = this.known.get(name);
    if (known !== undefined) return known;
    throw new NotReadyError(`policy ${name}`, () => this.waitFor(name));
  };

  private async waitFor(name: string): Promise<void> {
    this.pendingRead ??= this.read().finally(() => {
      this.pendingRead = undefined;
    });
    await this.pendingRead;
    if (this.known.has(name)) return;
    const { now, defaultPolicy, log } = this.settings;
    const since = this.missingSince.get(name) ?? now();
    this.missingSince.set(name, since);
    if (now() - since < PUBLISH_GRACE_MS) {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      return;
    }
    log.error({ policy: name, instead: defaultPolicy.version }, 'a stamped policy was never published');
    this.known.set(name, defaultPolicy);
  }

  private async read(): Promise<void> {
    const { readPublished, log } = this.settings;
    await readPublished((event) => {
      if (event.type !== 'PolicyPublished') return;
      const { tenantId, version, policy } = event.data as DataOf<'PolicyPublished'>;
      const name = `${tenantId}/${version}`;
      if (this.known.has(name)) return;
      const parsed = policySchema.safeParse(policy);
      if (parsed.success) this.known.set(name, parsed.data);
      else log.error({ policy: name }, describeIssues('a published policy is not valid', parsed.error.issues));
    });
  }
}
