import type { EscalationReason, Matter, Policy } from '@warmline/contracts';
import type { ParsedText } from '../text/parsed-text.ts';

/** Asks about something, without wanting it done now. */
const ASKS_ABOUT =
  /(?:^| )(?:how (?:do|can|could|would|should|to|does)|what (?:do|must|should|would|does|is|are|happens?)|where (?:do|can)|when (?:do|can|will)|is it possible|is there (?:a|any) (?:way|fee|charge|cost)|do not know (?:how|what|where)|not sure how|(?:want|like|need) to (?:know|ask|understand)|question about|wondering|information (?:about|on)|do i have to|can i (?!have|get|please)|am i able|will i be)/;
/** Asks for it all the same. */
const ASKS_FOR = /(?:^| )(?:can|could|would|will) you(?! tell| explain)|please (?!tell|explain)|help me (?!understand)/;

/** The words of a text for look-ups: lower case, typos corrected, contractions written out, one blank around each. */
export const lookupText = (parsed: ParsedText): string => ` ${parsed.clauses.map(({ text }) => text).join(' . ')} `;

export const onlyAsks = (text: string): boolean => ASKS_ABOUT.test(text) && !ASKS_FOR.test(text);

/** The first matter of the policy that a text is about, explains all `reasons`, and is `allowed`. */
export const matterFinder = ({ playbooks }: Policy) => {
  const spaced = (words: readonly string[]): string[] => words.map((word) => ` ${word.toLowerCase()}`);
  const matters = playbooks.matters.map((matter) => ({
    matter,
    words: matter.words.map(spaced),
    unless: spaced(matter.unless),
  }));
  return (
    text: string,
    reasons: readonly EscalationReason[] = [],
    allowed: (matter: Matter) => boolean = () => true,
  ): Matter | null => {
    const found = matters.find(
      ({ matter, words, unless }) =>
        reasons.every((reason) => matter.reasons.includes(reason)) &&
        allowed(matter) &&
        words.every((group) => group.some((word) => text.includes(word))) &&
        !unless.some((word) => text.includes(word)),
    );
    return found?.matter ?? null;
  };
};
export type MatterFinder = ReturnType<typeof matterFinder>;
