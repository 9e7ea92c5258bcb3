import { matcher } from '../text/matcher.ts';
import { type Detector, pattern } from '../text/parsed-text.ts';

const CHARGE =
  'transactions?|withdrawals?|charges?|charged|charging|bills?|billed|billing|invoices?|invoiced|fees?|debit(?:ed)?|payments?|paid|paying|price|rate|amount|took|taken|deducted|withdrawn|statement|premium|refund';
const WRONG =
  'wrong|incorrect|mistake|twice|double|doubled|extra|too (?:much|high)|more than|higher|unexplained|unexpected|surprise|dispute|disputed|overcharged|duplicate|duplicated|(?:several|many|multiple|three|two) times|no reason|without asking|errors?|instead of|promised|quoted|supposed to|should (?:be|have)';

const patterns = [
  `(?:${CHARGE})(?: [^ ,]+){0,6} (?:${WRONG})`,
  `(?:${WRONG})(?: [^ ,]+){0,4} (?:${CHARGE})`,
  '(?:over ?charged|double charged|over ?billed|mischarged|rip(?:ped)? off|disput(?:e|ing))',
  `(?:what|why|who)~ (?:is|are|was|were|did|do|has|have|am|there|this|these)~ (?:${CHARGE})`,
  `(?:remove|reverse|refund|credit|correct|explain|contest|challenge)~ (?:${CHARGE})`,
  `(?:cancell?ed|returned|closed|already|free)(?: [^ ,]+){0,8} (?:charged|billed|debited|took|taken|charging|billing|paying|paid)`,
  `(?:charged|billed|debited|took|taken|charging|billing|paying)(?: [^ ,]+){0,8} (?:cancell?ed|returned|closed|already|free)`,
].map(pattern);

/** They contain their own negation. */
const negativePatterns = [
  `(?:not|never)(?: [^ ,]+){0,5} (?:${CHARGE})`,
  `(?:${CHARGE})(?: [^ ,]+){0,8} (?:not|never|nobody|no one|without)`,
].map(pattern);

const masks = [
  `(?:how much|when|will|would|do|does|can|where|which|how)~ (?:i|you|we|it|there|the|is|be|are|my|a|get|pay|see|find)~ (?:${CHARGE})`,
  '(?:change|update|pay|split|download|see|view|get|print|find|check|set up)~ (?:bills?|invoices?|statements?|payments?|payment method)',
  '(?:battery|phone|laptop|device|cable|charger)~ charg(?:ed|es|ing)|in charge|free of charge',
].map(pattern);

/** Says that a charge is wrong. A question about a future cost does not match. */
export const billingDispute: Detector = matcher({ patterns, negativePatterns, masks });
