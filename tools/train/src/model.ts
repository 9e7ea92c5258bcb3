import {
  BUCKETS,
  bucketsOf,
  extractFeatures,
  featureNames,
  NGRAM_PRESENCE,
  type Weights,
} from '@warmline/sentiment/model';
import { classify, type Example, type Weights as Fitted, fit, NOT_NEGATIVE } from './softmax.ts';
import { classes, type Row } from './training-rows.ts';

/** A row with its features, before any weight. */
export interface FeatureRow extends Row {
  readonly features: readonly number[];
  readonly buckets: readonly number[];
}

export interface FeatureSelection {
  /** Features that are left out, by name. */
  readonly without?: (name: string) => boolean;
  readonly grams?: boolean;
}

/** Penalties chosen on sources that were not trained on (docs/sentiment.md); the bias has almost none. */
const PENALTY = { bias: 0.001, feature: 0.4, gram: 4 } as const;
/** The project's own messages are few and most like those the service reads. Requests are many, short and alike. */
const SOURCE_WEIGHTS: Readonly<Record<string, number>> = { service: 3, requests: 0.2 };

export const featureRows = (rows: readonly Row[]): FeatureRow[] =>
  rows.map((row) => {
    const { features, words } = extractFeatures(row.text);
    return { ...row, features, buckets: bucketsOf(words) };
  });

export const exampleOf = (
  { features, buckets, label, source }: FeatureRow,
  settings: FeatureSelection = {},
): Example => {
  const { without = () => false, grams = true } = settings;
  const used = grams ? buckets : [];
  const kept = features.map((value, i) => (without(featureNames[i] ?? '') ? 0 : value));
  return {
    at: Int32Array.from([...features.keys(), ...used.map((bucket) => featureNames.length + bucket)]),
    values: Float64Array.from([...kept, ...used.map(() => NGRAM_PRESENCE)]),
    label,
    weight: SOURCE_WEIGHTS[source] ?? 1,
  };
};

/**
 * Shares of negative, neutral and positive that the probabilities stand for: those of messages about a service. The training texts have
 * others, most are positive (docs/sentiment.md).
 */
export const PRIOR: readonly number[] = [0.6, 0.2, 0.2];

export const fitModel = (rows: readonly FeatureRow[], settings: FeatureSelection = {}): Fitted => {
  const examples = rows.map((row) => exampleOf(row, settings));
  const fitted = fit(examples, featureNames.length + (settings.grams === false ? 0 : BUCKETS), {
    of: (i) => (i === 0 ? PENALTY.bias : i < featureNames.length ? PENALTY.feature : PENALTY.gram),
  });
  return withPrior(fitted, examples);
};

/** The weights after the shares of the classes have changed from those of the examples to `PRIOR`: the bias moves, the rest stays. */
const withPrior = ({ negative, positive }: Fitted, examples: readonly Example[]): Fitted => {
  const shares = [0, 0, 0];
  for (const example of examples) {
    const { label, weight } = example;
    const among =
      label === NOT_NEGATIVE
        ? [0, ...classify({ negative, positive }, example).slice(1)]
        : classes.map((_, i) => (i === label ? 1 : 0));
    const all = among.reduce((sum, one) => sum + one, 0);
    among.forEach((one, i) => {
      shares[i] = (shares[i] ?? 0) + (weight * one) / all;
    });
  }
  const [down = 0, middle = 0, up = 0] = shares.map((share, i) => Math.log((PRIOR[i] ?? 0) / share));
  return {
    negative: negative.with(0, (negative[0] ?? 0) + down - middle),
    positive: positive.with(0, (positive[0] ?? 0) + up - middle),
  };
};

/** Weights as shipped: features to four digits, n-grams as a signed byte. */
export const quantize = (rows: readonly FeatureRow[], { negative, positive }: Fitted): Weights => {
  const grams = Float64Array.from([...negative.slice(featureNames.length), ...positive.slice(featureNames.length)]);
  const step = grams.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127;
  const digits = (weight = 0) => Number(weight.toFixed(4));
  return {
    features: featureNames.map((name, i) => [name, digits(negative[i]), digits(positive[i])]),
    fingerprint: fingerprintOf(rows),
    step: Number(step.toPrecision(6)),
    grams: Buffer.from(Int8Array.from(grams, (weight) => Math.round(weight / step)).buffer).toString('base64'),
  };
};

/** FNV-1a over the features of the project's own rows, to three digits; changes when the feature code changes. */
export const fingerprintOf = (rows: readonly FeatureRow[]): string => {
  let h = 0x811c9dc5;
  for (const { source, features, buckets } of rows) {
    if (source !== 'service') continue;
    for (const value of [...features.map((f) => Math.round(f * 1_000)), ...buckets])
      h = Math.imul(h ^ (value & 0xffff), 0x01000193);
  }
  return (h >>> 0).toString(16).padStart(8, '0');
};

/** The source file the service imports. */
export const weightsFile = ({ features, fingerprint, step, grams }: Weights): string =>
  [
    '// Written by `npm run train:sentiment`; what it was fitted on is named in NOTICE, how well it does in docs/sentiment.md.',
    "import type { Weights } from './model-weights.ts';",
    '',
    'export const weights: Weights = {',
    '  features: [',
    ...features.map(([name, negative, positive]) => `    ['${name}', ${negative}, ${positive}],`),
    '  ],',
    `  fingerprint: '${fingerprint}',`,
    `  step: ${step},`,
    `  grams:\n    '${grams}',`,
    '};',
    '',
  ].join('\n');
