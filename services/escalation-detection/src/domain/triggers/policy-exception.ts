import { matcher } from '../text/matcher.ts';
import { type Detector, pattern } from '../text/parsed-text.ts';

const COST =
  'fees?|charges?|penalt(?:y|ies)|costs?|interest|deposit|surcharge|deductible|fine|minimum|waiting period|limit|deadline|requirements?|rules?|polic(?:y|ies)|restocking';
const ONCE =
  'this once|(?:this |the )?one time|for once|as (?:a|an) (?:one ?off|exception|favou?r|courtesy|goodwill gesture|gesture)|as a gesture|special case';
const RULE =
  'rules allow|allow(?:s|ed)?|permits?|limit|polic(?:y|ies)|rules?|terms|conditions|deadline|return window|window|warranty|guarantee|time limit|non ?refundable';

const patterns = [
  '(?:make|grant|allow|authori[sz]e|ask(?:ing)? for|request(?:ing)?|need|want|deserve|give|approve|as)(?: [^ ,]+){0,4} (?:exceptions?|exemptions?|leniency|leeway)|(?:exception|exemption) (?:to|for|in)',
  `(?:waive|waiv(?:ing|ed)|bend(?:ing)?|overlook|relax|skip|forgive|lift|forgo|ignore)(?: [^ ,]+){0,4} (?:${COST})`,
  `(?:${COST})(?: [^ ,]+){0,4} (?:waived|skipped|forgiven|overlooked|lifted|relaxed|bent|ignored)`,
  `(?:can|could|would|will|please|possible|any chance|any way|hoping)(?: [^ ,]+){0,8} (?:${ONCE})`,
  `(?:even though|even if|although|though|despite|regardless of|outside(?: of)?|past|beyond|after|over)(?: [^ ,]+){0,5} (?:${RULE})`,
  '(?:you|company) (?:should|must) (?:cover|pay)|(?:extend|honou?r|stretch)~ (?:window|deadline|period|coupon|voucher|date|offer|price)|just (?:this once|for today)',
  '(?:expired|ended|closed|passed|missed|late)(?: [^ ]+){0,10} (?:can you still|could you still|will you still|anyway|honou?r|reconsider|be done)',
  `(?:i|we) (?:know|realise|realize|understand)(?: [^ ]+){0,10} (?:not|no|non|past|only|closed|final)(?: [^ ]+){0,8} (?:but|still|however|though)`,
].map(pattern);

/** They contain their own negation. */
const negativePatterns = [
  '(?:will not|refuse to|not going to|not willing to|should not have to|why should i|am not|are not) (?:pay|paying|cover|send it back)|not at my (?:cost|expense)',
].map(pattern);

const masks = [
  '(?:without|no|any) exceptions?|exceptions? (?:in|handling|thrown|error|class|list)|exception to the rule is|skip~ (?:song|track|ad|intro)',
  `(?:what|which|where)~ (?:is|are|your)~ (?:${RULE})`,
].map(pattern);

/** Asks for an exception to a rule, or refuses to pay what a rule costs. */
export const policyException: Detector = matcher({ patterns, negativePatterns, masks });
