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
    return {
      actual: row.label,
      predicted: classes.indexOf(labelOf({ negative, neutral, positive })),
      pNegative: negative,
    };
  });

/** Trained on `trained` and tested on `tested`. */
export const trainAndTest = (
  trained: readonly FeatureRow[],
  tested: readonly FeatureRow[],
  settings: FeatureSelection = {},
): Prediction[] => predictAll(fitModel(trained, settings), tested, settings);

/** Every row predicted by a model that was trained on the other four fifths of its source and on all of `extraRows`. */
export const crossValidate = (
  rows: readonly FeatureRow[],
  extraRows: readonly FeatureRow[] = [],
  settings: FeatureSelection = {},
): Prediction[] => {
  const generator = xoroshiro128plus(11);
  const shuffled = shuffler(() => (generator.next() >>> 0) / 2 ** 32)([...rows]);
  return Array.from({ length: 5 }, (_, fold) => fold).flatMap((fold) =>
    trainAndTest(
      [...shuffled.filter((_, i) => i % 5 !== fold), ...extraRows],
      shuffled.filter((_, i) => i % 5 === fold),
      settings,
    ),
  );
};
