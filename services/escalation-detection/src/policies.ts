import { type DataOf, type Policy, policySchema } from '@warmline/contracts';
import { type Input, issues, NotYet } from '@warmline/messaging';

/** Reads all that was ever published, from the beginning to the end as of the call. */
export type ReadAll = (heard: (event: Input) => void) => Promise<void>;

export interface PoliciesSettings {
  /** The policy this installation comes with: in force wherever none was published. */
  readonly shipped: Policy;
  readonly readAll: ReadAll;
  readonly now: () => number;
  readonly log: { error(context: object, message: string): void };
}

/** A version that was stamped was published before; its event may be on its way for as long as a gateway takes to start again. */
const LATEST_MS = 60_000;
const AGAIN_MS = 500;

/**
 * Every version of every tenant's policy. They never change, so they are read when one is asked for that is not known, and only
 * then. What cannot be decided under its version waits; a version that is not there after a minute is decided by the shipped one.
 */
export class Policies {
  private readonly known = new Map<string, Policy>();
  private readonly missedSince = new Map<string, number>();
  private reading: Promise<void> | undefined;

  constructor(private readonly settings: PoliciesSettings) {}

  readonly of = (tenantId: string, version: string): Policy => {
    const { shipped } = this.settings;
    if (version === shipped.version) return shipped;
    const name = `${tenantId}/${version}`;
    const known = this.known.get(name);
    if (known !== undefined) return known;
    throw new NotYet(`policy ${name}`, () => this.arrival(name));
  };

  private async arrival(name: string): Promise<void> {
    this.reading ??= this.read().finally(() => {
      this.reading = undefined;
    });
    await this.reading;
    if (this.known.has(name)) return;
    const { now, shipped, log } = this.settings;
    const since = this.missedSince.get(name) ?? now();
    this.missedSince.set(name, since);
    if (now() - since < LATEST_MS) {
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
      return;
    }
    log.error({ policy: name, instead: shipped.version }, 'a stamped policy was never published');
    this.known.set(name, shipped);
  }

  private async read(): Promise<void> {
    const { readAll, log } = this.settings;
    await readAll((event) => {
      if (event.type !== 'PolicyPublished') return;
      const { tenantId, version, policy } = event.data as DataOf<'PolicyPublished'>;
      const name = `${tenantId}/${version}`;
      if (this.known.has(name)) return;
      const parsed = policySchema.safeParse(policy);
      if (parsed.success) this.known.set(name, parsed.data);
      else log.error({ policy: name }, issues('a published policy is not valid', parsed.error.issues));
    });
  }
}
