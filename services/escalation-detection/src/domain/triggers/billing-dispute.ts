import { matcher } from '../text/matcher.ts';
import { type Detector, pattern } from '../text/parsed-text.ts';
import { frames } from './billing-dispute-frames.ts';

const BILL = 'bills?|statements?|invoices?|receipts?|billing|charges';
const CHARGE =
  'charges?|payments?|transactions?|fees?|debits?|purchases?|amounts?|bills?|deductions?|withdrawals?|tranasactions?';
const TWICE =
  'twice|double|doubled|two times|2 times|second time|multiple times|several times|three times|2x|again|more than once|(?:too )?many times|repeatedly|duplicated?|dup(?:licate)?';
const WRONG =
  'wrong|incorrect|errors?|erroneous|mistakes?|mistaken|inaccurate|exta|extra|excess|unfair|false|unexpected|unexplained';
const NUM = '[$£€]?[0-9][0-9.,]*';
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
  `(?:${BILL}|charge|rate|price|tip|fee|balance|payment|rent|total)(?: [^ ,]+){0,3} (?:went|gone|jumped|increased|goes|going|rose|shot|has doubled|tripled|is up)(?: up)?(?: [^ ,]+){0,2} (?:from|to|by|again)`,
  `(?:${BILL}|charges?|amount|payments?|rate|total|price|balance)(?: [^ ,]+){0,5} (?:can not be right|is not right|are not right|not correct|does not (?:add up|make sense|look right|match)|makes no sense|is off|is way off|is ridiculous|so high|way too (?:high|much)|too much|is (?:much )?(?:higher|more) than)`,
  `(?:fee|charge|payment|amount|money|item|line)(?: [^ ,]+){0,4} should not (?:be|have|exist)`,
  `(?:you|you guys|you all|your company|they)(?: have| guys| just| still| keep| are| even| then)* (?:charged|billed|overcharged|debited|double charged|charging|billing|taking|took|taken|have me paying)(?: [^ ,]+){0,3} (?:me|us|my|our|money|payment|a payment|[$£€]?d+|the money|out of)`,
  `(?:paying|pay|paid|charged|billed|debited|charge|pays)(?: [^ ,]+){0,4} for(?: [^ ,]+){0,4} (?:never|did not|do not|returned|already|not have|only|already)`,
  `(?:keep|keeps|still|again|continue|continues) (?:getting |being |to be |to )?(?:charged?|charging|billed?|billing|taking|taken|paying)`,
  `(?:hit|hitting|hits) (?:my|our) (?:card|account|bank)(?: [^ ,]+){0,3} (?:for|twice|again|times|with|[0-9])`,
  `(?:card|account|bank|i|we)(?: [^ ,]+){0,2} (?:was|were|been|got|has been) (?:hit|dinged|stung|overcharged|double)(?: [^ ,]+){0,4}`,
  `(?:remove|removed|removing|take off|reverse|delete|drop|waive off)${OF} (?:charges?|charged|amount|transactions?|bill amount)`,
  `(?:charges?|charged|amount|transaction)(?: [^ ,]+){0,3} (?:to )?(?:be )?(?:removed|reversed|taken off|refunded)`,
  '(?:charged|billed|debited)(?: me| us)?(?: [^ ,]+){0,3} for(?: [^ ,]+){0,3} (?:returned|cancell?ed|not (?:order|ordered|received?|buy|bought|use|used)|never)',
  'why(?: [^ ,]+){0,4} (?:charged|billed|charging|debited|billing)',
  '(?:why|how come|what)(?: [^ ,]+){0,4} (?:extra|additional|hidden|unexpected)(?: [^ ,]+){0,2} (?:charges?|fees?|pound|dollar|euro)',
  '(?:extra|additional|hidden|unexplained)(?: [^ ,]+){0,3} (?:charges?|fees?|pound|amount)(?: [^ ,]+){0,3} (?:on|in|to|from|appeared|charged)',
  `(?:problems?|issues?|something went wrong|trouble|report) (?:in|with|on|about)(?: [^ ,]+){0,3} (?:${BILL})`,
  '(?:debited|deducted|charged|taken)(?: [^ ,]+){0,5} (?:no|without)(?: any| a)? reason',
  'what (?:is|are|was) (?:this|that|these|those)(?: [^ ,]+){0,4} (?:charges?|fees?|debit|withdrawal|deduction|payment)(?: [^ ,]+){0,2} (?:on|in|for|from|about)',
  'what (?:is|are|was) the (?!(?:early|cancell?ation|overdraft|monthly|annual|late|transfer|standard|usual|maximum|minimum|delivery|service|termination) )(?:[^ ,]+ ){0,2}(?:charges?|debit|deduction)(?: [^ ,]+){0,2} (?:on my|in my|for on|from you)',
  '(?:unexpected|surprise|surprising|strange|unknown|mystery|random|bogus|hidden) (?:charges?|fees?|payment|debit)',
  '(?:take|taken|want|get|remove|removed|reverse|waive|strike|reversed)(?: [^ ,]+){0,4} (?:off|from) (?:my|the|our) (?:bill|statement|invoice)',
  '(?:need|needs|want|wants|wanted|have|like|demand|would like)(?: [^ ,]+){0,4} (?:charge|payment|transaction|fee|bill|it|that|this) (?:disputed|reversed|removed|corrected|investigated|contested)',
  '(?:correct|fix|adjust|recheck|recalculate|investigate) (?:my|the|this|our)(?: [^ ,]+)? (?:bill|invoice|charge|charges|statement)',
  '(?:invoice|bill|statement) (?:needs|has to be|must be|should be) (?:fix|fixed|fixing|correct|corrected|correcting)',
  '(?:debit|charge|fee|payment|transaction|bill|this|it|one)(?: [^ ,]+){0,4} (?:need|want|like|going|have) to (?:dispute|contest|challenge|question)',
  '(?:exchange |conversion )?rate(?: [^ ,]+){0,8} (?:is|was) (?:wrong|incorrect|terrible|not right|too)',
  '(?:appear(?:s|ing|ed)?|show(?:s|ing|ed)?(?: up)?) (?:multiple|several|two|three|2|3|many)(?: times)?',
  '(?:repeat|duplicate|double)(?:ed)? (?:charge|payment|bill|transaction|order)',
  '(?:charge|fee|debit|payment|amount)(?: [^ ,]+){0,8} (?:want|wanted|need|please|like)(?: [^ ,]+){0,3} (?:remove|removed|off|reversed|gone)',
  '(?:late|penalty|penalties|interest)(?: [^ ,]+){0,4} (?:even though|even tho|although|though|but)(?: [^ ]+){0,6} (?:paid|pay|on time|autopay|auto pay)',
  '(?:paid|pay)(?: [^ ,]+){0,3} on time(?: [^ ,]+){0,6} (?:fee|penalty|charges?|interest)',
  '(?:supposed|meant|should|said|says|contract|quoted|agreed)(?: [^ ,]+){0,5} (?:[$£€]?\\d[\\d.]*)(?= |$)(?: [^ ]+){0,6} (?:where|but|not|for [0-9]+ months|other|instead|difference)',
  '(?:charged|billed|paid|debited|shows?|took)(?: [^ ,]+){0,2} [0-9][0-9.]*(?: [^ ]+){0,6} (?:was|shows?|showed|said|is|says|instead of|not|rather than)(?: [^ ,]+){0,2} [0-9][0-9.]*',
  '(?:extra|additional) (?:night|day|item|person|bag|seat|line|user|month)(?: [^ ,]+){0,3} (?:on my|to my|was|on the)',
  '(?:owe|owing)(?: [^ ]+){0,6} (?:wrong|incorrect|reading)|(?:estimated|misread)(?: [^ ,]+){0,2} (?:meter|reading|usage)',
  '(?:discount|promo|promotion|coupon|voucher|code)(?: [^ ]+){0,10} (?:charged|full price|not applied|never applied|did not (?:work|apply) (?:and|but))',
  `(?:explain|what about|about|understand|see) (?:this|that|these|those)(?: [^ ,]+){0,4} (?:charges?|fees?|debit|deduction)`,
  `${NUM}(?: [^ ]+){0,6} (?:says?|said|shows?|charged|paid|billed|took|taken|debited|is|was)(?: [^ ,]+){0,2} ${NUM}(?= |$)(?<=(?:says?|said|shows?|charged|paid|billed|took|debited)(?: [^ ,]+){0,2} ${NUM})(?:.*)`,
  '(?:paid|charged|billed|counted|debited|went out|go out|came out|taken|processed)(?: [^ ]+){0,8} (?:twice|double|two times|three times|again)',
  '(?:double|duplicate|second|two) (?:subscriptions?|memberships?|payments?|bookings?|entries|invoices?)(?: [^ ,]+){0,3} (?:on|in|for) (?:my|this|the|one)',
  '(?:wrong|incorrect) (?:sum|price|amount|total|card|rate)(?: [^ ,]+){0,3} (?:left|was|got|charged|taken|debited|billed|on)',
  '(?:amount|sum|price|total|fee)(?: [^ ,]+){0,4} is not (?:what|right|correct|the one)(?: [^ ,]+){0,3}',
  '(?:look at|look into|check|fix)(?: [^ ,]+){0,2} (?:invoice|bill|statement|difference)(?: [^ ]+){0,6} (?:off|wrong|incorrect|error|mistake|paid)',
  '(?:raise|open|file|start|make|lodge) (?:an? )?(?:[^ ,]+ )?disputes?(?: |$)',
  '(?:down|me) for (?:two|three|2|3)(?: [^ ,]+){1,5} (?:when|but) (?:i|we) only',
  '(?:gave|dispensed|paid out)(?: me)? [0-9]+(?: [^ ]+){0,4} (?:but|and|yet)(?: [^ ]+){0,3} (?:took|taken|charged|debited|deducted)',
  'two (?:payments?|charges?|transactions?|debits?|bills?)(?: [^ ,]+){0,6} (?:one|the same|a single)',
  '(?:stop|quit) (?:taking|charging|billing|debiting)',
  '(?:you have|you) put(?: [^ ,]+){0,5} on (?:my|the|our) (?:bill|account|card|invoice)',
  'where (?:does|did|do)(?: [^ ,]+){0,4} (?:charge|fee|[0-9]+|amount) come from',
  '(?:on|in|to) (?:my|the|our) (?:bill|statement|invoice|card)(?: [^ ,]+){0,3} (?:never|did not|that i do not|by mistake|in error|wrongly)',
  'bill(?: [^ ,]+){0,3} (?:too high|higher than|more than (?:usual|expected|it should)|doubled|wrong)',
  '(?:purchase|bought|payment|paid)(?: [^ ,]+){0,5} but(?: [^ ,]+){0,5} (?:charged|shows?|showing|billed|debited)',
].map(pattern);

const negativePatterns = [
  '(?:charged|billed|charge|charges|debited)(?: [^ ,]+){0,6} (?:did|do|have|was|is|were) not (?:make|made|making|buy|order|agree|owe|purchase|use|used|mine|get|received?|want|right|correct)',
  '(?:do|did|does|can) not agree(?: [^ ,]+){0,4} (?:bill|charges?|fees?|amount|invoice|payment|balance)',
  '(?:bill|invoice|statement|charge|fee|thing|amount|balance)(?: [^ ]+){0,8} (?:never|did not) (?:signed|sign|agreed|agree|approved|approve|asked|ask)(?: [^ ,]+){0,3}',
  '(?:tip|fare|price|rate)(?: [^ ]+){0,10} (?:never|did not) (?:agreed|agree|approved|approve|authori[sz]ed?)',
  'no way (?:i|we) (?:used|spent|owe|made)(?: [^ ,]+){0,6}',
  '(?:did|do) not (?:owe|agree to|accept)(?: [^ ,]+){0,3} (?:bill|charges?|fees?|amount|invoice)',
].map(pattern);

const masks = [
  '(?:charge|battery|power|credit) left',
  'how (?:many|long|much)(?: [^ ,]+){0,5} to (?:dispute|contest|challenge)(?: [^ ,]+){0,4}',
  'what (?:was|is) the(?: [^ ,]+){0,2} (?:fee|charge) you charged?(?: [^ ,]+){0,4}',
  '(?:sorted(?: out)?|fixed|resolved|corrected|removed|refunded|dealt with)(?: [^ ,]+){0,3} (?:charges?|bills?|fees?|payments?|invoices?)',
  '(?:my|our|his|her|a) (?:friend|neighbou?r|colleague|mate|cousin|boss)(?: [^ ,]+){0,2} (?:was|were|got|been) (?:over)?(?:charged|billed)(?: [^ ,]+){0,3}',
  '(?:house|flat|street|unit|phone|size|date|sorry)(?: [^ ]+){0,6} should be [0-9]+ not',
  'do you (?:put|place|take|apply)(?: [^ ,]+){0,6}',
  '(?:double|duplicate|wrong|extra) (?:charge|payment|bill)(?: [^ ]+){0,4} (?:is gone|was fixed|is fixed|has been (?:fixed|refunded|removed)|got sorted)',
  '(?:charged|billed|paid) the (?:right|correct) (?:amount|price|sum)',
  '(?:what|how much|how many|which|is there|are there|any|when|do (?:i|you|we|they)|does|would|will|typical|standard|usual)(?: [^ ,]+){0,5} (?:cancell?ation|termination|overdraft|late|monthly|annual|transfer|delivery|shipping|service|booking|foreign)(?: [^ ,]+)? (?:fees?|charges?)(?: [^ ,]+){0,3}',
  '(?:how|where|can|limit|time|deadline|process|steps|policy|window)(?: [^ ,]+){0,4} (?:disput(?:e|ing)|contest(?:ing)?)(?: [^ ,]+){0,3} (?:in general|generally|usually|normally|work)',
  '(?:can|could|how|please|want to|need to|trying to|like to) (?:i |you |we |do i |to )?(?:change|update|pay|split|download|see|view|get|print|send|find|email|access|check) (?:[^ ,]+ ){0,3}(?:bills?|invoices?|statements?|receipts?|payments?)(?= ?$| ,| (?:online|please|by|from|in|for|again))',
  '(?:will|would|do|does|are|is|can|could)(?: [^ ,]+){0,3} (?:be |get )?(?:charged?|charge|charges)(?: [^ ,]+){0,3} (?:if|when|for|to|extra)',
  '(?:is|are|will) there(?: [^ ,]+){0,2} (?:any )?(?:extra|additional|hidden)?(?: [^ ,]+)? (?:charges?|fees?|costs?)',
  '(?:error|errors|problem|issue)(?: [^ ,]+){0,3} (?:signing|sign|login|log|registration|registering|account (?:sign|creation))(?: [^ ,]+){0,3}',
  '(?:change|update|correct|edit|fix)(?: [^ ,]+){0,3} (?:wrong|incorrect)(?: [^ ,]+){0,2} (?:address|name|account (?:details|number)|number)',
  '(?:battery|phone|laptop|device|cable|charger)(?: [^ ,]+){0,4} (?:charged?|charging|charges)',
  '(?:charging|charged?) (?:cable|port|station|battery|case)',
  'free of charge|in charge|at no (?:extra )?charge',
].map(pattern);

/** Money that was taken, in the words of those who paid. */
const SUM = '[$£€]?[0-9][0-9.,]*';
const CHARGED = [
  `(?:took|taking|drafting|drafted|withdrew|withdrawing|pulled|pulling|grabbed)(?: [^ ,]+){0,2} (?:money|payment|${SUM}|funds|out)`,
  '^(?:been |got |getting )?(?:charged|billed|debited|invoiced|overcharged|double charged)',
  '(?:charge|fee|payment|debit|withdrawal|bill|subscription|deposit|charges)(?: [^ ,]+){0,3} (?:appeared|came through|showed up|shows up|popped up|went out|went through|counted|listed|was taken|is on|on my|there)',
  'paying (?:for|the|full|double|extra|too)|(?:price|bill|rate|fee)(?: [^ ,]+){0,3} (?:go up|went up|gone up|is up|higher)|how is it|is not (?:my|our) usage',
  '(?:you have|you) (?:listed|counted|added|put)|it renewed|renewed on its own|was(?: [^ ,]+)? not (?:released|credited)|(?:sum|amount)(?: [^ ,]+){0,3} (?:left|debited|withdrew|withdrawn|taken|charged)',
  '(?:was|were|been|got|getting|am|is|are|being|keep|kept|and|still|you|they|have|has|just|even|also|i|then|company|shop|hotel|store|agent)(?: also| still| just| then| already| each| guys)* (?:charged|billed|debited|invoiced|deducted|dinged|charging|billing|overcharged|paying|taken|took)',
  '(?:charged|billed|debited|took|taken|charges|charging|billing|put|added|asking)(?: [^ ,]+){0,2} (?:me|us|my|our|[0-9]+|money|payment|a)',
  '(?:card|bill|account|statement|checkout|invoice|receipt)(?: [^ ,]+){0,2} (?:shows?|says|showed|lists?|reads?|still shows?)',
  '(?:charge|fee|payment|invoice|bill|amount|debit|premium|price|balance)(?: [^ ,]+){0,4} (?:on|in|for|from|is|was|still|due)',
].map(pattern);

/** What was agreed, done or true instead. */
const CONTRADICTION =
  /(?:nobody|no one|none of us) (?:asked|told|mentioned|agreed|ordered|wanted|uses?)|promised|makes? no sense|does not (?:make sense|add up)|locked in|locked for|stopped using|(?:after|since|when|although|because) (?:i|we) (?:already )?(?:switched|left|ended|cancell?ed|closed|downgraded|returned|quit|moved|stopped|only|paid)|is not (?:ours|mine|my|our|what)|should have (?:made|been|cost)|when i only|i only (?:took|had|used|have|bought|placed|ordered|made|paid)|(?:math|maths|sum|total) is (?:off|wrong)|on its own|by itself|keep billing|i downgraded|(?:never|not) (?:released|turned up|credited|rented?|happened|touch(?:ed)?)|(?:and|yet|but) (?:i|we|you) (?:left|never|only|placed|gave|returned|paid|had|was|were)|instead|do not even have|non sale|wrong (?:price|amount|sum|card|account)|there would be no|would be no|would be free|short changed|without (?:telling|asking|notice|warning|my)|still (?:get|getting|being)|meant to be| (?:(?:even )?though|although|despite|whereas) | but (?:i |we |only |the |my |it )| yet (?:i|you|the|my)|never (?:agreed|signed|ordered|upgraded|used|received|asked|approved|told|chose|selected|bought|had|got|requested|opted|went|authori[sz]ed)|(?:did|do|was|were|have|had|is|am|are|should|not|could|would) not (?:agree|sign|order|use|receive|ask|approve|choose|select|buy|get|request|opt|owe|applied|been|there|even|supposed|what|get|sign|come|go|have|be|home|authori[sz]e)|\bnobody told|no one told|(?:was|were|is|are) (?:quoted|told|promised|supposed|meant|advertised)|(?:you|rep|agent|he|she|ad|promo|promotion|deal|offer|contract|website|site|email|checkout|page)(?: [^ ,]+)? (?:quoted|promised|said|says|told|clearly|showed)|(?:supposed|meant) to be|instead of|(?:i|we) (?:already|have already|only|just) (?:paid|settled|ordered|bought|have|had|stayed|returned|used|got)|(?:paid|settled|returned|cancell?ed|ended|switched|closed)(?: [^ ,]+){0,3} (?:already|in full|in [a-z]+|last|before|ago|back|it)|already (?:paid|settled|prepaid|returned|cancell?ed)|free (?:trial|tier|plan|shipping|delivery)|out of stock|(?:not|never) (?:applied|go through|went through|shipped|arrived|delivered|happened)|full price|and (?:still|now|then)|(?:for|one) (?:one|a single) |we are \d|on the free|where is my money|no[ -]show|still (?:charged|billed|billing|charging)/;

const charged = matcher({ patterns: CHARGED, masks });
const disputed = matcher({ patterns, negativePatterns, masks, frames });

const chargedContrary: Detector = (parsed) => {
  const match = charged(parsed);
  return match !== null && CONTRADICTION.test(` ${parsed.clauses.map(({ text }) => text).join(' ')} `) ? match : null;
};

/** Says that a charge is wrong. A question about a future cost does not match. */
export const billingDispute: Detector = (parsed) => disputed(parsed) ?? chargedContrary(parsed);
