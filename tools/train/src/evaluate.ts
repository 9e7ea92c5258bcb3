import { score } from '@warmline/sentiment/score';
import { mean } from 'd3-array';
import { crossValidate, trainAndTest } from './cross-validation.ts';
import { calibrationError, confidenceInterval, f1, macroF1, type Prediction, reliability } from './measures.ts';
import { type FeatureRow, type FeatureSelection, featureRows } from './model.ts';
import { harmlessTexts, heldOutRows, trainingRows } from './training-rows.ts';

interface Experiment {
  readonly name: string;
  readonly run: (settings?: FeatureSelection) => Prediction[];
}

const lexicon =
  /^(?:negative|positive|worst|best|compound|last|first|silent|density|trouble|negations|contrast|signs .*)$/;
const form = /^(?:exclaims.*|questions|shouts .*|stretched .*|short|length)$/;
const courtesy = /^(?:question|asks|requests|thanks|please)$/;
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
  print('| trained on | tested on | texts | macro-F1 | negative F1 | calibration error |');
  print('| --- | --- | --- | --- | --- | --- |');
  const first = experiments.map(({ name, run }) => ({ name, predictions: timed(run()) }));
  for (const { name, predictions } of first)
    print(
      `| ${name} | ${predictions.length} | ${spread(predictions, macroF1)} | ${spread(predictions, negativeF1)} | ${calibrationError(predictions).toFixed(3)} |`,
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
  print('\nReliability of pNegative, held-out folds of each source:\n');
  print('| predicted | texts | mean predicted | share negative |');
  print('| --- | --- | --- | --- |');
  const held = first.filter((_, i) => experiments[i]?.name.includes('4/5')).flatMap(({ predictions }) => predictions);
  for (const { from, count, meanPredicted, negativeShare } of reliability(held))
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

export const modelCount = 8 + 8 * (ablations.length - 1);

const experimentsOf = (all: readonly FeatureRow[], heldOut: readonly FeatureRow[]): Experiment[] => {
  const of = (...sources: string[]) => all.filter(({ source }) => sources.includes(source));
  const [tweets, amazon, service] = [of('tweets'), of('amazon'), of('service')];
  return [
    { name: 'tweets, 4/5 | tweets, 1/5', run: (s) => crossValidate(tweets, [], s) },
    { name: 'tweets | Amazon', run: (s) => trainAndTest(tweets, amazon, s) },
    { name: 'tweets, service | Amazon', run: (s) => trainAndTest([...tweets, ...service], amazon, s) },
    { name: 'Amazon, service | tweets', run: (s) => trainAndTest([...amazon, ...service], tweets, s) },
    { name: 'tweets, Amazon | service', run: (s) => trainAndTest([...tweets, ...amazon], service, s) },
    { name: 'Amazon, 4/5 | Amazon, 1/5', run: (s) => crossValidate(amazon, [], s) },
    {
      name: 'tweets, Amazon, service 4/5 | service, 1/5',
      run: (s) => crossValidate(service, [...tweets, ...amazon], s),
    },
    { name: 'all | held-out complaints', run: (s) => trainAndTest(all, heldOut, s) },
  ];
};

const negativeF1 = (predictions: readonly Prediction[]): number => f1(predictions, 0);
const spread = (
  predictions: readonly Prediction[],
  measure: (predictions: readonly Prediction[]) => number,
): string => {
  const [low, high] = confidenceInterval(predictions, measure);
  return `${measure(predictions).toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
};
