import { fileURLToPath } from 'node:url';

export interface Mutant {
  readonly name: string;
  /** The mistake in the build. */
  readonly what: string;
  /** True if the chaos test runs on it too. */
  readonly chaos: boolean;
}

/** Eight mistakes in the protocol; each loses, doubles or reorders something. */
export const mutants: readonly Mutant[] = [
  { name: 'publish-before-commit', what: 'publishes a batch while its commit is in flight', chaos: true },
  { name: 'no-version-guard', what: 'commits whatever the version of the task', chaos: true },
  { name: 'no-sequence-check', what: 'applies repeats again', chaos: true },
  { name: 'offset-re-read', what: 'continues from the offset after a stale guard, without a take-over', chaos: false },
  { name: 'outbox-before-version', what: 'reads the outbox before it increases the version', chaos: false },
  { name: 'one-row-for-all-tasks', what: 'writes one outbox row for a batch of several tasks', chaos: false },
  { name: 'sequence-from-nextval', what: 'assigns sequences without the lock on the shard', chaos: false },
  { name: 'cache-kept', what: 'keeps states in the cache through failed commits and take-overs', chaos: false },
];

export const patchOf = ({ name }: Mutant): string =>
  fileURLToPath(new URL(`../patches/${name}.patch`, import.meta.url));
export const root = fileURLToPath(new URL('../../..', import.meta.url));
