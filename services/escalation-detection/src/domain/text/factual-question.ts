import type { ParsedText } from './parsed-text.ts';

/** Start of a factual question. */
const FACTUAL_QUESTION =
  /^(?:(?:hi|hello|hey|please|ok|and|so|can you tell me|do you know|tell me) ,? ?)*(?:how (?:do|can|could|would|should|to|much|many|far|long|old|often|does|did)|what (?!a\b|an\b|the hell)|who|when|where|which|is|are|does|did)\b/;
const GENERIC_PRONOUN = /^(?:.* )?how (?:do|can|could|would|should) (?:i|we|you|one)\b/;
/** Customers who mention themselves, the bot, the company or a possession, or who add emphasis. */
const PERSONAL =
  /\b(?:i|me|my|mine|we|us|our|you|your|this|these|still|again|never|not|nobody|always|so|such|even|ever|why)\b/;

/** True where a message has only factual questions and requests to an assistant: its words say nothing about sentiment. */
export const isFactualQuestion = ({ clauses }: ParsedText): boolean =>
  clauses.length > 0 &&
  clauses.every(
    ({ text, isOffTopic }) =>
      isOffTopic || (FACTUAL_QUESTION.test(text) && !PERSONAL.test(text.replace(GENERIC_PRONOUN, ''))),
  );
