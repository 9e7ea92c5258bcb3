import { readdirSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { mutants, patchOf, root } from './mutants.ts';
import { applyPatch } from './workspace.ts';

test.each(mutants.map((mutant) => [mutant.name, mutant] as const))(
  'the patch of %s applies to the sources',
  (_name, mutant) => {
    const dryRun = () => applyPatch(root, patchOf(mutant), '--check');
    expect(dryRun).not.toThrow();
  },
);

test('every patch file belongs to a mutant', () => {
  const named = mutants.map(({ name }) => `${name}.patch`).sort();
  expect(readdirSync(new URL('../patches', import.meta.url)).sort()).toEqual(named);
});
