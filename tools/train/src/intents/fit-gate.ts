import { GATE_BUCKETS, type GateWeights, gateBuckets, type IntentInput } from '@warmline/sentiment/intents';
import { minimise } from '../lbfgs.ts';

/** A message with whether the encoder, or its author, hears something in it. */
export interface GateRow extends IntentInput {
  readonly source: string;
  readonly isRaised: boolean;
}

/** Half the inverse variance of each weight, chosen on sources that were not trained on. */
const PENALTY = 0.15;
/** A miss is worse than a message read in vain. */
const RAISED_WEIGHT = 4;

/** Logistic regression on the gate's buckets, by maximum penalised likelihood, in steps of a signed byte. */
export const fitGate = (rows: readonly GateRow[], threshold: number): GateWeights => {
  const examples = rows.map((row) => {
    const buckets = gateBuckets(row);
    return { buckets, value: 1 / Math.sqrt(buckets.length), target: row.isRaised ? 1 : 0 };
  });
  const fitted = minimise(
    (w, gradient) => {
      let loss = 0;
      for (let i = 0; i < w.length; i++) {
        const weight = w[i] ?? 0;
        const penalty = i === GATE_BUCKETS ? 0.001 : PENALTY;
        loss += penalty * weight * weight;
        gradient[i] = 2 * penalty * weight;
      }
      for (const { buckets, value, target } of examples) {
        let sum = 0;
        for (const at of buckets) sum += w[at] ?? 0;
        const odds = (w[GATE_BUCKETS] ?? 0) + sum * value;
        const p = 1 / (1 + Math.exp(-odds));
        const weight = target === 1 ? RAISED_WEIGHT : 1;
        loss -= weight * Math.log(Math.max(1e-12, target === 1 ? p : 1 - p));
        const slope = weight * (p - target);
        gradient[GATE_BUCKETS] = (gradient[GATE_BUCKETS] ?? 0) + slope;
        for (const at of buckets) gradient[at] = (gradient[at] ?? 0) + slope * value;
      }
      return loss;
    },
    new Float64Array(GATE_BUCKETS + 1),
    { iterations: 120, tolerance: 1e-2 },
  );
  const weights = fitted.slice(0, GATE_BUCKETS);
  const step = weights.reduce((most, weight) => Math.max(most, Math.abs(weight)), 0) / 127;
  return {
    bias: Number((fitted[GATE_BUCKETS] ?? 0).toFixed(4)),
    threshold,
    step: Number(step.toPrecision(6)),
    weights: Buffer.from(Int8Array.from(weights, (weight) => Math.round(weight / step)).buffer).toString('base64'),
  };
};
