import { labelOf } from '@warmline/sentiment/model';
import { type Judged, sequence } from './measures.ts';
import { exampleOf, fitted, type Seen, type Settings } from './model.ts';
import { classes } from './rows.ts';
import { classify, type Weights } from './softmax.ts';

const judgedBy = (weights: Weights, rows: readonly Seen[], settings: Settings): Judged[] =>
  rows.map((row) => {
    const [negative = 0, neutral = 0, positive = 0] = classify(weights, exampleOf(row, settings));
    return { is: row.is, taken: classes.indexOf(labelOf({ negative, neutral, positive })), pNegative: negative };
  });

/** Trained on some rows and asked about others. */
export const across = (trained: readonly Seen[], asked: readonly Seen[], settings: Settings = {}): Judged[] =>
  judgedBy(fitted(trained, settings), asked, settings);

/** Every row judged by a model that saw the other four fifths of its source, and all of `beside`. */
export const folded = (rows: readonly Seen[], beside: readonly Seen[] = [], settings: Settings = {}): Judged[] => {
  const next = sequence(11);
  const shuffled = rows
    .map((row) => ({ row, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ row }) => row);
  return Array.from({ length: 5 }, (_, fold) => fold).flatMap((fold) =>
    across(
      [...shuffled.filter((_, i) => i % 5 !== fold), ...beside],
      shuffled.filter((_, i) => i % 5 === fold),
      settings,
    ),
  );
};
