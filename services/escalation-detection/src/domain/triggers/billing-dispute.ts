import { type Detector, look, pattern } from './reading.ts';

const BILL = 'bills?|statements?|invoices?|receipts?|billing|charges';
const CHARGE =
  'charges?|payments?|transactions?|fees?|debits?|purchases?|amounts?|bills?|deductions?|withdrawals?|tranasactions?';
const TWICE =
  'twice|double|doubled|two times|2 times|second time|multiple times|several times|three times|2x|again|more than once|(?:too )?many times|repeatedly|duplicated?|dup(?:licate)?';
const WRONG =
  'wrong|incorrect|errors?|erroneous|mistakes?|mistaken|inaccurate|exta|extra|excess|unfair|false|unexpected|unexplained';
const OF = '(?: (?!(?:about|for|if|when|and|or) )[^ ,]+){0,3}';

const patterns = [
  `(?:charged|billed|debited|deducted|paid|payed|taken|charging|charge|billing)(?: [^ ,]+){0,6} (?:${TWICE})`,
  `(?:${TWICE}|multiple|repeat(?:ed)?|same)${OF} (?:charged?|billed|payments?|transactions?|debited|charges|charging|billing|tranasaction)`,
  `(?:${CHARGE})(?: [^ ,]+){0,5} (?:${TWICE})`,
  '(?:over|double|extra|exta|wrongly|incorrectly|falsely|mistakenly|unfairly) ?(?:charged?|charging|charges|billed|billing|debited)',
  `(?:charged|billed|debited|charging)(?: [^ ,]+){0,4} (?:extra|exta|more than|too much|wrong(?:ly)?|incorrect(?:ly)?|by mistake|in error|mistakenly|erroneously|unfairly|higher|instead of)`,
  `(?:${WRONG})${OF} (?:in|on|with|about|to)${OF} (?:${BILL})`,
  `(?:${WRONG})${OF} (?:charges?|bills?|billing|fees?|amounts? (?:was |is )?(?:charged|billed|debited)|payments?|transactions?)`,
  `(?:${BILL}|charges?|amount (?:charged|billed)|fees?)(?: [^ ,]+){0,4} (?:wrong|incorrect|not (?:right|correct)|error|errors|mistakes?|too high|inaccurate|does not match)`,
  `(?:dispute|disputing|contest|challenge|question|reverse|refute)(?: [^ ,]+){0,3} (?:${CHARGE}|statement|invoice)`,
  `(?:remove|removed|removing|take off|reverse|delete|drop|waive off)${OF} (?:charges?|charged|amount|transactions?|bill amount)`,
  `(?:charges?|charged|amount|transaction)(?: [^ ,]+){0,3} (?:to )?(?:be )?(?:removed|reversed|taken off|refunded)`,
  '(?:charged|billed|debited)(?: me| us)?(?: [^ ,]+){0,3} for(?: [^ ,]+){0,3} (?:returned|cancell?ed|not (?:order|ordered|received?|buy|bought|use|used)|never)',
  'why(?: [^ ,]+){0,4} (?:charged|billed|charging|debited|billing)',
  '(?:why|how come|what)(?: [^ ,]+){0,4} (?:extra|additional|hidden|unexpected)(?: [^ ,]+){0,2} (?:charges?|fees?|pound|dollar|euro)',
  '(?:extra|additional|hidden|unexplained)(?: [^ ,]+){0,3} (?:charges?|fees?|pound|amount)(?: [^ ,]+){0,3} (?:on|in|to|from|appeared|charged)',
  `(?:problems?|issues?|something went wrong|trouble|report) (?:in|with|on|about)(?: [^ ,]+){0,3} (?:${BILL})`,
  '(?:debited|deducted|charged|taken)(?: [^ ,]+){0,5} (?:no|without)(?: any| a)? reason',
  'what is (?:this|that|the)(?: [^ ,]+){0,2} (?:charge|fee|debit|withdrawal|deduction)(?: [^ ,]+){0,2} (?:on|in|for|from)',
  'bill(?: [^ ,]+){0,3} (?:too high|higher than|more than (?:usual|expected|it should)|doubled|wrong)',
  '(?:purchase|bought|payment|paid)(?: [^ ,]+){0,5} but(?: [^ ,]+){0,5} (?:charged|shows?|showing|billed|debited)',
].map(pattern);

const certain = [
  '(?:charged|billed|charge|charges|debited)(?: [^ ,]+){0,6} (?:did|do|have|was|is|were) not (?:make|made|making|buy|order|agree|owe|purchase|use|used|mine|get|received?|want|right|correct)',
  '(?:did|do) not (?:owe|agree to|accept)(?: [^ ,]+){0,3} (?:bill|charges?|fees?|amount|invoice)',
].map(pattern);

const masks = [
  '(?:will|would|do|does|are|is|can|could)(?: [^ ,]+){0,3} (?:be |get )?(?:charged?|charge|charges)(?: [^ ,]+){0,3} (?:if|when|for|to|extra)',
  '(?:is|are|will) there(?: [^ ,]+){0,2} (?:any )?(?:extra|additional|hidden)?(?: [^ ,]+)? (?:charges?|fees?|costs?)',
  '(?:error|errors|problem|issue)(?: [^ ,]+){0,3} (?:signing|sign|login|log|registration|registering|account (?:sign|creation))(?: [^ ,]+){0,3}',
  '(?:change|update|correct|edit|fix)(?: [^ ,]+){0,3} (?:wrong|incorrect)(?: [^ ,]+){0,2} (?:address|name|account (?:details|number)|number)',
  '(?:battery|phone|laptop|device|cable|charger)(?: [^ ,]+){0,4} (?:charged?|charging|charges)',
  '(?:charging|charged?) (?:cable|port|station|battery|case)',
  'free of charge|in charge|at no (?:extra )?charge',
].map(pattern);

/** Says that what was charged is not right. Asking what something will cost is none. */
export const billingDispute: Detector = (reading) => look(reading, { patterns, certain, masks });
