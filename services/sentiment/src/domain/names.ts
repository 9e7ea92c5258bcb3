import type { Token } from './tokens.ts';

const CAPITALISED = /^\p{Lu}[\p{Ll}'*]/u;
const CONNECTOR = /^(?:and|of|on|the|in|a|for|to)$/;
/** Words of a complaint that some write with a capital: "Terrible Service". */
const ORDINARY =
  /^(?:i|i'\w+|\w+n't|\w+ly|damn\w*|fuck\w*|service|support|customers?|company|experience|staff|products?|quality|website|app|airline|delivery|order)$/;

/** Of a word in the middle of a sentence, and not one of those that a complaint may stress. */
const isCapitalised = (tokens: readonly Token[], index: number): boolean => {
  const token = tokens[index];
  if (
    token?.is !== 'word' ||
    token.written === token.word ||
    !CAPITALISED.test(token.written) ||
    ORDINARY.test(token.word)
  )
    return false;
  const before = tokens[index - 1];
  return before !== undefined && !(before.is === 'mark' && /[.!?:"…]/.test(before.written)) && before.is !== 'mention';
};

const neighbour = (tokens: readonly Token[], index: number, step: -1 | 1): boolean => {
  let at = index + step;
  for (let skipped = 0; skipped < 2; skipped++, at += step) {
    const token = tokens[at];
    if (token?.is !== 'word' || !CONNECTOR.test(token.word) || CAPITALISED.test(token.written)) break;
  }
  return isCapitalised(tokens, at);
};

/** In a headline most words have a capital, so that a capital says nothing. */
const MAX_SHARE = 0.6;

/** Which tokens are capitalised words beside another inside a sentence: a title or a name, as "Bad Seed" or "Crime and Punishment". */
export const namesIn = (tokens: readonly Token[]): ReadonlySet<number> => {
  let [words, capitalised] = [0, 0];
  const found = new Set<number>();
  for (const [index, token] of tokens.entries()) {
    if (token.is !== 'word') continue;
    words++;
    if (!CAPITALISED.test(token.written)) continue;
    capitalised++;
    if (isCapitalised(tokens, index) && (neighbour(tokens, index, -1) || neighbour(tokens, index, 1))) found.add(index);
  }
  return capitalised > words * MAX_SHARE ? new Set() : found;
};
