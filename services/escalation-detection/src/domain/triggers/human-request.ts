import { matcher } from '../text/matcher.ts';
import { type Detector, pattern } from '../text/parsed-text.ts';

const TALK = 'talk(?:ing)?|speak(?:ing)?|chat(?:ting)?|message|deal(?:ing)? with';
const JOIN =
  'connect(?:ed)?|transfer(?:red)?|put|pass(?:ed)?|hand(?:ed)?|forward(?:ed)?|redirect(?:ed)?|escalate|switch|get|give|find|call|contact|reach|phone|ring|send|bring|need|want|prefer|like|see|have';
const PERSON =
  'humans?|persons?|people|agents?|representatives?|reps?|operators?|advis[eo]rs?|assistants?|consultants?|specialists?|supervisors?|managers?|colleagues?|staff|some ?one|some ?body|any ?one|any ?body|(?:customer|client|tech(?:nical)?) (?:service|support|care)|support team|team|technicians?|nurse|doctor|department|founders?|boss';
const ROLE =
  'humans?|hooman|real (?:person|human|people)|live (?:agent|person|chat)|human being|agents?|representatives?|operators?|supervisors?|managers?|customer (?:service|care|support)';
const OF = '(?: (?!(?:about|for|from|on|in|if|when|and|or|my|than) )[^ ,]+){0,3}';
const BOT = '(?:chat ?)?bots?|robots?|machines?|computers?|ai';

const patterns = [
  `(?:${TALK})(?: (?:to|with))?${OF} (?:${PERSON})`,
  `(?:${JOIN})(?: [^ ,]+){0,2}(?: (?:to|with|through|over))?${OF} (?:${PERSON})`,
  `(?:can|could|may|is there|are there|do you have|any)~ (?:${ROLE})`,
  // No word is in two of these, so that a long list of them is refused in linear time.
  `^(?:(?:please|pls|hi|hello|an?|the) )*(?:${ROLE})(?: (?:please|pls|now|asap|${ROLE}))*$`,
  `(?:${ROLE}) please|call me back|call me(?= please| now| today| on| at| ,|$)|(?:transfer|connect|escalate) (?:me|this)|(?:be|get) (?:connected|transferred|put through)`,
  '(?:some ?one|some ?body|any ?one|any ?body) (?:real|human|alive|else)',
].map(pattern);

/** They contain their own negation. */
const negativePatterns = [
  `(?:not|no more|stop|enough of|tired of|sick of|fed up with|instead of|rather than|hate)(?: [^ ,]+){0,5} (?:${BOT})`,
].map(pattern);

const masks = [
  // Refused, compared, reported, or somebody else's.
  `(?:not|never) (?:really |even )?(?:want|need|wish|like|care|have)(?: to)? (?:${TALK})${OF}~ (?:${PERSON})`,
  `(?:hate|dislike|avoid)~ (?:${TALK})~ (?:${PERSON})`,
  `(?:better|faster|nicer|friendlier) than~ (?:${PERSON})~`,
  `(?:i|we|she|he|they|already|just) (?:have |had |just |already )*(?:spoke|spoken|talked|called|contacted|chatted)~ (?:${PERSON})`,
  `(?:am i|are you|is this)~ (?:${ROLE}|${BOT}|person)`,
  '(?:travel|estate|insurance|cleaning|user|password|task|project) (?:agents?|managers?)|human (?:resources|rights|hair)(?: [^ ,]+)?|virtual (?:assistant|agent)',
].map(pattern);

/** Asks for a person in any wording. Reports of an earlier talk and "are you a bot" do not match. */
export const humanRequest: Detector = matcher({ patterns, negativePatterns, masks });
