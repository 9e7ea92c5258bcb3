import { labelOf } from '@warmline/sentiment/model';
import { shuffler } from 'd3-array';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Prediction } from './measures.ts';
import { exampleOf, type FeatureRow, type FeatureSelection, fitModel } from './model.ts';
import { classify, type Weights } from './softmax.ts';
import { classes } from './training-rows.ts';

const predictAll = (weights: Weights, rows: readonly FeatureRow[], settings: FeatureSelection): Prediction[] =>
  rows.map((row) => {
    const [negative = 0, neutral = 0, positive = 0] = classify(weights, exampleOf(row, settings));
    return { is: row.label, taken: classes.indexOf(labelOf({ negative, neutral, positive })), pNegative: negative };
  });

/** Trained on some rows and asked about others. */
export const trainAndTest = (
  trained: readonly FeatureRow[],
  asked: readonly FeatureRow[],
  settings: FeatureSelection = {},
): Prediction[] => predictAll(fitModel(trained, settings), asked, settings);

/** Every row judged by a model that saw the other four fifths of its source, and all of `beside`. */
export const crossValidate = (
  rows: readonly FeatureRow[],
  beside: readonly FeatureRow[] = [],
  settings: FeatureSelection = {},
): Prediction[] => {
  const generator = xoroshiro128plus(11);
  const shuffled = shuffler(() => (generator.next() >>> 0) / 2 ** 32)([...rows]);
  return Array.from({ length: 5 }, (_, fold) => fold).flatMap((fold) =>
    trainAndTest(
      [...shuffled.filter((_, i) => i % 5 !== fold), ...beside],
      shuffled.filter((_, i) => i % 5 === fold),
      settings,
    ),
  );
};
