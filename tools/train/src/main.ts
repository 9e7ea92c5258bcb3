import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SingleBar } from 'cli-progress';
import { Command } from 'commander';
import { evaluate, modelCount } from './evaluate.ts';
import { featureRows, fitModel, quantize, weightsFile } from './model.ts';
import { measureSpeed } from './speed.ts';
import { trainingRows } from './training-rows.ts';

const WEIGHTS = join(import.meta.dirname, '../../../services/sentiment/src/domain/weights.ts');
const print = (line: string): void => void process.stdout.write(`${line}\n`);

const program = new Command('train:sentiment')
  .description('fit the weights of the sentiment model; the same rows give the same file')
  .option('--evaluate', 'print measures on rows the model was not trained on, instead of fitting', false)
  .option('--speed', 'print the messages scored a second, instead of fitting', false)
  .action((options: { evaluate: boolean; speed: boolean }) => {
    if (options.speed) measureSpeed(print);
    else if (options.evaluate) {
      const bar = new SingleBar({ format: '{bar} {value}/{total} models' });
      bar.start(modelCount, 0);
      const lines: string[] = [];
      evaluate(
        (line) => lines.push(line),
        () => bar.increment(),
      );
      bar.stop();
      lines.forEach(print);
    } else {
      const rows = featureRows(trainingRows());
      const file = weightsFile(quantize(rows, fitModel(rows)));
      writeFileSync(WEIGHTS, file);
      print(`${rows.length} texts, ${Math.ceil(file.length / 1024)} KB: services/sentiment/src/domain/weights.ts`);
    }
  });

await program.parseAsync();
