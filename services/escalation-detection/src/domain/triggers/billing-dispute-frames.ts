import { frame } from './frames.ts';

const FEE = '(?:charges?|fees?|payments?|bill|debit|fine|penalty|amount)';

/** What was taken against what was so; how often; how it ought to be put right. */
export const frames = [
  // How often.
  '{billed}(?: [^ ]+){0,6} (?:twice|double|thrice|two times|three times|both times|multiple times|several times|as well)(?= |$)',
  '(?:<money>)(?: [^ ,.]+){0,4} (?:was|were|got|went|has|have|left|came)(?: [^ ]+){0,5} (?:twice|thrice|two times|three times|several times)',
  'both (?:attempts|payments|charges|transactions|times|orders)(?: [^ ,.]+){0,2} (?:left|went|came|charged|hit|were|taken|show)',
  '*(?:one|single|once|1|a single|only)(?: [^ ]+){0,6} (?:two|twice|both|thrice|2|3|three|double)(?: [^ ,.]+){0,2} (?:charged|charges|billed|payments?|debits?|debited|taken|transactions?)',
  '*(?:billed|charged|debited|paid|paying|invoiced|charges)(?: [^ ]+){0,3} (?:two|twice|thrice|three|double|2|3|five|four|both)(?: [^ ]+){0,12} (?:only|just|one|single)(?! ?more)',
  '(?:two|three|2|3|several|multiple) (?:identical|same|equal|separate|different|duplicate)(?: [^ ,.]+)? (?:payments?|charges?|debits?|transactions?|amounts?|entries|fees)',
  'paid (?:this|the|my|that|for this|for it)(?: [^ ,.]+)? (?:twice|three times|two times|thrice|several times)',
  // What was so instead.
  '*!(?:charged?|billed|debited|deducted|invoiced|taken|took|taking|kept|paying|billing|charging|put|has)(?: [^ ?]+){0,8} (?:fees?|charges?|deposit|rent|fine|arrears|interest|premium|extra|amount|charged|deducted|taken|billed|for [^ ]+)(?: [^ ?]+){0,8} (?:i|we|there|nobody|no one|who|even though|although|though|despite|your|policy|site|salesman|agent)(?: [^ ?]+){0,2} (?:never|not|no|agreed|told|promised|said|states|clearly|only|skipped|was no|actually|cancelled|returned|approved|says)(?! (?:yet|sure|know))',
  '*!(?:you|they|hotel|shop|app|bank|company|site|landlord|provider|airline)(?: have| has| just| are| keep| still| been)* (?:charging|charged|taking|took|taken|billing|billed|deducted|debited)(?: [^ ?]+){0,10} (?:should|supposed|instead|told|agreed|only|never|promised|wrong|but|without|though|although|who approved|quoted)',
  '!(?:<billed>)(?: (?!will )[^ ]+){0,8} without (?:any |my |our |prior |a )*(?:notice|intimation|consent|warning|asking|permission|reason|telling|notification|explanation|authori[sz]ation|approval)',
  '(?:<money>|premium|rent|subscription)(?: [^ ,.]+){0,3} (?:shot up|gone up|went up|doubled|tripled|jumped|increased|raised|crept up|rocketed)(?: [^ ,.]+){0,2} (?:without|for no|overnight|again|out of nowhere|by)',
  '(?:gone out|went out|go out|taken|left my account|came out)(?: [^ ,.]+){0,3} (?:early|for too much|too much|wrongly|by mistake|in error|at the (?:higher|wrong|old|full|new))',
  '*{returned}(?: [^ ]+){0,8} (?:still |and |but |yet |then )+(?:got |been |being |was |were |have been |i am |they |you |it )*(?:charged|billed|debited|paying|charge|bill|took|taking|invoiced)',
  '*(?:charged|billed|debited|paying|invoiced|deducted)(?: [^ ]+){0,2} for(?: [^ ]+){1,6} (?:i|we)(?: [^ ,.]+)? (?:skipped|returned|never|cancelled|canceled|closed|left|stopped|did not|refused|actually|already|sold|do not|only|have not)',
  '*(?:fee|charge|fine|penalty)(?: [^ ]+){0,6} (?:i|we) (?:actually |did |already |had |have )+(?:slept|paid|returned|stayed|show|turned up|used|cancelled|paid on time|showed)',
  '(?:got |been |was )?(?:hit|slapped|stung|landed) with(?: [^ ,.]+){0,3} (?:fees?|charges?|fine|penalty|bill|surcharge)',
  '*(?:fine|penalty|ticket|fee)(?: [^ ]+){0,3} (?:for|on)(?: [^ ]+){1,4} (?:i|we)(?: have| had| already)* paid',
  '*(?:paid|cash)(?: [^ ]+){0,5} (?:cash|already|in full|on time|upfront)(?: [^ ]+){0,6} (?:took|charged|billed|debited|taken|asking|again|overdue|owe)',
  '*(?:is|are|not|being) in arrears(?: [^ ]+){0,4} (?:not|never|paid|on time)|every (?:month|payment)(?: has| was)? (?:gone|paid|been)(?: [^ ,.]+)? (?:out|on time)',
  '(?:kept|keeping|withheld|holding|held back|will not (?:return|release)|not returned)(?: [^ ,.]+){0,2} (?:my|our|the)(?: [^ ,.]+){0,2} deposit',
  '*(?:free trial|trial|free period|offer)(?: [^ ]+){0,10} (?:already|still|yet) (?:charged|billed|taken|took|charging)',
  '*(?:renewed|renewal)(?: [^ ,.]+)? (?:itself|by itself|automatically|was taken|on its own)(?: [^ ]+){0,8} (?:turned|cancelled|off|never|not|although|though|even|agreed|higher)',
  '*(?:billed|charged|put|took)(?: [^ ]+){0,4} (?:for |on |to )(?:the )?wrong',
  '*(?:discount|credit|voucher|promo|code|coupon|rebate)(?: [^ ]+){0,6} (?:is not|was not|not|never|missing)(?: [^ ,.]+)? ?(?:on|from|in|applied|showing|taken off|deducted|honou?red)(?: [^ ,.]+){0,2} (?:bill|invoice|total|price|statement|receipt)',
  'never agreed to (?:the|this|that|an?|any|your|these|paying|extra)',
  // It is not mine, it cannot be.
  '!(?:not (?:my|our)|do not owe|never owed)(?: [^ ,.]+)? (?:debt|bill|usage|charge|fine|arrears|invoice|reading|that|this|you|it|anything)',
  '*!(?:bill|invoice|charge|reading|amount|total|price|fine|statement|fee|usage|balance)(?: [^ ]+){0,8} (?:(?:is |that is )?impossible|can ?not be (?:mine|right|correct|true)|is (?:nonsense|absurd|insane|ridiculous|a joke)|triple|three times (?:last|what|the)|twice (?:last|what|the)|double (?:last|what|the))',
  '*!(?:why|how come|how)(?: [^ ,.]+){0,4} (?:bill|invoice|payment|price|premium|charge|rate|fee|total|direct debit)(?: [^ ,.]+){0,3} (?:higher|more|so (?:much|high|big)|gone up|up|double|doubled|triple|tripled|bigger|different|increased|too)(?: |$)',
  '(?:figures|numbers|sums|totals?|maths?|calculations?|statement|bill) (?:do|does|are|is|was)(?: not)? (?:add up|wrong|off|match|tally|make sense|incorrect|calculated wrong)',
  '(?:interest|fee|bill|tax|rate|charge|usage)(?: [^ ]+){0,8} (?:calculated|worked out|computed|applied|added|charged)(?: [^ ,.]+)? (?:wrong(?:ly)?|incorrectly|twice|by mistake|in error|by error)',
  '(?:amount|total|price|sum|what you (?:took|charged))(?: [^ ,.]+){0,3} (?:does|do|did) not (?:match|tally|agree|equal|correspond)',
  '(?:wrong|bad|worse|different|terrible|less|lower)(?: [^ ,.]+)? (?:exchange|conversion|rate|euros|dollars|pounds)(?: [^ ]+){0,8} (?:showed|shown|quoted|promised|pressed|confirmed|agreed|told|exchange)',
  // Put it right.
  `what (?:on earth |in the world |the [^ ]+ )?(?:is|are|was|were)? ?(?:this|these|that|those)(?: (?!(?:for|about|app|in|on) )[^ ,.]+){0,5} (?:fees?|charges?|debit|deduction|payment|from you(?: guys)?|on my (?:card|bill|statement|account|invoice))(?= ?$| ,| (?:on|from|for|in|doing|about)(?: |$))`,
  `(?:want|need|like|get|have|please|kindly)(?: [^ ,.]+){0,3} (?:that|this|the|these|those|my)(?: [^ ,.]+)? ${FEE} (?:to be |be )?(?:gone|reversed|removed|off|looked into|checked|corrected|rectified|voided|struck|explained|back)`,
  '*!(?:deducted|charged|debited|taken|billed|higher price|excess|fee)~~ (?:reverse|rectify|correct|look(?:ed)? into|explain|credit|fix)(?: [^ ,.]+){0,2}(?: same| it| this| that| difference| looked into|$)',
  '(?:request|requesting|want|need|start|open|raise|do|make|file|initiate|get)(?: [^ ,.]+){0,2} charge ?back',
  '(?:i am|we are|what i am|want to|going to|wish to|like to) (?:contest|contesting|dispute|disputing|challenging)(?: (?!with )[^ ,.]+){0,5}$',
  '(?:difference|balance|rest)(?: to be| be| is)? (?:looked into|refunded|returned|paid back|credited)',
  // Cash that never came, money taken nobody knows why.
  '*(?:atm|machine|cash ?point|dispenser)(?: [^ ]+){0,8} (?:nothing|no (?:cash|money)|short|did not|only|half|less)(?: [^ ]+){0,8} (?:balance|debited|deducted|account|charged|taken)',
  '*declined(?: [^ ]+){0,6} (?:left|taken|charged|debited|gone|went)(?: [^ ,.]+){0,2} (?:my|from|account|out)',
  'why (?:was|is|were|has|have|did|are)(?: [^ ,.]+){0,3} (?:money|\\d+|payment|amount|cash)(?: [^ ,.]+){0,2} (?:taken|left|gone|withdrawn|deducted|debited|leave|leaving)',
  '*(?:refund|cashback|credit|payout)(?: [^ ,.]+)? (?:was|is|were) (?:meant|supposed|due|promised) to be(?: [^ ]+){0,4} (?:but|only|and)',
  '!(?:charges?|fees?|costs?|tax|surcharge|supplement|levy)(?: [^ ,.]+){0,2} (?:was|were|has been|had been) (?:not|never)(?: [^ ,.]+)? (?:mentioned|told|disclosed|agreed|listed|shown|explained|advertised|quoted|part of)',
  'where (?:does|did|do|is|are) (?:this|that|these|the)(?: [^ ,]+){1,3} (?:come|coming|came) from(?! in)',
].map(frame);
