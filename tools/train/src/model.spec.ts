import { expect, test } from '@jest/globals';
import { extractFeatures, featureNames, probabilitiesOf, weights } from '@warmline/sentiment/model';
import { macroF1 } from './measures.ts';
import { exampleOf, featureRows, fingerprintOf, fitModel, quantize, weightsFile } from './model.ts';
import { classify } from './softmax.ts';
import { trainAndTest } from './train-and-test.ts';
import { heldOutRows, trainingRows } from './training-rows.ts';

const rows = trainingRows();
const service = featureRows(rows.filter(({ source }) => source === 'service'));

test('the committed weights were fitted to the features of the current code', () => {
  expect(weights.features.map(([name]) => name)).toEqual(featureNames);
  expect(weights.fingerprint).toBe(fingerprintOf(service));
});

test('a change of the features of one text changes the fingerprint', () => {
  const changed = service.map((row, i) => (i === 7 ? { ...row, features: row.features.map((f) => f + 0.01) } : row));
  expect(fingerprintOf(changed)).not.toBe(fingerprintOf(service));
});

test('the same rows give the same small file of weights, byte for byte', () => {
  const some = service.filter((_, i) => i % 8 === 0);
  const file = weightsFile(quantize(some, fitModel(some)));
  expect(weightsFile(quantize(some, fitModel(some)))).toBe(file);
  expect(file.length).toBeLessThan(500_000);
});

test('the quantized weights give the probabilities of the fitted ones, to a hundredth', () => {
  const some = service.filter((_, i) => i % 4 === 0);
  const exact = fitModel(some);
  const { step } = quantize(some, exact);
  expect(step).toBeGreaterThan(0);
  const quantized = quantize(some, exact);
  for (const row of some.slice(0, 40)) {
    const [negative = 0] = classify(exact, exampleOf(row));
    let z = 0;
    let up = 0;
    row.features.forEach((value, i) => {
      z += value * (quantized.features[i]?.[1] ?? 0);
      up += value * (quantized.features[i]?.[2] ?? 0);
    });
    const grams = Int8Array.from(Buffer.from(quantized.grams, 'base64'));
    for (const bucket of row.buckets) {
      z += 0.3 * quantized.step * (grams[bucket] ?? 0);
      up += 0.3 * quantized.step * (grams[grams.length / 2 + bucket] ?? 0);
    }
    expect(Math.abs(Math.exp(z) / (1 + Math.exp(z) + Math.exp(up)) - negative)).toBeLessThan(0.01);
  }
});

test('no text of the held-out set is a training text', () => {
  const trained = new Set(rows.map(({ text }) => text.toLowerCase()));
  expect(heldOutRows().filter(({ text }) => trained.has(text.toLowerCase()))).toEqual([]);
});

test('the committed model recognises most negative complaints it was not trained on', () => {
  const negative = heldOutRows().filter(({ label }) => label === 0);
  const recognised = negative.filter(({ text }) => {
    const { features, words } = extractFeatures(text);
    return probabilitiesOf(features, words).negative >= 0.5;
  });
  expect(recognised.length / negative.length).toBeGreaterThan(0.7);
});

test('a model trained on some texts of a source beats the constant prediction on the others', () => {
  const [trained, tested] = [service.filter((_, i) => i % 3 !== 0), service.filter((_, i) => i % 3 === 0)];
  expect(macroF1(trainAndTest(trained, tested))).toBeGreaterThan(0.6);
});
