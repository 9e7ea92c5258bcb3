import type { BotPrompt, PromptKind } from '../state.ts';
import { offersAgentElsewhere } from './agent-offers.ts';
import { mentionsOrderOrAccount } from './cancellation.ts';

/** Characters read of a bot turn. */
const MAX_READ_LENGTH = 2_000;
/** Whom a bot offers. */
export const PERSON =
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

export const promptOf = (prompts: readonly BotPrompt[], is: PromptKind): BotPrompt | undefined =>
  prompts.find(({ prompt }) => prompt === is);

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
