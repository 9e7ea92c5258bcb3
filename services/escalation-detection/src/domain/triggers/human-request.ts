import { type Detector, look, pattern } from './reading.ts';

const TALK = 'talk(?:ing)?|speak(?:ing)?|chat(?:ting)?|converse|discuss(?: this| it)?';
const REACH =
  'contact(?:ing)?|reach(?:ing)?(?: out to)?|call(?:ing)?|phone|ring|get(?:ting)? (?:hold of|in touch with|through to|to)|get(?:ting)?|see|find';
const JOIN =
  'connect(?:ed|ing)?|transfer(?:red|ring)?|put|pass(?:ed)?|hand(?:ed)?|forward(?:ed)?|redirect(?:ed)?|refer(?:red)?|direct(?:ed)?|switch(?:ed)?|escalate(?:d)?';
const PERSON =
  'humans?|(?:real|actual|live|living|human|physical|breathing) (?:people|person|persons|being|agents?|one|someone|reps?|representatives?|chat|support|operators?|assistants?|advisors?|help)|persons?|people|agents?|representatives?|reps?|csrs?|operators?|advis[eo]rs?|assistants?|attendants?|consultants?|specialists?|experts?|supervisors?|managers?|colleagues?|employees?|clerks?|staff(?: member)?|team members?|member of (?:your )?(?:staff|team)|somebody|someone|anyone|anybody|(?:customer|client|tech(?:nical)?) (?:service|support|care|assistance|help)|support team|(?:your|the) (?:support|team)';
const REAL =
  'humans?|real (?:person|people|human)|actual (?:person|human|people)|live (?:person|human|agent|chat|operator|representative|support)|human (?:being|agent|person|operator|support|help|assistance|representative)|flesh and blood';
const BOT = '(?:chat ?)?bots?|robots?|machines?|computers?|ai|automat(?:ed|ic)(?: [^ ,]+)?';
/** Determiners and adjectives, never a preposition that would begin another thing. */
const OF = '(?: (?!(?:about|for|from|on|in|of|that|if|when|and|or|my) )[^ ,]+){0,3}';
const WANT = '(?:want|need|like|prefer|wish|demand|require|request|have|got)';

const patterns = [
  `(?:${TALK})(?: directly| now| live)? (?:to|with|2|at|ot)?${OF} (?:${PERSON})`,
  `(?:want|need|like|wish|prefer|help|how|assistance|try|trying|have|got|can|could|let|please|tell|know|where|support|able|must|do i)~ (?:to )?(?:${REACH})${OF} (?:${PERSON.replace('persons?|people|', 'persons?|').replace('somebody|someone|anyone|anybody|', '')})`,
  `(?:${REACH.replace('|see|find', '')})(?: hold of| through to)? (?:a|an|your|some) (?:${PERSON})`,
  `(?:${JOIN}) (?:me|us|this|it|my [^ ,]+|the [^ ,]+)?~ (?:to|with|through|over|on to|through to|across to|onto)${OF} (?:${PERSON})`,
  `(?:contact|reach)(?:ing)?(?: out to)? (?:someone|somebody|anyone|anybody)`,
  `(?:get|give|find|send|bring|transfer|connect)(?: to)?(?: me| us)?(?: to| on)?(?: a| an| the| your| some)?(?: [^ ,]+)? (?:${REAL}|agent|representative|operator|supervisor|manager|person)`,
  `${WANT}(?: to have)?(?: an?| some| the| your)?(?: [^ ,]+)? (?:${REAL}|human help|agent|operator|representative|supervisor|someone real)`,
  `(?:can|could|may|is there|are there|do you have|any)~ (?:${REAL})~`,
  `^(?:an? |the )?(?:${REAL}|agent|representative|operator|human|customer (?:service|support))(?: please| now)*$`,
  `(?:${REAL}|agent|representative|operator) please`,
  `please~ (?:${REAL})`,
  '(?:someone|somebody|anyone|anybody) (?:real|human|alive|in person)',
  `(?:rather|prefer(?: to)?|want to|like to|need to) (?:deal|communicate|interact|work)(?:ing)? with${OF} (?:${PERSON})`,
  '(?:someone|somebody|anyone|a person|a human|an agent|a representative)(?: please)? (?:call|ring|phone|contact)(?: me| us)',
  'call me(?: back)?(?: please)?$',
  `(?:talk to human|live (?:chat|agent)|human (?:agent|support)) ?(?:please|now)?$`,
  `let me (?:${TALK}) (?:to|with)`,
].map(pattern);

const certain = [
  `(?:not|no more|without|stop|enough of|tired of|sick of|fed up with|done with|instead of|rather than|hate)~ (?:${TALK}|deal(?:ing)?|argu(?:e|ing)|wast(?:e|ing))~ (?:${BOT})`,
  `(?:not|do not) (?:want|need|like)~ (?:${BOT})`,
  `(?:no more|sick of|tired of|fed up with|enough of|stop(?: with| sending)?)(?: these| this| your| the)? (?:${BOT})`,
  `(?:${REAL}|person|someone) (?:and )?(?:not|instead of|rather than)(?: with| to)?(?: an?| the| this| your)? (?:${BOT})`,
].map(pattern);

const masks = [
  // Told of the past, or of other people's: no request.
  `(?:(?:i|we|already|just|have|had|she|he|they) )+(?:(?:already|just|been|have|had|even|also) )*(?:spoke|spoken|talked|called|contacted|chatted|reached|rang|spoken)~ (?:to|with)?~ (?:${PERSON})`,
  `when i (?:${TALK}|called|spoke|talked)~ (?:${PERSON})`,
  `(?:${TALK}) (?:to|with) (?:my|our|his|her) [^ ,]+`,
  `(?:am i|are you|is this|r you)~ (?:${REAL}|${BOT}|person|agent)`,
  '(?:travel|estate|shipping|booking|insurance|cleaning|user|delivery|letting) agents?',
  '(?:password|account|product|project|file|task|device|download|download) managers?',
  'virtual (?:assistant|agent)s?',
].map(pattern);

/** Asks for a person in any wording. Being told of an earlier talk, or asking whether this is a bot, is none. */
export const humanRequest: Detector = (reading) => look(reading, { patterns, certain, masks });
