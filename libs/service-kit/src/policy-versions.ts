import { completePolicy, type DataOf, type Policy, type PolicyFault } from '@warmline/contracts';
import { type Input, joinedName, NotReadyError } from '@warmline/messaging';

/** Reads every policy ever published, from the beginning of the topic to its end as of the call. */
export type ReadPublishedPolicies = (onEvent: (event: Input) => void) => Promise<void>;

export interface PolicyVersionsSettings {
  /** The policy of this installation: active where none was published, and the default of what a published one leaves out. */
  readonly defaultPolicy: Policy;
  readonly readPublished: ReadPublishedPolicies;
  readonly now: () => number;
  readonly log: { error(context: object, message: string): void };
  /** Values of a published policy that are not used; reported once a version and replica. */
  readonly countFaults: (count: number) => void;
}

const describeFaults = (faults: readonly PolicyFault[]): string =>
  faults.map(({ path, message }) => `${path}: ${message}`).join('; ');

/** A pinned version was published before the conversation started; its event may lag by as long as a gateway takes to restart. */
const PUBLISH_GRACE_MS = 60_000;
const RETRY_MS = 500;

/**
 * Every published version of every tenant's policy. Versions never change, so the topic is read only when an unknown one is asked
 * for; conversations with that version wait meanwhile. After a minute without it the installation's policy takes its place.
 */
export class PolicyVersions {
  private readonly known = new Map<string, Policy>();
  private readonly missingSince = new Map<string, number>();
  private pendingRead: Promise<void> | undefined;

  constructor(private readonly settings: PolicyVersionsSettings) {}

  readonly find = (tenantId: string, version: string): Policy => {
    const { defaultPolicy } = this.settings;
    if (version === defaultPolicy.version) return defaultPolicy;
    const name = joinedName(tenantId, version);
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
    log.error({ policy: name, instead: defaultPolicy.version }, 'a pinned policy was never published');
    this.known.set(name, defaultPolicy);
  }

  private async read(): Promise<void> {
    const { readPublished, defaultPolicy, log, countFaults } = this.settings;
    await readPublished((event) => {
      if (event.type !== 'PolicyPublished') return;
      const { tenantId, version, policy } = event.data as DataOf<'PolicyPublished'>;
      const name = joinedName(tenantId, version);
      if (this.known.has(name)) return;
      const { policy: complete, faults } = completePolicy({ ...policy, version }, defaultPolicy);
      this.known.set(name, complete);
      if (faults.length === 0) return;
      countFaults(faults.length);
      log.error({ policy: name, faults }, `a published policy has values that are not used: ${describeFaults(faults)}`);
    });
  }
}
