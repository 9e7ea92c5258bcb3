import { matcher } from '../text/matcher.ts';
import { type Clause, type Detector, pattern } from '../text/parsed-text.ts';

const END =
  'cancel|cancell?ing|cancell?ations?|close|closing|terminat(?:e|ing|ion)|delet(?:e|ing|ions?)|remov(?:e|ing|al)|turn off|cut(?: off)?|deactivate|disconnect|end|ending|stop|stopping|quit|unsubscribe|drop|get rid of|shut down|get out of|leave|leaving';
const THING =
  'accounts?|subscriptions?|memberships?|contracts?|plans?|polic(?:y|ies)|insurance|services?|profile|orders?|purchases?|bookings?|reservations?|flights?|tickets?|hotel|trial|broadband|internet|cable|gym|auto ?renew(?:al)?|data';
const NOT_OURS =
  'alarms?|timers?|meetings?|calendar|appointments?|tables?|dinner|songs?|newsletters?|address(?:es)?|promises?|requests?|jobs?|downloads?|files?|photos?';

const patterns = [
  `(?:${END})(?: (?!(?:from|because|after|since|when|if) )[^ ,]+){0,5} (?:${THING})`,
  `(?:want|need|like|get|have|please)~ (?:${THING})~ (?:cancell?ed|closed|terminated|deleted|removed|ended|stopped)`,
  '(?:want|need|like|wish|decided|going|please|how|can i|can you|could you|trying)~ (?:cancel|cancell?ing|unsubscribe|terminate|quit|leave)',
  '^(?:please |pls |just )?cancel (?!(?:it|this|that|them)(?: |$))',
  '(?:switch|switching|moving)~ to another|business elsewhere|want out of',
].map(pattern);
/** They contain their own negation. */
const negativePatterns = [
  `(?:no longer|not) (?:[^ ,]+ )?(?:want|need|renew|continue|keep|require)(?: (?!(?:cancel|close|end|stop|delete|change)(?: |$))[^ ,]+){0,3} (?:${THING})`,
  '(?:do not|stop|not to|never) (?:auto ?)?renew(?:ing)?',
].map(pattern);

const masks = [
  `(?:${END})(?: [^ ,]+){0,4} (?:${NOT_OURS})`,
  'cancell?(?:ation|ing)?~ (?:fees?|charges?|polic(?:y|ies)|terms|costs?)',
  '(?:if|when|once|before|unless) (?:i|we|you|they)~ (?:cancel|close|stop|leave)~|can i cancel any',
].map(pattern);

const ORDER_OR_ACCOUNT = new RegExp(`\\b(?:${THING}|ordered|bought|subscribed|booked|company|bill)\\b`, 'i');
const NOT_OURS_AT_ALL = new RegExp(`\\b(?:${NOT_OURS})\\b`, 'i');

/** Mentions an order, a plan or an account: what "cancel it" can refer to. */
export const mentionsOrderOrAccount = (text: string): boolean =>
  ORDER_OR_ACCOUNT.test(text) && !NOT_OURS_AT_ALL.test(text);

/** "Has it been cancelled?", "why was it cancelled?": asks about the past. */
const STATUS =
  /^(?:has|have|is|was|were|why|did|when)(?: \S+){0,6} (?:cancell?ed|closed|deleted|terminated)(?: |$)|^did you (?:cancel|close)/;
const asksForStatus = (clause: Clause): boolean => STATUS.test(clause.text);

/** "Cancel it": a request only if the conversation has mentioned an order, a plan or an account. */
export const cancelsUnnamed: Detector = matcher({
  patterns: [
    '(?:cancel|end|close|delete|stop|terminate|drop|quit) (?:it|this|that|them|mine|those|these|all of it)',
    'cancel(?: please| now| then)?$',
  ].map(pattern),
  masks,
  skipClause: asksForStatus,
});

const wish = matcher({ patterns, negativePatterns, masks, skipClause: asksForStatus });

/** Wants to cancel, or to close the account. An earlier cancellation, its status or its fee does not match. */
export const cancellation: Detector = Object.assign(
  (parsed: Parameters<Detector>[0]) =>
    wish(parsed) ?? (mentionsOrderOrAccount(parsed.raw) ? cancelsUnnamed(parsed) : null),
  { refuses: wish.refuses },
);

/** Mentions a past cancellation, or one that should have been made. Not a request to cancel now. */
export const mentionsEarlierCancellation: Detector = matcher({
  patterns: [
    '(?:i|we|they|you|was|were|is|been|got|had|have|has)~ cancell?ed',
    '(?:called|asked|told)~ (?:to|for)~ cancel(?:l?ation)?',
    '(?:my|the|this|your) cancell?ation|cancell?ed (?:order|booking|subscription|it|this|that|my|the)',
  ].map(pattern),
});
