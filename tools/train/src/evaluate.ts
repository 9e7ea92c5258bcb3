import { score } from '@warmline/sentiment/score';
import { mean } from 'd3-array';
import {
  calibrationError,
  confidenceInterval,
  f1,
  macroF1,
  type Prediction,
  reliability,
  sharesOf,
} from './measures.ts';
import { type FeatureRow, type FeatureSelection, featureRows, PRIOR } from './model.ts';
import { trainAndTest } from './train-and-test.ts';
import { harmlessTexts, heldOutRows, trainingRows } from './training-rows.ts';

interface Experiment {
  readonly name: string;
  readonly run: (settings?: FeatureSelection) => Prediction[];
}

const lexicon =
  /^(?:negative|positive|worst|best|compound|last|first|no rated word|density|trouble words|negations|contrast|.* emoticons|harmless phrase)$/;
const form = /^(?:.*exclamations?.*|upper case.*|elongation.*|short text|length)$/;
const courtesy = /^(?:has question|several questions|opens with question|request|thanks|please)$/;
const complaints = /^complaint/;
const ablations: readonly (readonly [name: string, settings: FeatureSelection])[] = [
  ['all', {}],
  ['without grams', { grams: false }],
  ['without lexicon', { without: (name) => lexicon.test(name) }],
  ['without form', { without: (name) => form.test(name) }],
  ['without courtesy', { without: (name) => courtesy.test(name) }],
  ['without complaints', { without: (name) => complaints.test(name) }],
];

/** Runs every experiment and prints Markdown; calls `onProgress` after each model, `modelCount` times in all. */
export const evaluate = (print: (line: string) => void, onProgress: () => void): void => {
  const all = featureRows(trainingRows());
  const heldOut = featureRows(heldOutRows());
  const experiments = experimentsOf(all, heldOut);
  const timed = <T>(answer: T): T => {
    onProgress();
    return answer;
  };
  print(
    '| trained on | tested on | texts | macro-F1 | negative F1 | calibration error | at the shares of a complaint channel |',
  );
  print('| --- | --- | --- | --- | --- | --- | --- |');
  const first = experiments.map(({ name, run }) => ({ name, predictions: timed(run()) }));
  for (const { name, predictions } of first)
    print(
      `| ${name} | ${predictions.length} | ${spread(predictions, macroF1)} | ${spread(predictions, negativeF1)} | ${calibrationError(predictions).toFixed(3)} | ${calibrationError(predictions, sharesOf(predictions, PRIOR)).toFixed(3)} |`,
    );
  print('\nWithout a group of features (macro-F1):\n');
  print(`| | ${experiments.map(({ name }) => name.replace(' | ', ' → ')).join(' | ')} |`);
  print(`| --- |${experiments.map(() => ' --- |').join('')}`);
  for (const [name, settings] of ablations) {
    const found = experiments.map(({ run }, i) =>
      name === 'all' ? (first[i]?.predictions ?? []) : timed(run(settings)),
    );
    print(`| ${name} | ${found.map((predictions) => macroF1(predictions).toFixed(3)).join(' | ')} |`);
  }
  print('\nReliability of pNegative, each text scored by a model that did not see its source, at those shares:\n');
  print('| pNegative | texts | mean pNegative | share negative |');
  print('| --- | --- | --- | --- |');
  const unseen = first.flatMap(({ predictions }) => predictions);
  for (const { from, count, meanPredicted, negativeShare } of reliability(unseen, sharesOf(unseen, PRIOR)))
    print(
      `| ${from.toFixed(1)} to ${(from + 0.1).toFixed(1)} | ${count} | ${meanPredicted.toFixed(3)} | ${negativeShare.toFixed(3)} |`,
    );
  print('\nRequests that needed no person, as the service scores them (none was trained on):\n');
  print('| source | texts | mean pNegative | pNegative >= 0.7 |');
  print('| --- | --- | --- | --- |');
  for (const [source, texts] of harmlessTexts()) {
    const scores = texts.map((text) => score(text).pNegative);
    const over = scores.filter((p) => p >= 0.7).length / scores.length;
    print(`| ${source} | ${scores.length} | ${(mean(scores) ?? 0).toFixed(3)} | ${(over * 100).toFixed(1)} % |`);
  }
};

export const modelCount = 4 * ablations.length;

/** Each source of rated texts is tested by a model that was trained on all others. */
const experimentsOf = (all: readonly FeatureRow[], heldOut: readonly FeatureRow[]): Experiment[] => [
  ...['tweets', 'amazon', 'service'].map((source) => ({
    name: `all but ${source} | ${source}`,
    run: (settings?: FeatureSelection) =>
      trainAndTest(
        all.filter((row) => row.source !== source),
        all.filter((row) => row.source === source),
        settings,
      ),
  })),
  { name: 'all | held-out complaints', run: (settings) => trainAndTest(all, heldOut, settings) },
];

const negativeF1 = (predictions: readonly Prediction[]): number => f1(predictions, 0);
const spread = (
  predictions: readonly Prediction[],
  measure: (predictions: readonly Prediction[]) => number,
): string => {
  const [low, high] = confidenceInterval(predictions, measure);
  return `${measure(predictions).toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
};
