import { BUCKETS, bucketsOf, names, PRESENT, read, type Weights } from '@warmline/sentiment/model';
import type { Row } from './rows.ts';
import { type Example, type Weights as Fitted, fit } from './softmax.ts';

/** A row as the model sees it, before any weight. */
export interface Seen extends Row {
  readonly features: readonly number[];
  readonly buckets: readonly number[];
}

export interface Settings {
  /** Features left out, by name. */
  readonly without?: (name: string) => boolean;
  readonly grams?: boolean;
}

/** Penalties chosen on sources that were not trained on (docs/sentiment.md); the bias has next to none. */
const PENALTY = { bias: 0.001, feature: 0.3, gram: 3 } as const;
/** The project's own messages are few and nearest to what the service reads. */
const COUNTS: Readonly<Record<string, number>> = { service: 3 };

export const seen = (rows: readonly Row[]): Seen[] =>
  rows.map((row) => {
    const { features, words } = read(row.text);
    return { ...row, features, buckets: bucketsOf(words) };
  });

export const exampleOf = ({ features, buckets, is, source }: Seen, settings: Settings = {}): Example => {
  const { without = () => false, grams = true } = settings;
  const used = grams ? buckets : [];
  const kept = features.map((value, i) => (without(names[i] ?? '') ? 0 : value));
  return {
    at: Int32Array.from([...features.keys(), ...used.map((bucket) => names.length + bucket)]),
    values: Float64Array.from([...kept, ...used.map(() => PRESENT)]),
    is,
    counts: COUNTS[source] ?? 1,
  };
};

export const fitted = (rows: readonly Seen[], settings: Settings = {}): Fitted =>
  fit(
    rows.map((row) => exampleOf(row, settings)),
    names.length + (settings.grams === false ? 0 : BUCKETS),
    { of: (i) => (i === 0 ? PENALTY.bias : i < names.length ? PENALTY.feature : PENALTY.gram) },
  );

/** As they are shipped: features to four digits, grams to a signed byte. */
export const quantised = (rows: readonly Seen[], { negative, positive }: Fitted): Weights => {
  const grams = Float64Array.from([...negative.slice(names.length), ...positive.slice(names.length)]);
  const step = grams.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127;
  const digits = (weight = 0) => Number(weight.toFixed(4));
  return {
    features: names.map((name, i) => [name, digits(negative[i]), digits(positive[i])]),
    fingerprint: fingerprintOf(rows),
    step: Number(step.toPrecision(6)),
    grams: Buffer.from(Int8Array.from(grams, (weight) => Math.round(weight / step)).buffer).toString('base64'),
  };
};

/** FNV-1a over the features of the project's own rows, to three digits: what another version of the feature code would change. */
export const fingerprintOf = (rows: readonly Seen[]): string => {
  let h = 0x811c9dc5;
  for (const { source, features, buckets } of rows) {
    if (source !== 'service') continue;
    for (const value of [...features.map((f) => Math.round(f * 1_000)), ...buckets])
      h = Math.imul(h ^ (value & 0xffff), 0x01000193);
  }
  return (h >>> 0).toString(16).padStart(8, '0');
};

/** The file the service imports. */
export const fileOf = ({ features, fingerprint, step, grams }: Weights): string =>
  [
    '// Written by `npm run train:sentiment`; what it was fitted on is named in NOTICE, how well it does in docs/sentiment.md.',
    "import type { Weights } from './model.ts';",
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
