import { rmSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { byChaos, bySimulation, type Catch } from './hunt.ts';
import { mutants, patchOf, root } from './mutants.ts';
import { apply, build, copyOf } from './workspace.ts';

const count = (value: string): number => {
  const n = Number(value);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('a whole number of at least 1');
  return n;
};

const { only, simSeeds, chaosRuns, chaos } = new Command('test:mutants')
  .description('Breaks the delivery protocol in eight ways, one at a time in a copy, and sees that the tests notice')
  .option('--only <name>', `one of ${mutants.map(({ name }) => name).join(', ')}`)
  .option('--sim-seeds <n>', 'seeds of the simulation, each', count, 200)
  .option('--chaos-runs <n>', 'runs of the chaos test, for those it is run on', count, 3)
  .option('--no-chaos', 'the simulation alone')
  .parse()
  .opts<{ only?: string; simSeeds: number; chaosRuns: number; chaos: boolean }>();

const chosen = mutants.filter(({ name }) => only === undefined || name === only);
if (chosen.length === 0) throw new Error(`there is no mutant ${only}`);

const write = (line: string): void => void process.stdout.write(`${line}\n`);
const told = (found: Catch | null, of: string): string =>
  found === null
    ? `NOT caught in ${of}`
    : `caught at ${found.at} of ${of} (${found.by.replace(/\s+/g, ' ').slice(0, 160)})`;

const folder = copyOf(root);
let missed = 0;
try {
  build(folder, 'tools/sim', ...(chaos ? ['tools/chaos'] : []));
  const sound = bySimulation(folder, 20);
  if (sound !== null) throw new Error(`unbroken, seed ${sound.at} fails already: ${sound.by}`);
  write('| mutant | what it does | simulation | chaos |\n| --- | --- | --- | --- |');
  for (const mutant of chosen) {
    apply(folder, patchOf(mutant));
    build(folder, 'libs/messaging');
    const simulated = bySimulation(folder, simSeeds);
    const shaken = chaos && mutant.chaos ? byChaos(folder, chaosRuns) : undefined;
    if (simulated === null || shaken === null) missed++;
    const inChaos = shaken === undefined ? '–' : told(shaken, `${chaosRuns} runs`);
    write(`| ${mutant.name} | ${mutant.what} | ${told(simulated, `${simSeeds} seeds`)} | ${inChaos} |`);
    apply(folder, patchOf(mutant), '--reverse');
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = missed > 0 ? 1 : 0;
