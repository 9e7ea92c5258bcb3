import { exponential, logGamma, type Random } from '@warmline/queue-wait-estimation/forecast';
import type { SimulatedRequest } from './output-lines.ts';
import type { Distribution, Scenario } from './scenario.ts';

/** Standard normal, by Box and Muller (1958). */
const normal = (random: Random): number => Math.sqrt(2 * exponential(random)) * Math.cos(2 * Math.PI * random());

/** Log-normal, by its mean and coefficient of variation. */
export const logNormal = (mean: number, cv: number, random: Random): number => {
  const variance = Math.log1p(cv * cv);
  return mean * Math.exp(Math.sqrt(variance) * normal(random) - variance / 2);
};

/** One value of the distribution. */
export const sample = (law: Distribution, random: Random): number => {
  switch (law.dist) {
    case 'exp':
      return law.mean * exponential(random);
    case 'lognormal':
      return logNormal(law.mean, law.cv, random);
    case 'weibull':
      return (law.mean * exponential(random) ** (1 / law.shape)) / Math.exp(logGamma(1 + 1 / law.shape));
  }
};

/** Seconds until an agent answers an offer. */
export const sampleAnswerTime = ({ answer }: Scenario, { random }: SimulatedRequest): number =>
  answer.mean_s === 0 ? 0 : answer.mean_s * exponential(random);
