/** Whom the customer asks for, and what may stand before it. */
const PERSON =
  'humans?|human being|persons?|people|agents?|representatives?|reps?|operators?|advis[oe]rs?|colleagues?|managers?|supervisors?|(?:staff|team) members?|member of (?:the |your )?(?:staff|team)|customer (?:service|care|support)';
const ANYBODY = 'someone|somebody';
const BEFORE =
  '(?:(?:an?|the|your|some|one of your|actual|real|live|human|customer|service|support|senior|another|different|proper)\\s+){0,4}';
/** The construction ends here: no noun follows, as in "a human resources person". */
const END =
  '(?=\\s*(?:$|[.,!?;:)]|(?:please|pls|plz|now|asap|today|instead|here|about|to|for|who|that|and|or|on|in|at|from|because|i|if|regarding|immediately|directly|right|then|not|so|at)\\b))';

/** The closed list of constructions that ask for a person in so many words. */
const PLAIN = new RegExp(
  [
    `\\b(?:talk|speak|chat)(?:ing)?\\s+(?:directly\\s+)?(?:to|with)\\s+${BEFORE}(?:${PERSON}|${ANYBODY})\\b${END}`,
    `\\b(?:connect|transfer|put|pass|hand|switch|forward|escalate)\\s+(?:(?:me|us|this)\\s+)?(?:(?:through|over|on)\\s+)?(?:to|with)\\s+${BEFORE}(?:${PERSON}|${ANYBODY})\\b${END}`,
    `\\b(?:get|give|find|send)\\s+(?:me|us)\\s+${BEFORE}(?:${PERSON})\\b${END}`,
    `\\b(?:want|need)\\s+${BEFORE}(?:human|person|agent|representative|rep|operator|supervisor|manager)\\b${END}`,
    `^\\W*${BEFORE}(?:human|agent|representative|rep|operator|person|live chat|customer service|supervisor)(?:\\s+(?:please|pls|plz|now))*\\W*$`,
  ].join('|'),
  'i',
);

/** True for a request that uses one of these constructions; whether it is meant (no negation, no report) is the detector's to say. */
export const isPlainHumanRequest = (text: string): boolean => PLAIN.test(text);
