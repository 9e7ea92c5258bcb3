import { type Clause, type Detector, type Found, look, pattern, type Reading } from './reading.ts';

const CANCEL = 'cancel|canceling|cancelling|cancle|cancell|call off|calling off';
const END =
  'clos(?:e|ing)|terminat(?:e|ing)|delet(?:e|ing)|remov(?:e|ing)|deactivat(?:e|ing)|disabl(?:e|ing)|discontinu(?:e|ing)|end(?:ing)?|stop(?:ping)?|eras(?:e|ing)|quit(?:ting)?|eliminat(?:e|ing)|shut(?:ting)? down|get(?:ting)? rid of|disconnect(?:ing)?|cut(?: off)?|unsubscrib(?:e|ing)(?: from)?|leav(?:e|ing)|drop(?:ping)?';
const ENDED =
  'cancell?ed|closed|terminated|deleted|removed|deactivated|disabled|discontinued|ended|stopped|disconnected|erased|shut down';
const ACCOUNT = 'accounts?|subscriptions?|memberships?|contracts?|user profiles?|profiles?|insurance|policy|polices';
const SERVICE = `${ACCOUNT}|services?|plans?|connections?|cable|internet|broadband|packages?|lines?|auto ?(?:renew|renewal)|renewal`;
const THING = `${SERVICE}|orders?|bookings?|reservations?|transfers?|transactions?|payments?|purchases?|appointments?|it|this|that|everything|items?`;
/** What may stand between verb and object: adjectives and determiners; a preposition begins another thing. */
const MY = '(?: (?!(?:from|on|in|to|at|with|of|for|into|and|or|by|off|as|because|about) )[^ ,]+){0,4}';

const patterns = [
  `(?:${CANCEL})${MY} (?:${THING})`,
  `(?:want|need|like|wish|decided|going|trying|try|ready|please|how|help|can i|could i|let me|have|got|where|must|i will|i am|possible|way)~ (?:to )?(?:${CANCEL})`,
  `^(?:please )?(?:${CANCEL})`,
  `(?:${END})${MY} (?:${ACCOUNT})`,
  `(?:clos(?:e|ing)|terminat(?:e|ing)|discontinu(?:e|ing)|end(?:ing)?|stop(?:ping)?|disconnect(?:ing)?|cut(?: off)?|quit(?:ting)?|deactivat(?:e|ing)) (?:my|our|the|this|your|all)${MY} (?:${SERVICE})`,
  `(?:want|need|like|wish|get|please)(?: [^ ,]+){0,2} (?:${THING})(?: [^ ,]+)?(?: to be)? (?:${ENDED})`,
  `(?:${SERVICE})(?: to)? be (?:${ENDED})`,
  `(?:${ACCOUNT}|service) (?:cancell?ations?|terminations?|closures?|closing|deletions?|removals?|deactivation)`,
  `(?:cancell?ation|termination|closure|deletion|removal|deactivation) of${MY} (?:${SERVICE})`,
  '(?:want|need|like|request|requesting|process|start|make)(?: [^ ,]+){0,2} cancell?ation',
  `(?:want|need|trying|like|let|get)(?: me)?(?: to)?(?: get)? out of~ (?:${SERVICE})`,
  `(?:no longer|not)~ (?:want|need|wish|require)(?: to)?(?: have| keep| continue| use| be)?(?: my| this| the| your| with| an?)+(?: [^ ,]+)? (?:${SERVICE})(?: with you| any ?more| any longer)`,
  `no longer (?:want|need|wish|require)(?: to)?(?: have| keep| continue| use)?(?: my| this| the| your| with| an?)+(?: [^ ,]+)? (?:${SERVICE})`,
  '(?:take|taking|move|moving) (?:my|our) (?:business|money|custom) (?:elsewhere|to)',
  '(?:leave|leaving|quit|quitting|done with) (?:your|this) (?:company|bank|service|provider)',
  '(?:turn|switch|stop|disable)(?:ing)?(?: off)?~ auto ?(?:renew|renewal|matic renewal)',
  'no longer (?:want|wish|like) to (?:be|remain|stay)~ (?:customer|client|member)',
].map(pattern);

const certain = [
  `(?:not|do not) (?:want|wish|need|like)(?: to)? (?:renew|keep (?:my|this|the|paying for))${MY} (?:${SERVICE})?`,
  `(?:do not|not to|stop) (?:auto ?)?renew(?:ing)?`,
].map(pattern);

const FEE =
  'fees?|charges?|penalt(?:y|ies)|polic(?:y|ies)|costs?|terms|rules|conditions?|deadlines?|windows?|periods?|notice|rate';
const PROOF = 'number|numbers|confirmation|e ?mail|status|request|date|letter|refund|reference|receipt';
const masks = [
  // Its fee, its rules, its state: the bot tries first.
  `(?:cancell?ation|cancell?ing|cancel|early termination|termination|terminating|early exit|exit|withdrawal|closing|closure|closing account|deletion)(?: [^ ,]+){0,2} (?:${FEE})`,
  `(?:${FEE}|much|cost|charged|pay|paid|penalized)~ (?:for|of|on|to|if|when|after)~ (?:cancel|cancell?ation|cancell?ing|clos(?:e|ing|ure)|terminat(?:e|ing|ion)|delet(?:e|ing|ion))(?: [^ ,]+){0,4}`,
  `(?:cancell?ation|closure|deletion|termination)s? (?:${PROOF})`,
  // Told of an earlier wish, or of somebody else's doing.
  `(?:called|call|rang|phoned|asked|requested|emailed|wrote|told|applied|tried)(?: [^ ,]+){0,4} (?:to|for|about)(?: [^ ,]+){0,3} (?:cancel|cancell?ation|close|delete|terminate|stop)(?: [^ ,]+){0,6} (?:yesterday|ago|before|already|earlier|last|on|in|by)`,
  `(?:called|rang|phoned|emailed|wrote)(?: [^ ,]+){0,4} (?:to|for|about)(?: [^ ,]+){0,3} (?:cancel|cancell?ation)(?: [^ ,]+){0,4}`,
  '(?:status|state|confirmation|proof|record|update|news)~ (?:of|for|on|about)~ (?:cancell?ation|closure|termination)(?: [^ ,]+){0,4}',
  '(?:did|why did|why would|has|had|have|after|since|because) (?:you|they|he|she|the [^ ,]+) (?:cancel|close|delete|remove|terminate|stop)(?: [^ ,]+){0,4}',
  '(?:find|see|have|has|received?|got|no) (?:my|the|a|any|your|record of the|record of my) cancell?ation(?: [^ ,]+){0,3}',
  // Conditions and cases thought of, not asked for.
  '(?:if|when|once|before|until|unless|in case) (?:i|we|you) (?:ever |do |should |want to |wanted to )?(?:cancel|close|delete|terminate|stop)(?: [^ ,]+){0,5}',
  '(?:can|could|may) i cancel(?: [^ ,]+){0,3} (?:any ?time|at any time|free|for free|whenever|later)',
  '(?:cancel|close|stop|end) (?:this|the|our|that) (?:chat|conversation|window|tab|pop ?up|question|ad|ads)',
  '(?:stop|end|leave|remove|drop|cut)~ (?:comment|review|feedback|message|tip|order off)',
  'cancel(?:lation)? (?:button|option|link|page)',
  `(?:${CANCEL}|unsubscribe|stop|end)(?: [^ ,]+){0,5} newsletters?`,
  '(?:last|current|previous|latest|plan|service|contract) end(?:s|ing)? (?:date)',
  '(?:account|service|plan|line)s? (?:closed|blocked|locked|disabled|suspended)',
].map(pattern);

const STATE_QUESTION = pattern(
  `(?:is|was|has|have|been|were|did|are)(?: [^ ,]+){0,5} (?:cancell?ed|closed|deleted|terminated|cancell?ation go(?:ne)? through)`,
);

/** "Has it been cancelled?", "why was it cancelled?": about what happened, even where a wish stands in the same sentence. */
const asksForState = (clause: Clause): boolean => clause.text.search(STATE_QUESTION) >= 0;

/** Wants to cancel, or to close the account. An earlier cancellation, its state or its fee is no such wish. */
export const cancellation: Detector = (reading) => look(reading, { patterns, certain, masks, unless: asksForState });

const EARLIER = [
  '(?:i|we|my [^ ,]+|they|you)(?: have| had| already| just| even| did| clearly)* cancell?ed',
  '(?:was|were|is|been|being|got|had|have|has|should)(?: [^ ,]+){0,3} cancell?ed',
  '(?:called|rang|phoned|asked|requested|emailed|wrote|told)(?: [^ ,]+){0,4} (?:to|for|about)(?: [^ ,]+){0,3} cancel(?:l?ation)?',
  '(?:my|the|this|that|a|your) cancell?ation',
  'cancell?ed (?:order|booking|subscription|it|this|that|my|the)',
].map(pattern);

/** Speaks of a cancellation that was made, or should have been: the conversation is about it, though nobody asks to cancel now. */
export const earlierCancellation = (reading: Reading): Found | null => look(reading, { patterns: EARLIER });
