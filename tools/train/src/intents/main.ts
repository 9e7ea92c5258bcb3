import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GateWeights } from '@warmline/sentiment/intents';
import { Command } from 'commander';
import { fitGateTo } from './gate-training.ts';
import { intentRows, LANGUAGES } from './intent-rows.ts';
import { sourceTable, wordingTable } from './source-table.ts';

const root = join(import.meta.dirname, '../../../..');
const MODEL = join(root, 'services/sentiment/model');
const PYTHON = join(root, 'tools/train/intents');
const CACHE = join(root, 'node_modules/.cache/warmline/train-intents');
/**
 * Sources with at least 20 strong hand-offs, none of which is the project's own. Each model leaves out one pair, and the wordings of the other
 * languages.
 */
const LEFT_OUT = [
  ['banking77', 'mammhoud/ChatHack'],
  ['bitext', 'RasaHQ/helpdesk-assistant'],
  ['multidogo', 'watson-developer-cloud/assistant-simple'],
];
const WORDINGS = LANGUAGES.filter((language) => language !== 'en').map((language) => `wordings-${language}`);

const print = (line: string): void => void process.stdout.write(`${line}\n`);
const run = (command: string, ...args: string[]): void =>
  void execFileSync(command, args, {
    stdio: 'inherit',
    // Threads that wait must not take the core from those that work.
    env: { ...process.env, OMP_WAIT_POLICY: 'passive', HF_HUB_OFFLINE: '1' },
  });

/** The interpreter of an environment with the pinned packages, made once. Needs Python 3.11 or later. */
const python = (): string => {
  const environment = join(CACHE, 'environment');
  const interpreter = join(environment, 'bin/python');
  if (!existsSync(join(environment, 'complete'))) {
    run('python3', '-m', 'venv', environment);
    run(interpreter, '-m', 'pip', 'install', '--quiet', '--requirement', join(PYTHON, 'requirements.txt'));
    writeFileSync(join(environment, 'complete'), '');
  }
  return interpreter;
};

const train = (out: string, ...more: string[]): void => {
  const rows = join(CACHE, 'rows.jsonl');
  writeFileSync(
    rows,
    intentRows()
      .map((row) => `${JSON.stringify(row)}\n`)
      .join(''),
  );
  run(python(), join(PYTHON, 'train_intents.py'), rows, out, ...more);
};

const sha256 = (name: string): string =>
  createHash('sha256')
    .update(readFileSync(join(MODEL, name)))
    .digest('hex');

/** The version is that of the weights: scores are only comparable within one. */
const writeManifest = (): void => {
  const files = ['model.onnx', 'tokenizer.json', 'tokenizer_config.json', 'gate.json'].map((name) => [
    name,
    sha256(name),
  ]);
  const version = `intents-${String(files[0]?.[1]).slice(0, 8)}`;
  writeFileSync(
    join(MODEL, 'model.json'),
    `${JSON.stringify({ version, languages: LANGUAGES, sha256: Object.fromEntries(files) }, null, 2)}\n`,
  );
  print(`services/sentiment/model: ${version}`);
};

const fitGate = async (): Promise<void> => {
  const weights: GateWeights = await fitGateTo(intentRows(), print);
  writeFileSync(join(MODEL, 'gate.json'), `${JSON.stringify(weights)}\n`);
};

const program = new Command('train:intents')
  .description('fine-tune the intent model, fit its gate and write both to services/sentiment/model')
  .option('--gate', 'fit the gate to the model as it is', false)
  .option('--leave-out', 'print how a model does on sources that it was not trained on, instead', false)
  .action(async (options: { gate: boolean; leaveOut: boolean }) => {
    mkdirSync(CACHE, { recursive: true });
    if (options.leaveOut) {
      const files = LEFT_OUT.map((sources, at) => {
        const folder = join(CACHE, `without-${at + 1}`);
        const file = join(folder, 'scores.jsonl');
        if (!existsSync(file)) train(folder, '--leave-out', ...sources, ...WORDINGS);
        return file;
      });
      print(sourceTable(files, LEFT_OUT.flat()));
      print(wordingTable(files[0] ?? '', WORDINGS));
      return;
    }
    if (!options.gate) {
      const out = join(CACHE, 'all');
      train(out);
      for (const name of ['model.onnx', 'tokenizer.json', 'tokenizer_config.json'])
        copyFileSync(join(out, name), join(MODEL, name));
    }
    await fitGate();
    writeManifest();
  });

await program.parseAsync();
