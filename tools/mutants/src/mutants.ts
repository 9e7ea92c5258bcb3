import { fileURLToPath } from 'node:url';

export interface Mutant {
  readonly name: string;
  /** What the programmer did. */
  readonly what: string;
  /** The chaos test is run on it too. */
  readonly chaos: boolean;
}

/** Eight ways to write the protocol a little wrong, each of which loses, doubles or reorders something. */
export const mutants: readonly Mutant[] = [
  { name: 'publish-before-commit', what: 'publishes a batch while its commit is in flight', chaos: true },
  { name: 'no-version-guard', what: 'commits whatever the version of the task', chaos: true },
  { name: 'no-sequence-check', what: 'applies what was applied before', chaos: true },
  { name: 'offset-re-read', what: 'after a stale guard goes on from the offset, without a take-over', chaos: false },
  { name: 'outbox-before-version', what: 'reads the outbox before it moves the version', chaos: false },
  { name: 'one-row-for-all-tasks', what: 'leaves one outbox row for a batch of several tasks', chaos: false },
  { name: 'sequence-from-nextval', what: 'numbers a command without the lock on its shard', chaos: false },
  { name: 'cache-kept', what: 'keeps states in the cache through failed commits and take-overs', chaos: false },
];

export const patchOf = ({ name }: Mutant): string =>
  fileURLToPath(new URL(`../patches/${name}.patch`, import.meta.url));
export const root = fileURLToPath(new URL('../../..', import.meta.url));
