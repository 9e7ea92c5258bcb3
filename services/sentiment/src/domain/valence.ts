import { emoticonValence, intensityOf, isNegator, valenceOf } from './lexicon.ts';
import { namesIn } from './names.ts';
import type { Phrase } from './phrases.ts';
import type { Token } from './tokens.ts';

/** The rated words and emoticons of a text, with everything that modifies them. */
export interface ValenceSummary {
  readonly contributions: readonly { readonly word: string; readonly weight: number }[];
  readonly negative: number;
  readonly positive: number;
  readonly worst: number;
  readonly best: number;
  readonly balance: number;
  /** The sum, -1..1, by VADER's normalisation x / sqrt(x^2 + 15). */
  readonly compound: number;
  /** Valence of the first and of the last rated word, -1..1. */
  readonly first: number;
  readonly last: number;
  readonly negations: number;
  readonly contrasts: number;
  readonly ratedWords: number;
  readonly positiveEmoticons: number;
  readonly negativeEmoticons: number;
  /** True where a phrase says that earlier trouble is over. */
  readonly isRelieved: boolean;
}

const ALPHA = 15;
const bounded = (x: number): number => Math.max(-1, Math.min(1, x / 4));

/** `No thanks` is not a negation. */
const isThanks = (next: Token | undefined): boolean => next?.is === 'word' && /^(?:thank|thanks|thx)$/.test(next.word);

/** Laughter is never denied: "nobody hacked me lol". */
const LAUGHTER = /^(?:lol|lmao|rofl|(?:ha){2,})$/;

interface Found {
  readonly word: string;
  weight: number;
  readonly isSign: boolean;
}

/** What is left of a trouble that is over. */
const OVER = 0.3;

/**
 * Negation, intensifiers, upper case, elongation and contrast modify a word's valence. In a sarcastic text praise does not count. A phrase
 * counts as a whole, and a word of a name not at all.
 */
export const summariseValence = (
  tokens: readonly Token[],
  phrases: readonly Phrase[] = [],
  sarcastic = false,
): ValenceSummary => {
  const found: Found[] = [];
  const names = namesIn(tokens);
  let [negations, contrasts, nextPhrase] = [0, 0, 0];
  let [intensity, intensityLeft, negationLeft, afterContrast] = [1, 0, 0, 0];
  for (const [index, token] of tokens.entries()) {
    if (token.is === 'mark' && /[.!?;…]/.test(token.written)) [negationLeft, intensityLeft] = [0, 0];
    if (token.is === 'emoticon') {
      const valence = emoticonValence(token.written);
      if (valence === undefined) continue;
      found.push({ word: token.written, weight: valence, isSign: true });
    }
    if (token.is !== 'word') continue;
    const { word } = token;
    const phrase = phrases[nextPhrase];
    if (phrase !== undefined && token.at >= phrase.from) {
      if (token.at + token.written.length < phrase.to && tokens[index + 1] !== undefined) continue;
      nextPhrase++;
      if (phrase.isRelief) for (const one of found) if (one.weight < 0) one.weight *= OVER;
      if (phrase.valence !== 0 && !names.has(index))
        found.push({ word: phrase.words, weight: phrase.valence, isSign: false });
      [negationLeft, intensityLeft] = [0, 0];
      continue;
    }
    if (names.has(index) && (isNegator(word) || (valenceOf(word) ?? 0) < 0)) continue;
    if (word === 'but' || word === 'however' || word === 'although') {
      contrasts++;
      afterContrast = found.length;
      negationLeft = 0;
    }
    const valence = valenceOf(word);
    if (valence !== undefined && valence !== 0) {
      const meant = sarcastic && valence > 0 ? -valence / 2 : valence;
      const stressed = meant * (token.isUpperCase || token.isElongated ? 1.3 : 1);
      const turned = negationLeft > 0 && !LAUGHTER.test(word) ? (meant > 0 ? -0.7 : -0.4) * stressed : stressed;
      found.push({ word, weight: turned * (intensityLeft > 0 ? intensity : 1), isSign: false });
    }
    const factor = intensityOf(word);
    if (factor !== undefined) [intensity, intensityLeft] = [factor, 3];
    if (isNegator(word)) {
      const next = tokens[index + 1];
      const denies = word !== 'no' || (next?.is === 'word' && !/^(?:problem|problems|worries)$/.test(next.word));
      if (denies && !isThanks(next)) negations++;
      negationLeft = isThanks(next) ? 0 : 4;
    }
    negationLeft--;
    intensityLeft--;
  }
  readTears(found);
  const contributions =
    contrasts === 0
      ? found
      : found.map(({ word, weight }, i) => ({ word, weight: weight * (i < afterContrast ? 0.6 : 1.3) }));
  let [negative, positive, worst, best] = [0, 0, 0, 0];
  for (const { weight } of contributions) {
    if (weight < 0) negative -= weight;
    else positive += weight;
    worst = Math.max(worst, -weight);
    best = Math.max(best, weight);
  }
  const balance = positive - negative;
  return {
    contributions,
    negative,
    positive,
    worst,
    best,
    balance,
    compound: balance / Math.sqrt(balance * balance + ALPHA),
    first: bounded(contributions[0]?.weight ?? 0),
    last: bounded(contributions.at(-1)?.weight ?? 0),
    negations,
    contrasts,
    ratedWords: found.filter(({ isSign }) => !isSign).length,
    positiveEmoticons: found.filter(({ isSign, weight }) => isSign && weight > 0).length,
    negativeEmoticons: found.filter(({ isSign, weight }) => isSign && weight < 0).length,
    isRelieved: phrases.some(({ isRelief }) => isRelief),
  };
};

const TEARS: ReadonlySet<string> = new Set(['😭', '😢', '🥺']);

/** Tears beside more praise than complaint are tears of joy; a row of them is one sign. */
const readTears = (found: readonly Found[]): void => {
  if (!found.some(({ word }) => TEARS.has(word))) return;
  const rest = found.reduce((sum, { word, weight }) => sum + (TEARS.has(word) ? 0 : weight), 0);
  let isFirst = true;
  for (const one of found) {
    if (!TEARS.has(one.word)) continue;
    one.weight = (isFirst ? 1 : 0.2) * (rest > 0 ? 1 : one.weight);
    isFirst = false;
  }
};
