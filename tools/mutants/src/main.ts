import { rmSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { type Detection, detectByChaos, detectBySimulation } from './detect-mutant.ts';
import { mutants, patchOf, root } from './mutants.ts';
import { applyPatch, build, copyRepository } from './workspace.ts';

const count = (value: string): number => {
  const n = Number(value);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('must be an integer of at least 1');
  return n;
};

const { only, simSeeds, chaosRuns, chaos } = new Command('test:mutants')
  .description(
    'Break the delivery protocol in eight ways, one at a time in a copy, and check that the tests detect each',
  )
  .option('--only <name>', `one of ${mutants.map(({ name }) => name).join(', ')}`)
  .option('--sim-seeds <n>', 'seeds of the simulation for each mutant', count, 200)
  .option('--chaos-runs <n>', 'runs of the chaos test for each mutant it applies to', count, 3)
  .option('--no-chaos', 'run the simulation only')
  .parse()
  .opts<{ only?: string; simSeeds: number; chaosRuns: number; chaos: boolean }>();

const chosen = mutants.filter(({ name }) => only === undefined || name === only);
if (chosen.length === 0) throw new Error(`there is no mutant ${only}`);

const write = (line: string): void => void process.stdout.write(`${line}\n`);
const describe = (found: Detection | null, of: string): string =>
  found === null
    ? `NOT detected in ${of}`
    : `detected at ${found.foundAt} of ${of} (${found.by.replace(/\s+/g, ' ').slice(0, 160)})`;

const folder = copyRepository(root);
let missed = 0;
try {
  build(folder, 'tools/sim', ...(chaos ? ['tools/chaos'] : []));
  const baseline = detectBySimulation(folder, 20);
  if (baseline !== null) throw new Error(`seed ${baseline.foundAt} of the unmodified build fails: ${baseline.by}`);
  write('| mutant | mistake | simulation | chaos |\n| --- | --- | --- | --- |');
  for (const mutant of chosen) {
    applyPatch(folder, patchOf(mutant));
    build(folder, 'libs/messaging');
    const foundBySimulation = detectBySimulation(folder, simSeeds);
    const foundByChaos = chaos && mutant.chaos ? detectByChaos(folder, chaosRuns) : undefined;
    if (foundBySimulation === null || foundByChaos === null) missed++;
    const inChaos = foundByChaos === undefined ? '–' : describe(foundByChaos, `${chaosRuns} runs`);
    write(`| ${mutant.name} | ${mutant.what} | ${describe(foundBySimulation, `${simSeeds} seeds`)} | ${inChaos} |`);
    applyPatch(folder, patchOf(mutant), '--reverse');
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = missed > 0 ? 1 : 0;
