import { matcher } from '../text/matcher.ts';
import { type Detector, pattern } from '../text/parsed-text.ts';

const patterns = [
  '(?:refund(?:s|ed|ing|able)?|reimburs(?:e|ed|ement|ing)|chargeback|money back|rebate)',
  '(?:pay|give|send|return|transfer|credit|get|want|have|need)(?: [^ ,]+){0,2} (?:me |my |us |our |the )?(?:[^ ,]+ ){0,4}back',
  '(?:want|need|like|expect|expecting|ask|asking|request|requesting|get|have|see|claim|claiming|due|wait|waiting)(?: (?!not )[^ ,]+){0,12} (?:returned|refunded|reimbursed|credited|back)(?= ?$| ,| (?:to (?:my|me|us|our)|on (?:my|our)|please|now|in full|for|from|asap|immediately|today)(?: |$))',
  '(?:must|should|has to|have to|needs to|please|just|only)(?: (?!not )[^ ,]+){0,4} (?:returned|refunded|reimbursed|paid back|back)(?= ?$| ,| (?:to (?:my|me|us|our)|on (?:to )?(?:my|our)|please|now|asap|in full)(?: |$))',
  '(?:put|credit)(?: [^ ,]+){1,4} back(?: (?:on|to|in|into|onto)| ?$)',
  '(?:like|want|prefer|take|have) (?:the|my) money(?: [^ ,]+){0,2} (?:instead|rather|please|not)',
  'claim(?:ing)? back|compensation of|(?:give|pay|send|hand)(?: [^ ,]+){0,2} back',
  '(?:when|where)(?: [^ ,]+){0,3} (?:see|get|have|receive)(?: [^ ,]+){0,5} (?:again|back)',
  '(?:my|the|our) (?:money|cash|deposit|payment)(?: [^ ,]+){0,3} (?:back|returned)',
  '(?:expect|expecting|demand|demanding|promised|due|owed|owe|claim|claiming|seeking)(?: [^ ,]+){0,8} (?:back|returned)',
  '(?:owe|owes|owed|owing)(?: [^ ,]+){0,2} (?:me|us|back|[$£€]?\\d)|(?:we are|i am) owed',
  'where is (?:my|our) (?:[$£€]?\\d[\\d.,]*|money|refund)',
  'get back(?: [^ ,]+){0,2} ?(?:my|the|our|what)',
  'return (?:the|my|our)(?: [^ ,]+){0,2} (?:amount|sum|fee)',
  'return (?:my |the |our )?[$£€]?\\d[\\d.]*(?= for)',
  'return (?:my|the|all(?: of)?(?: my)?|our) (?:money|payment|deposit)',
].map(pattern);
const masks = [
  '(?:i|we) (?:owe|owed) you|(?:how much|what|do) (?:do )?i owe',
  '(?:got|received|have received|have got|came|arrived) (?:a|my|the) (?:[^ ,]+ )?refund|(?:thanks|thank you) for the refund',
  '(?:call|come|go|write|hear|talk|text|email|log|switch|send it|sent it|bring it|look|move|ring|phone|text me|call me|call us|come right|be)(?: [^ ,]+){0,3} back',
  '(?:what is|explain|tell me about|read|see|check)(?: [^ ,]+){0,3} refund polic(?:y|ies)',
].map(pattern);

/** Asks for money back, or about a refund. The amount is checked separately. */
export const refundRequest: Detector = matcher({ patterns, masks });
