import { type Detector, look, pattern } from './reading.ts';

const PAY = 'pay(?:ing)?(?: for)?|cover(?:ing)?|refund(?:ing)?';
const BACK =
  'send(?:ing)?(?: it| this| them| that| the [^ ,]+)? back|return(?:ing)?(?: it| this| them| the [^ ,]+)?|ship(?:ping)? (?:it|this|them)(?: back)?|accept(?:ing)?';
const RULE =
  'polic(?:y|ies)|rules?|terms|conditions|deadlines?|limits?|return window|window|time limits?|guarantee|warranty';

const patterns = [
  '(?:make|making|grant|allow|ask(?:ing)? for|request(?:ing)?|need|want|expect|deserve|give|approve)(?: [^ ,]+){0,4} exceptions?',
  'exception (?:to|for|in my|from)',
  '(?:waive|waiv(?:e|ing)|bend(?:ing)?|override|overrid(?:e|ing)|overlook|relax)(?: [^ ,]+){0,3} (?:fees?|charges?|rules?|polic(?:y|ies)|penalt(?:y|ies)|costs?|terms|deadlines?|requirements?|limits?|restrictions?)',
  `(?:even though|although|despite|regardless of|outside(?: of)?|past|after|beyond|against|ignore|apart from)(?: [^ ,]+){0,3} (?:${RULE})`,
  `(?:refuse|refusing) to~ (?:${PAY}|${BACK})`,
  `(?:should|must) (?:you|the company|your company)~ (?:${PAY})(?: me| for| the| my)`,
  `(?:you|your company|the company) (?:should|must|have to|need to|ought to)(?: [^ ,]+){0,2} (?:pay|cover|bear|compensate|make an exception|collect|pick)`,
  '(?:at|on) (?:your|the company is) (?:own )?(?:cost|expense)',
  '(?:just this once|this one time|one time (?:exception|courtesy|favou?r)|just once|goodwill|good will|as a courtesy|special (?:treatment|consideration|arrangement|permission|exception|favou?r))',
  '(?:extend|extension)(?: [^ ,]+){0,4} (?:deadline|return window|return period|due date|warranty|trial|payment)',
  `(?:policy|rule|terms) (?:says?|states?|is)(?: [^ ,]+){0,8} but`,
  '(?:not my (?:fault|mistake|problem)|your (?:fault|mistake|error))(?: [^ ,]+){0,3} (?:so|why|pay|cost|fee)',
].map(pattern);

const certain = [
  `(?:i|we|customers?)(?: [^ ,]+)? (?:will|am|are|do|should|would|must|shall)(?: [^ ,]+)? not(?: (?:going to|gonna|willing to|prepared to|about to|want to|have to|intend to|be|plan to|even|see why i should))*(?: [^ ,]+)? (?:${PAY})(?! (?:by|with|online|via|through|using|at checkout))`,
  `(?:i|we)(?: [^ ,]+)? (?:will|am|do|should|would|shall) not(?: (?:going to|gonna|willing to|prepared to|want to|have to|intend to|be))*(?: [^ ,]+)? (?:${BACK})`,
  '(?:not|never) (?:at|on) my (?:own )?(?:cost|expense|dime|account)',
  '(?:without|not)(?: [^ ,]+){0,3} (?:charging|penali[sz]ing) me',
  'why (?:should|must|would|do) i (?:have to )?(?:pay|cover|bear|return|send)',
].map(pattern);

const masks = [
  '(?:can|could) not(?: [^ ,]+){0,4} pay(?:ing|ment)?(?: for)?',
  '(?:card|payment|page|site|app|it|checkout|system|paypal)(?: [^ ,]+){0,3} not(?: [^ ,]+){0,3} (?:pay|accept|refund)(?:ing|ed)?(?: for)?',
  'past (?:orders?|invoices?|payments?|purchases?)',
  '(?:what is|see|check|read|know|about|is there|understand|explain)(?: [^ ,]+){0,4} (?:polic(?:y|ies)|terms|rules|warranty|guarantee|limits?)',
  '(?:null|unhandled|runtime|java|python|code) (?:pointer )?exception',
  'exception(?:al|s? (?:to catch|handling|thrown|error|stack))',
  '(?:do|am|are|did|have) not(?: [^ ,]+){0,2} (?:know|understand|see|sure|want to know)(?: [^ ,]+){0,3} (?:pay|refund|return)(?:ing)?',
].map(pattern);

/** Wants what the rules do not give: an exception asked for, or a rule's cost refused. */
export const policyException: Detector = (reading) => look(reading, { patterns, certain, masks });
