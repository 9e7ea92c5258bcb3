// `npm test`: sets up what is missing, then runs every suite. `--unit-verified`: the unit suite counts as `npm run verify` has just run it. At the end it lists suites this machine cannot run, with the remedy.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE, prepare, ROOT } from './prepare.mjs';

prepare();
const RESULTS = join(ROOT, 'node_modules/.cache/warmline/tests');
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS, { recursive: true });

const specs = [];
const walk = (folder) => {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (['node_modules', 'dist'].includes(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) walk(path);
    else if (/\.(int|e2e)\.spec\.ts$/.test(entry.name)) specs.push(path);
  }
};
for (const folder of ['libs', 'services', 'tools']) walk(join(ROOT, folder));

const broker = spawnSync(
  NODE,
  [
    '--input-type=module',
    '-e',
    "import { missingKafkaPrerequisite } from '@warmline/testing/kafka'; process.stdout.write(missingKafkaPrerequisite() ?? '')",
  ],
  {
    cwd: ROOT,
    encoding: 'utf8',
  },
);
const missing = broker.status === 0 ? broker.stdout.trim() : broker.stderr.trim();
const needsBroker =
  missing === ''
    ? []
    : specs.filter((path) => /@warmline\/testing\/kafka|\bstartSystem\b|tools\/chaos/.test(readFileSync(path, 'utf8')));

const total = { passed: 0, failed: 0 };
const suite = (name, more) => {
  const file = join(RESULTS, `${name}.json`);
  const ignored = name === 'unit' ? [] : needsBroker.flatMap((path) => ['--testPathIgnorePatterns', path]);
  const args = [
    '--experimental-vm-modules',
    '--disable-warning=ExperimentalWarning',
    'node_modules/jest/bin/jest.js',
    `--selectProjects=${name}`,
    '--json',
    `--outputFile=${file}`,
    '--forceExit',
    '--passWithNoTests',
    ...more,
  ];
  const { status } = spawnSync(
    NODE,
    [...args, ...(ignored.length > 0 ? [...ignored, '--testPathIgnorePatterns', '/node_modules/', '/dist/'] : [])],
    { cwd: ROOT, stdio: ['ignore', 'ignore', 'inherit'] },
  );
  count(name, file, status);
};
const count = (name, file, status) => {
  const result = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  const failed = result === undefined ? 1 : result.numFailedTests + result.numRuntimeErrorTestSuites;
  total.passed += result?.numPassedTests ?? 0;
  total.failed += failed === 0 && status !== 0 ? 1 : failed;
  process.stdout.write(`${name}: ${result?.numPassedTests ?? 0} passed, ${failed} failed\n`);
};
if (process.argv.includes('--unit-verified')) count('unit', join(ROOT, 'node_modules/.verified-unit.json'), 0);
else suite('unit', []);
suite('int', ['--runInBand']);
suite('e2e', ['--runInBand']);

const SEEDS = 1_000;
/** Counts as one test, whatever the number of seeds. A failing seed is printed with the command that repeats it. */
const simulation = () => {
  const name = `simulation, ${SEEDS.toLocaleString('en')} seeds`;
  const { status, stdout } = spawnSync(
    NODE,
    ['tools/sim/dist/main.js', '--seeds', String(SEEDS), '--max-failures', '3'],
    {
      cwd: ROOT,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const held = status === 0;
  if (held) total.passed++;
  else total.failed++;
  if (!held) process.stdout.write(`${stdout ?? ''}\n`);
  process.stdout.write(`${name}: ${held ? 1 : 0} passed, ${held ? 0 : 1} failed\n`);
};
simulation();

if (needsBroker.length > 0) {
  process.stdout.write(
    `\nNOT run:\n${needsBroker.map((path) => `  ${path.slice(ROOT.length + 1)}\n`).join('')}because: ${missing}\n`,
  );
  if (process.env.CI === 'true') total.failed += needsBroker.length;
}
writeFileSync(join(RESULTS, 'total.json'), JSON.stringify(total));
process.stdout.write(`total: ${total.passed} passed, ${total.failed} failed\n`);
process.exit(total.failed === 0 ? 0 : 1);
