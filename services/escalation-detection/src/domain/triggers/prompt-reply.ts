import type { RuleId } from '@warmline/contracts';
import { answerTo } from '@warmline/text';
import type { BotPrompt, PromptKind } from '../state.ts';
import { matcher } from '../text/matcher.ts';
import { type ParsedText, pattern, type TextMatch } from '../text/parsed-text.ts';
import { offersAgentElsewhere } from './agent-offers.ts';
import { mentionsOrderOrAccount } from './cancellation.ts';

/** Characters read of a bot turn. */
const MAX_READ_LENGTH = 2_000;
const PERSON =
  '(?:humans?|persons?|people|someone|somebody|anyone|agents?|representatives?|reps?|operators?|advis[eo]rs?|colleagues?|managers?|supervisors?|specialists?|experts?|staff|team|department|desk|support|nurse|technicians?|engineers?|consultants?|officers?)';
const OFFERS_AGENT = new RegExp(
  `\\b(?:connect|transfer|put|bring in|get you|pass|hand|speak|talk|chat|escalate|prefer|like|want)\\b.{0,60}\\b${PERSON}\\b[^?]{0,60}\\?|\\b(?:or|i can|could also|also) (?:hand|transfer|connect|put|pass|get)\\b.{0,40}\\b${PERSON}\\b`,
  'i',
);
const OFFERS_CANCELLATION =
  /\b(?:would you like|do you (?:want|wish)|shall (?:i|we)|should (?:i|we)|want (?:me|us) to|like (?:me|us) to|are you sure|confirm)\b[^?]{0,60}\b(?:cancel|close|end|terminate|stop)\b[^?]{0,60}\?/i;
const IDENTITY_CHECK =
  /\b(?:was|is|were) (?:this|that|it|these|those)(?: \w+)? (?:you|yours)\b|\bdid you (?:make|authori[sz]e|approve|request|attempt|place|sign|try|send|order|start)\b|\bdo you recogni[sz]e\b/i;
const ITEM_STATUS = /\b(?:lost|stolen|missing|cards?|phone|sim|device)\b[^?]{0,60}\?/i;
const CHARGE =
  /\b(?:bill|invoice|fee|fees|charge|charges|balance|statement|total|premium|payment|price|amount|tariff|rate|rent|plan)\b[^?]{0,60}\d|\d[^?]{0,60}\b(?:bill|fee|charge|due|per month|a month|monthly|kwh)\b|\b(?:fee|charge|surcharge|penalty)\b(?=[.!])|\b(?:retained|deducted|withheld|charged|billed|debited|collected)\b/i;
const ACTIVITY =
  /\b(?:transactions?|purchases?|log-?ins?|sign-?ins?|signed in|logged in|sign in|orders?|used at|payments?|transfers?|withdrawals?|devices?|merchant|balance|password|payees?|beneficiary|activated|delivered|profile|codes? (?:are|is|were))\b/i;
const PROMPT_PATTERNS: readonly (readonly [PromptKind, RegExp])[] = [
  ['offers-agent', OFFERS_AGENT],
  ['identity-check', IDENTITY_CHECK],
  ['item-status', ITEM_STATUS],
  ['charge', CHARGE],
  ['account-activity', ACTIVITY],
];

/** "(2) get a specialist", "2. speak to our team", "2 to talk to an agent", "2 für einen Mitarbeiter". */
const MENU = /(?<=^|[\s(])(\d)\s?(?:[).:=]|\s(?:to|for|um|für|para|pour)\s|\s[-–]\s)\s?([^()\d?]{3,60})/g;
/** "Press 1 or say yes to talk to an agent." */
const SAY_YES = new RegExp(
  `\\b(?:say|reply|answer|type|press|send)\\b[^?.]{0,30}\\byes\\b[^?.]{0,40}\\b${PERSON}\\b`,
  'i',
);
const IS_PERSON = new RegExp(`\\b${PERSON}\\b`, 'i');
/** "Reply STAY or END." */
const REPLY = /\breply(?: with)? (?:\w+(?:,| or) )*?(end|stop|cancel|close|leave)\b/i;

/** The prompts of a bot turn, at most one of a kind. */
export const botPromptsIn = (text: string): BotPrompt[] => {
  const read = text.slice(0, MAX_READ_LENGTH);
  const found: BotPrompt[] = PROMPT_PATTERNS.filter(([, regex]) => regex.test(read)).map(([prompt]) => ({
    prompt,
    expectedReply: null,
  }));
  if (offersAgentElsewhere(read) && promptOf(found, 'offers-agent') === undefined)
    found.push({ prompt: 'offers-agent', expectedReply: null });
  const reply = REPLY.exec(read)?.[1];
  if (mentionsOrderOrAccount(read)) {
    if (reply !== undefined) found.push({ prompt: 'offers-cancellation', expectedReply: reply.toLowerCase() });
    else if (OFFERS_CANCELLATION.test(read)) found.push({ prompt: 'offers-cancellation', expectedReply: null });
  }
  const menuNumber = [...read.matchAll(MENU)].find(([, , what = '']) => IS_PERSON.test(what))?.[1];
  const others = found.filter(({ prompt }) => prompt !== 'offers-agent');
  if (SAY_YES.test(read)) others.push({ prompt: 'offers-agent', expectedReply: null });
  else if (menuNumber === undefined) return found;
  return menuNumber === undefined ? others : [...others, { prompt: 'offers-agent', expectedReply: menuNumber }];
};

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

const DENIAL = [
  'not (?:me|mine|ours|us|my (?:doing|order|purchase))(?= ?$| ,| and| i | so)',
  '(?:i|we) (?:have |had )?(?:never|did not|do not|have not) (?:even )?(?:ordered|order|bought|buy|made|make|done|do|dealt|been|spent|spend|shopped|signed|authori[sz]ed?|approved?|placed?|used?|heard|own)(?: [^ ,]+){0,4}',
  '(?:i|we) (?:was|were) (?:asleep|sleeping|at home|home|at work|in bed|abroad|nowhere near|on a plane)(?: [^ ,]+)?',
  '(?:some ?one|some ?body|another person|they|he|she|a hacker|hackers?)(?: else)?(?: has| have| had| is)?(?: [^ ,]+)? (?:been in|changed|got in|took|used|spent|reset|switched|hijacked|logged in|stole)(?: [^ ,]+)?',
  '(?:i|we) (?:have not|did not|never) (?:added|add|changed|change|asked|requested|moved|set up|received|got)(?: [^ ,]+){0,2}',
  '(?:activated|delivered|signed|changed|added|sent) by (?:who|whom)|never (?:reached|got to|came to) (?:me|us)',
  '(?:i am|i was|we are) not (?:signing|logging|trying)(?: [^ ,]+)?',
].map(pattern);
const LOST_ITEM = [
  '(?:lost|misplaced|stolen|gone(?! (?:through|up|out))|missing|nicked|robbed|swiped|vanished|disappeared|dropped|left it|lost it|theft|snatched)(?: [^ ,]+)?',
].map(pattern);
const NOT_LOST = ['not (?:lost|stolen|missing|gone)|found it|neither'].map(pattern);
const DISPUTED_CHARGE = [
  '(?:that|this|it)(?: is| was| has been| must be)? (?:wrong|incorrect|a mistake|an error|not right|not correct|too much|too high|double|nonsense|ridiculous|calculated wrong)',
  '(?:can|could) not be (?:right|correct|true)|is not (?:right|correct|what (?:i|we) (?:agreed|signed))|does not (?:add up|make sense|match)',
  '(?:take|remove|taken|put)(?: (?:it|that|this|them))? (?:off|back)|(?:remove|reverse|correct) (?:it|that|this)|(?:want|need) (?:it|that|this|them) (?:off|gone|back|removed|taken off|refunded|reversed|corrected)|(?:object to|dispute) (?:it|that|this)|give (?:one|it|that|them)(?: of them)? back|need to give back',
  'only (?:bought|made|had|ordered|booked|used) (?:one|1)|(?:second|other|first) one is (?:wrong|not mine|a mistake)|(?:meter|metering|figures?|math|maths|reading|numbers?) (?:is|are) (?:off|wrong)',
  '(?:supposed|meant) to be|should (?:be|have been) (?:free|[$£€]?[0-9][0-9.,]*)|(?:plan|contract|deal|price|tariff|quote|offer)(?: [^ ,]+)? (?:is|was|says|said) [$£€]?[0-9][0-9.,]*',
  '(?:i|we) did not (?:leave|add|agree|ask|order|request|use|have|want|sign)(?: [^ ,]+){0,2}',
  '(?:was|were|is|has|have) not (?:returned|late|agreed|told|informed|mentioned)|never (?:told|agreed|signed|asked|used|late|returned|missed)',
].map(pattern);

const denial = matcher({ negativePatterns: DENIAL });
const loss = matcher({ patterns: LOST_ITEM, masks: NOT_LOST });
const contradiction = matcher({ negativePatterns: DISPUTED_CHARGE });

const promptOf = (prompts: readonly BotPrompt[], is: PromptKind): BotPrompt | undefined =>
  prompts.find((prompt) => prompt.prompt === is);

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
