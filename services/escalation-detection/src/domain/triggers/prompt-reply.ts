import type { RuleId } from '@warmline/contracts';
import { answerTo } from '@warmline/text';
import type { BotPrompt, PromptKind } from '../state.ts';
import { matcher } from '../text/matcher.ts';
import { type ParsedText, pattern, type TextMatch } from '../text/parsed-text.ts';
import { PERSON, promptOf } from './bot-prompts.ts';

/** Chooses the agent among the options offered. */
const CHOOSES_PERSON = new RegExp(
  `^\\W*(?:switch|(?:the |a |an |i would prefer the |your )?(?:second(?: one)?|latter|${PERSON}))(?:[\\s,.!]*(?:please|pls|then|thanks))*\\W*$`,
  'i',
);
const NEGATIVE_REPLY = /^\W*(?:no|nope|nah|not me|negative|never|n)\b(?!\W+(?:problem|worries|thanks|thank))/i;
/** The numbers of a menu, whatever their labels. */
const NUMBERS = Array.from({ length: 9 }, (_, index) => ({ id: String(index + 1), names: [] }));
const isExpectedReply = (text: string, expectedReply: string, language: string): boolean => {
  const answer = /^\d$/.test(expectedReply) ? answerTo({ kind: 'menu', choices: NUMBERS }, text, language) : null;
  if (answer !== null) return answer.is === 'choice' && answer.id === expectedReply;
  return isReply(text, expectedReply);
};
const isReply = (text: string, expectedReply: string): boolean =>
  text
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+$/u, '') === expectedReply;

const wholeMessage = ({ raw }: ParsedText): TextMatch => ({ span: [0, raw.length], text: raw });

/** What the encoder hears in the reply and the turn before it needs no words here; these are the plain ones. */
const DENIAL = [
  'not (?:me|mine|ours|us|my (?:doing|order|purchase))(?= ?$| ,| and| i | so)',
  '(?:i|we) (?:have |had )?(?:never|did not|do not|have not) (?:even )?(?:order|ordered|buy|bought|make|made|do|done|shop|shopped|sign|signed|authori[sz]e|authori[sz]ed|approve|approved|place|placed|use|used|request|requested|change|changed)(?: [^ ,]+){0,4}',
  '(?:i|we) (?:was|were) (?:asleep|sleeping|at home|home|at work|in bed|abroad)(?: [^ ,]+)?',
  '(?:some ?one|some ?body|another person|a hacker|hackers?)(?: else)?(?: has| have| had| is)?(?: [^ ,]+)? (?:in|changed|took|used|spent|reset|logged in|stole)(?: [^ ,]+)?',
].map(pattern);
const LOST_ITEM = [
  '(?:lost|misplaced|stolen|gone(?! (?:through|up|out))|missing|robbed|disappeared|left it|theft|snatched)(?: [^ ,]+)?',
].map(pattern);
const NOT_LOST = ['not (?:lost|stolen|missing|gone)|found it|neither'].map(pattern);
const DISPUTED_CHARGE = [
  '(?:that|this|it)(?: is| was| has been| must be)? (?:wrong|incorrect|a mistake|an error|not right|not correct|too much|too high|double)',
  '(?:can|could) not be (?:right|correct|true)|is not (?:right|correct|what (?:i|we) (?:agreed|signed))|does not (?:add up|match)',
  '(?:take|remove)(?: (?:it|that|this|them))? (?:off|back)|(?:want|need) (?:it|that|this|them) (?:off|gone|back|removed|refunded|reversed)|(?:dispute) (?:it|that|this)',
  '(?:supposed|meant) to be|should (?:be|have been) (?:free|[$£€]?[0-9][0-9.,]*)',
  '(?:i|we) (?:did not|never) (?:agree|agreed|ask|asked|sign|signed)(?: [^ ,]+){0,2}',
].map(pattern);

const denial = matcher({ negativePatterns: DENIAL });
const loss = matcher({ patterns: LOST_ITEM, masks: NOT_LOST });
const contradiction = matcher({ negativePatterns: DISPUTED_CHARGE });

/** Rules that the reply fires together with the bot's prompts, each with its position. `language` is the conversation's. */
export const matchReply = (
  parsed: ParsedText,
  prompts: readonly BotPrompt[],
  language: string,
): (readonly [RuleId, TextMatch])[] => {
  const { raw } = parsed;
  const matches: (readonly [RuleId, TextMatch])[] = [];
  const yesTo = (is: PromptKind): boolean =>
    prompts.some(
      ({ prompt, expectedReply }) =>
        prompt === is &&
        (expectedReply === null
          ? answerTo({ kind: 'yes-no' }, raw, language).is === 'yes'
          : isExpectedReply(raw, expectedReply, language)),
    );
  const choosesPerson = promptOf(prompts, 'offers-agent') !== undefined && raw.length < 80 && CHOOSES_PERSON.test(raw);
  if (choosesPerson || yesTo('offers-agent')) matches.push(['emotional.human-request', wholeMessage(parsed)]);
  if (yesTo('offers-cancellation')) matches.push(['stakes.cancellation', wholeMessage(parsed)]);
  const isIdentityCheck = promptOf(prompts, 'identity-check') !== undefined;
  const denied = isIdentityCheck || promptOf(prompts, 'account-activity') !== undefined ? denial(parsed) : null;
  const lostItem = promptOf(prompts, 'item-status') === undefined ? null : loss(parsed);
  const security = denied ?? lostItem ?? (isIdentityCheck && NEGATIVE_REPLY.test(raw) ? wholeMessage(parsed) : null);
  if (security !== null) matches.push(['stakes.security', security]);
  const dispute = promptOf(prompts, 'charge') === undefined ? null : contradiction(parsed);
  if (dispute !== null && security === null) matches.push(['stakes.billing-dispute', dispute]);
  return matches;
};
