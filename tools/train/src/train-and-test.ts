import { labelOf } from '@warmline/sentiment/model';
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
