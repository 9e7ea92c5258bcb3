import type { ParsedText } from './parsed-text.ts';

/** A question about the world, begun as such. */
const FACTUAL_QUESTION =
  /^(?:(?:hi|hello|hey|please|ok|and|so|can you tell me|do you know|tell me) ,? ?)*(?:how (?:do|can|could|would|should|to|much|many|far|long|old|often|does|did)|what (?!a\b|an\b|the hell)|who|when|where|which|is|are|does|did)\b/;
const GENERIC_PRONOUN = /^(?:.* )?how (?:do|can|could|would|should) (?:i|we|you|one)\b/;
/** Who speaks of himself, of whoever answers or of what he has, or marks what he says. */
const PERSONAL =
  /\b(?:i|me|my|mine|we|us|our|you|your|this|these|still|again|never|not|nobody|always|so|such|even|ever|why)\b/;

/** Nothing but questions about the world and errands: whatever words stand in it, it says nothing of how the customer feels. */
export const isFactualQuestion = ({ clauses }: ParsedText): boolean =>
  clauses.length > 0 &&
  clauses.every(
    ({ text, isOffTopic }) =>
      isOffTopic || (FACTUAL_QUESTION.test(text) && !PERSONAL.test(text.replace(GENERIC_PRONOUN, ''))),
  );
