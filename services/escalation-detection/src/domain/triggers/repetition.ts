import { type Fingerprint, similarity, type TextCount } from '../text/fingerprint.ts';
import { type ParsedText, pattern } from '../text/parsed-text.ts';

const REQUEST = pattern(
  '(?:want|need|like to|help|please|trying|try|how|what|where|when|why|who|which|problem|issue|not working|does not|do not|did not|can not|is not|has not|have not|was not|never|still|told you|asked|keeps|keep|again|broken|stopped|stuck|wo|wann|warum|wieso|wie|was|kann ich|bitte|dónde|donde|cuándo|cuando|cómo|como|qué|por qué|puedo|où|quand|pourquoi|comment|combien|je veux|je voudrais|أين|متى|كيف|لماذا|أريد)',
);

/** The customer corrects what the bot made of their question: no repetition of it. */
const CORRECTION = /^(?:but|no|nope|sorry)(?: ,)? (?:my|the) question (?:is|was)(?= |$)/;

/** True where all that the customer says is what they asked: the bot turn before it says nothing of their wish. */
export const correctsBot = (parsed: ParsedText): boolean =>
  parsed.clauses.length > 0 && parsed.clauses.every(({ text }) => CORRECTION.test(text));

/** True for a question, request or complaint; false for an answer to a question of the bot ("10 GB", a name, an address). */
export const isRequest = (parsed: ParsedText): boolean =>
  parsed.clauses.some(({ text, isQuestion }) => !CORRECTION.test(text) && (isQuestion || text.search(REQUEST) >= 0));

const MAX_REMEMBERED = 10;

/** Adds a text to the earlier ones. `times`: how often similar texts occurred, 1 for a new one, 0 where it is too short to count. */
export const countRepetition = (
  before: readonly TextCount[],
  fingerprint: Fingerprint,
  minSimilarity: number,
  minWords: number,
): { counts: readonly TextCount[]; times: number } => {
  if (fingerprint.length < minWords) return { counts: before, times: 0 };
  const index = before.findIndex((one) => similarity(one.fingerprint, fingerprint) >= minSimilarity);
  const times = (before[index]?.times ?? 0) + 1;
  const others = before.filter((_, n) => n !== index);
  return {
    counts: [...others, { fingerprint: before[index]?.fingerprint ?? fingerprint, times }].slice(-MAX_REMEMBERED),
    times,
  };
};
