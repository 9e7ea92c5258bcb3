import { complaintsIn } from './complaints.ts';
import { intensityOf, negates, signValence, valenceOf } from './lexicon.ts';

/** Everything the weights look at, each about 0..1; order is that of `names`. */
export const names = [
  'bias',
  'negative',
  'positive',
  'worst',
  'compound',
  'complaint',
  'negations',
  'exclamations',
  'questions',
  'asks',
  'shouting',
  'elongation',
  'courtesy',
  'contrast',
  'length',
] as const;

/** The mood of a text before the weights; `balance` is on the scale of the lexicon, emphasis included. */
export interface Reading {
  readonly balance: number;
  readonly features: readonly number[];
  readonly words: readonly string[];
  /** Words with a valence of their own, emoji included. */
  readonly valued: number;
  readonly signs: number;
  readonly contributions: readonly { readonly word: string; readonly weight: number }[];
}

const TOKEN = /[\p{L}\p{N}]+(?:['*][\p{L}\p{N}*]+)*|[:;=][-']?[()DP/[]|<3|>:\(|\p{Extended_Pictographic}|[.!?;,]+/gu;
const ELONGATED = /([a-z])\1{2,}/;
const COURTESY =
  /\b(?:please|thanks?|thank you|could you|would you|can you|may i|hi|hello|good (?:morning|afternoon|evening)|kindly|i'd like|i would like)\b/g;
const ASKS =
  /^\W*(?:(?:hi|hello|hey|ok|so|and|please)\W+)?(?:where|what|when|how|which|who|can|could|may|do|does|is|are|would|will) /;
const saturate = (x: number, half: number): number => x / (x + half);

/** Undoes elongation: `sooo` -> `so`, `baaad` -> `bad`; a doubled letter is kept where that is the word known. */
const shortened = (word: string): string => {
  const doubled = word.replace(/([a-z])\1{2,}/g, '$1$1');
  return valenceOf(doubled) !== undefined ? doubled : word.replace(/([a-z])\1{2,}/g, '$1');
};

/** What a text shows of its writer's mood. Linear in its length. */
export const read = (raw: string): Reading => {
  const text = raw.replaceAll(/[’‘`]/g, "'");
  const lower = text.toLowerCase();
  const words: string[] = [];
  const contributions: { word: string; weight: number }[] = [];
  let [shouted, elongated, negations, exclamations, questions, contrasts, signs] = [0, 0, 0, 0, 0, 0, 0];
  let [intensity, intensityLeft, negationLeft, afterContrast] = [1, 0, 0, 0];
  const tally = (word: string, valence: number) => {
    const turned = negationLeft > 0 ? -0.6 * valence : valence;
    contributions.push({ word, weight: turned * (intensityLeft > 0 ? intensity : 1) });
  };
  for (const [token] of text.matchAll(TOKEN)) {
    const sign = signValence(token);
    if (sign !== undefined) {
      contributions.push({ word: token, weight: sign });
      signs++;
      continue;
    }
    if (/^[.!?;,]/.test(token)) {
      exclamations += token.split('!').length - 1;
      questions += token.split('?').length - 1;
      negationLeft = 0;
      intensityLeft = 0;
      continue;
    }
    const plain = token.toLowerCase();
    const stretched = ELONGATED.test(plain);
    const word = stretched ? shortened(plain) : plain;
    words.push(word);
    if (stretched) elongated++;
    const shouts =
      token.length > 2 && /\p{Lu}/u.test(token) && token === token.toUpperCase() && /^\p{L}+$/u.test(token);
    if (shouts) shouted++;
    if (word === 'but' || word === 'however') {
      contrasts++;
      afterContrast = contributions.length;
      negationLeft = 0;
    }
    const valence = valenceOf(word);
    if (valence !== undefined && valence !== 0) tally(word, valence * (shouts || stretched ? 1.3 : 1));
    const factor = intensityOf(word);
    if (factor !== undefined) [intensity, intensityLeft] = [factor, 3];
    if (negates(word)) {
      negations++;
      negationLeft = 4;
    }
    negationLeft--;
    intensityLeft--;
  }
  const weighed = contributions.map((c, i) =>
    contrasts === 0 ? c : { word: c.word, weight: c.weight * (i < afterContrast ? 0.6 : 1.3) },
  );
  let [negative, positive, worst] = [0, 0, 0];
  for (const { weight } of weighed) {
    if (weight < 0) negative -= weight;
    else positive += weight;
    worst = Math.max(worst, -weight);
  }
  const complaints = complaintsIn(lower);
  const complaint = complaints.reduce((sum, c) => sum + c.weight, 0);
  const balance = positive - negative - complaint;
  const compound = balance / Math.sqrt(balance * balance + 15);
  const against = compound > 0 ? -compound : 1;
  const loud = exclamations > 1 ? Math.min(exclamations, 5) * 0.3 : 0;
  const asking = questions > 1 ? Math.min(questions, 5) * 0.3 : 0;
  const caps = shouted > 1 ? 2 * saturate(shouted, 2) : 0;
  const emphasis = balance > 0 ? loud : -(loud + asking + caps + 0.5 * Math.min(negations, 3));
  const all = [...weighed, ...complaints.map((c) => ({ word: c.words, weight: -c.weight }))];
  return {
    balance: balance + emphasis,
    words,
    valued: contributions.length - signs,
    signs,
    contributions: all,
    features: [
      1,
      saturate(negative, 3),
      saturate(positive, 3),
      saturate(worst, 3),
      compound,
      saturate(complaint, 3),
      Math.min(negations, 3) / 3,
      exclamations > 1 ? Math.min(exclamations, 5) * 0.2 * against : 0,
      questions > 1 ? Math.min(questions, 5) * 0.2 * against : 0,
      balance >= 0 && negations === 0 && questions < 2 && (questions === 1 || ASKS.test(lower)) ? 1 : 0,
      shouted > 1 ? saturate(shouted, 2) * against : 0,
      elongated > 0 ? against : 0,
      Math.min(lower.match(COURTESY)?.length ?? 0, 2) / 2,
      contrasts > 0 ? 1 : 0,
      saturate(words.length, 15),
    ],
  };
};
