import { matcher } from '../text/matcher.ts';
import { type Detector, pattern } from '../text/parsed-text.ts';

const PAY = 'pay(?:ing)?(?: for)?|cover(?:ing)?|refund(?:ing)?';
const BACK =
  'send(?:ing)?(?: it| this| them| that| the [^ ,]+)? back|return(?:ing)?(?: it| this| them| the [^ ,]+)?|ship(?:ping)? (?:it|this|them)(?: back)?|accept(?:ing)?';
const RULE =
  'polic(?:y|ies)|rules?|terms|conditions|deadlines?|cut ?off|limits?|return window|window|time limits?|guarantee|warranty|non ?refundable|requirements?|restrictions?|minimum|maximum|allowance';
const COST =
  'fees?|charges?|penalt(?:y|ies)|costs?|interest|deposit|surcharge|premium|deductible|excess|fine|minimum|waiting period|probation|cap|limit|deadline|requirements?|restrictions?|rules?|polic(?:y|ies)|terms|restocking';
const ONCE =
  '(?:just )?(?:this once|this one time|this time|the one time|one time|once|for today|for me|for once|for this quarter|for this (?:order|trip|month))|as (?:a|an) (?:one ?off|one time|exception|favou?r|courtesy|special|gesture|goodwill)|as a (?:[^ ,]+ )?(?:gesture|courtesy|favou?r)';
const ASK =
  '(?:can|could|would|will|please|possible|any chance|any way|way to|let|may|need you to|want you to|like you to|hoping|ask you to|surely|mind)';

const patterns = [
  '(?:make|making|grant|allow|ask(?:ing)? for|request(?:ing)?|need|want|expect|deserve|give|approve|authori[sz]e|as)(?: [^ ,]+){0,4} (?:exceptions?|exemptions?|allowances?|leniency|leeway)',
  '(?:exception|exemption) (?:to|for|in my|from)',
  '(?:waive|waiv(?:e|ing|ed)|bend(?:ing)?|override|overrid(?:e|ing)|overlook(?:ing)?|relax|skip(?:ping)?|forgiv(?:e|ing|en)|lift(?:ing)?|forgo)(?: [^ ,]+){0,4} (?:COST)'.replace(
    'COST',
    COST,
  ),
  `(?:${COST})(?: [^ ,]+){0,4} (?:be |get |to be )?(?:waived|skipped|forgiven|overlooked|lifted|relaxed|bent|dropped as|ignored)`,
  `${ASK}(?: [^ ,]+){0,6} (?:drop|remove|reverse|credit|refund|take off|knock off|extend|lift|raise|skip|reduce|go over|bypass|stretch)(?: [^ ,]+){0,6} (?:${ONCE})`,
  `${ASK}(?: [^ ,]+){0,8} (?:${ONCE})(?: |$)(?!.*(?:password|alarm|again))(?<=(?:exception|courtesy|favou?r|one ?off|this once|this one time|gesture|for once|special|for this quarter|for today))`,
  `(?:like|want|need) you to (?:drop|waive|forgive|skip|overlook)(?: [^ ,]+){0,3} (?:${COST})`,
  `(?:out of|around|past) (?:the|my|your|this)(?: [^ ,]+){0,2} (?:termination fee|penalty|lock ?in|early exit fee|change fee)`,
  `(?:even though|even if|although|though|despite|regardless of|outside(?: of)?|past|after|beyond|against|ignore|apart from)(?: [^ ,]+){0,5} (?:${RULE})`,
  `(?:even though|although|though|despite)(?: [^ ]+){0,6} (?:expired|ended|closed|passed|over|not allowed|does not (?:permit|allow|cover)|only (?:takes|accepts|allows)|too late|final sale)`,
  `(?:expired|ended|closed|passed|missed|late|over)(?: [^ ]+){0,10} (?:can you still|could you still|will you still|anyway|honou?r|let me|make allowance|allowance|make it right|accept|consider|something be done|reconsider)`,
  `(?:i|we) (?:know|realise|realize|understand|appreciate|get|am aware|get it)(?: [^ ]+){0,10} (?:not|no|non|non ?refundable|past|can ?not|only|closed|final|still|within)(?: [^ ]+){0,8} (?:but|still|however|though|yet|nevertheless|anyway|could|can|would|exception)`,
  `non ?refundable(?: [^ ]+){0,10} (?:but|though|however|reconsider|death|surgery|hospital|died|emergency|still|anyway)`,
  '(?:wiggle room|leeway|leniency|cut (?:me|us) (?:some|a little) slack|let it slide|special case|stretch the rules?|look the other way|any flexib(?:le|ility)|be (?:a bit |a little )?(?:flexible|lenient)|extenuating|mitigating|honou?r (?:it|the|my|this) ?(?:[^ ,]+ )?(?:anyway|still|for me|although|though|coupon|code|price|discount)|still honou?r)',
  '(?:accept|take|approve|allow|let|cover|fit me in|include)(?: [^ ,]+){0,5} (?:without a receipt|a (?:day|week|month) (?:late|early)|anyway|although|though|regardless)',
  '(?:a|one|two|three|few|couple of|an|[0-9]+) (?:days?|hours?|weeks?|minutes?|months?) (?:late|past|over|after|too late|early|outside)(?: [^ ]+){0,10} (?:can|could|still|please|accept|allow|claim|exception|going)',
  `(?:refuse|refusing) to~ (?:${PAY}|${BACK})`,
  `(?:should|must) (?:you|the company|your company)~ (?:${PAY})(?: me| for| the| my)`,
  `(?:you|your company|the company) (?:should|must|have to|need to|ought to)(?: [^ ,]+){0,2} (?:pay|cover|bear|compensate|make an exception|collect|pick)`,
  '(?:at|on) (?:your|the company is) (?:own )?(?:cost|expense)',
  '(?:just this once|this one time|one time (?:exception|courtesy|favou?r)|just once|goodwill|good will|as a courtesy|special (?:treatment|consideration|arrangement|permission|exception|favou?r))',
  'stretch (?:it|this|that|the [^ ,]+)(?: [^ ,]+){0,4} (?:days?|weeks?|bit|once|customer)',
  '(?:extend|extension)(?: [^ ,]+){0,4} (?:deadline|return window|return period|due date|warranty|trial|payment)',
  '(?:second|another|further|one more) extension',
  `(?:policy|rule|terms|contract) (?:says?|states?|is)(?: [^ ,]+){0,8} (?:but|we need|i need|could you|can you)`,
  '(?:price match|upgrade|extend|allow|refund)(?: [^ ,]+){0,8} not (?:in|part of|within) (?:your|the)(?: [^ ,]+)? (?:policy|rules|terms)',
  '(?:not my (?:fault|mistake|problem)|your (?:fault|mistake|error))(?: [^ ,]+){0,3} (?:so|why|pay|cost|fee)',
].map(pattern);

const negativePatterns = [
  `(?:i|we|customers?)(?: [^ ,]+)? (?:will|am|are|do|should|would|must|shall)(?: [^ ,]+)? not(?: (?:going to|gonna|willing to|prepared to|about to|want to|have to|intend to|be|plan to|even|see why i should))*(?: [^ ,]+)? (?:${PAY})(?! (?:by|with|online|via|through|using|at checkout))`,
  `(?:i|we)(?: [^ ,]+)? (?:will|am|do|should|would|shall) not(?: (?:going to|gonna|willing to|prepared to|want to|have to|intend to|be))*(?: [^ ,]+)? (?:${BACK})`,
  '(?:not|never) (?:at|on) my (?:own )?(?:cost|expense|dime|account)',
  '(?:without|not)(?: [^ ,]+){0,3} (?:charging|penali[sz]ing) me',
  'why (?:should|must|would|do) i (?:have to )?(?:pay|cover|bear|return|send)',
].map(pattern);

const masks = [
  // Questions whether something is generally done.
  '(?:is|are) (?:the|any)(?: [^ ,]+){1,4} waived(?: [^ ,]+){0,4}',
  'do (?:you|they) (?:ever|usually|normally|generally|sometimes) (?:waive|extend|make|bend|allow)(?: [^ ,]+){0,6}',
  '(?:can|could) not(?: [^ ,]+){0,4} pay(?:ing|ment)?(?: for)?',
  '(?:card|payment|page|site|app|it|checkout|system|paypal)(?: [^ ,]+){0,3} not(?: [^ ,]+){0,3} (?:pay|accept|refund)(?:ing|ed)?(?: for)?',
  'past (?:orders?|invoices?|payments?|purchases?)',
  '(?:what is|see|check|read|about|is there|explain)(?: [^ ,]+){0,4} (?:polic(?:y|ies)|terms|rules|warranty|guarantee|limits?)',
  '(?:null|unhandled|runtime|java|python|code) (?:pointer )?exception',
  'exception(?:al|s? (?:to catch|handling|thrown|error|stack))',
  '(?:do|am|are|did|have) not(?: [^ ,]+){0,2} (?:know|understand|see|sure|want to know)(?: [^ ,]+){0,3} (?:pay|refund|return)(?:ing)?',
  '(?:skip|lift)(?: [^ ,]+){0,2} (?:song|track|ad|intro|weights?)',
].map(pattern);

/** Asks for an exception to a rule, or refuses to pay what a rule costs. */
export const policyException: Detector = matcher({ patterns, negativePatterns, masks });
