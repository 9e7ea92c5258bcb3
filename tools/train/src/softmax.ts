import { minimise } from './lbfgs.ts';

/** One text: the indices of its features with their values, its class and its weight. */
export interface Example {
  readonly at: Int32Array;
  readonly values: Float64Array;
  /** 0 negative, 1 neutral, 2 positive, or `NOT_NEGATIVE`. */
  readonly label: number;
  readonly weight: number;
}

/** The class of a text that is only known not to be negative. */
export const NOT_NEGATIVE = 3;

export interface Penalty {
  /** Half the inverse variance of each weight, by feature. */
  readonly of: (feature: number) => number;
}

/** Weights of negative and positive; those of neutral are zero. */
export interface Weights {
  readonly negative: Float64Array;
  readonly positive: Float64Array;
}

/** Multinomial logistic regression with L2, by maximum penalised likelihood. */
export const fit = (examples: readonly Example[], width: number, penalty: Penalty, iterations = 150): Weights => {
  const penalties = Float64Array.from({ length: width }, (_, i) => penalty.of(i));
  const objective = (w: Float64Array, gradient: Float64Array): number => {
    let loss = 0;
    for (let i = 0; i < w.length; i++) {
      const [weight, penalty] = [w[i] ?? 0, penalties[i % width] ?? 0];
      loss += penalty * weight * weight;
      gradient[i] = 2 * penalty * weight;
    }
    for (const { at, values, label, weight: exampleWeight } of examples) {
      let [down, up] = [0, 0];
      for (let k = 0; k < at.length; k++) {
        const [i, value] = [at[k] ?? 0, values[k] ?? 0];
        down += value * (w[i] ?? 0);
        up += value * (w[width + i] ?? 0);
      }
      const top = Math.max(down, up, 0);
      const [a, b, c] = [Math.exp(down - top), Math.exp(-top), Math.exp(up - top)];
      const all = a + b + c;
      const right = label === 0 ? a : label === 1 ? b : label === 2 ? c : b + c;
      loss -= exampleWeight * Math.log(right / all);
      const [ga, gc] = [
        exampleWeight * (a / all - (label === 0 ? 1 : 0)),
        exampleWeight * (c / all - (label === 2 ? 1 : label === NOT_NEGATIVE ? c / right : 0)),
      ];
      for (let k = 0; k < at.length; k++) {
        const [i, value] = [at[k] ?? 0, values[k] ?? 0];
        gradient[i] = (gradient[i] ?? 0) + ga * value;
        gradient[width + i] = (gradient[width + i] ?? 0) + gc * value;
      }
    }
    return loss;
  };
  const w = minimise(objective, new Float64Array(2 * width), { iterations, tolerance: 1e-3 });
  return { negative: w.slice(0, width), positive: w.slice(width) };
};

/** Probabilities of negative, neutral and positive. */
export const classify = ({ negative, positive }: Weights, { at, values }: Pick<Example, 'at' | 'values'>): number[] => {
  let [down, up] = [0, 0];
  for (let k = 0; k < at.length; k++) {
    down += (values[k] ?? 0) * (negative[at[k] ?? 0] ?? 0);
    up += (values[k] ?? 0) * (positive[at[k] ?? 0] ?? 0);
  }
  const top = Math.max(down, up, 0);
  const [a, b, c] = [Math.exp(down - top), Math.exp(-top), Math.exp(up - top)];
  return [a / (a + b + c), b / (a + b + c), c / (a + b + c)];
};
