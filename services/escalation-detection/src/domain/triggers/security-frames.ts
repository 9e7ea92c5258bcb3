import { frame } from '../text/frames.ts';

/** Not known to the customer. */
const STRANGE_TO_ME =
  '(?:i (?:do|did|have) not (?:even )?(?:(?:recogni[sz]e|know|understand|recall)(?= ?$| ,| \\.| (?:it|this|that|them|any|anything|about|who|of|either|at)(?: |$))|(?:remember|recall) (?:ever )?(?:making|doing|buying|ordering|booking|paying|sending|spending|asking|requesting|signing)|own|live|speak|heard of)|i have (?:no|zero) (?:idea what (?:it|this|that)|memory|recollection|knowledge)|i know nothing|i never (?:heard|had|<did>)|never heard of|(?:i )?can ?not (?:recogni[sz]e|identify|account for))';
const NOT_ME =
  '(?:(?:is|was|were|are|am|it|definitely|certainly|but|and)(?: (?:definitely|certainly|it))? )?not (?:me|mine|ours|us|my (?:doing|own)|by me|by us|from me)(?! (?:or|but) )';
const ELSEWHERE =
  '(?:never (?:been|set foot|visited|lived|flown)|have not (?:been|left|set foot)|(?:i|we) (?:was|were|am|are|live) (?:in|at|on|asleep|abroad|away|nowhere|not in|not even|still in)(?! (?:a|the) (?:call|hurry|rush|chat))|i (?:was|am) (?:home|sleeping)|while (?:i|we) (?:was|were)|and so was i)';

/** Actions of others, denied activity, losses, and data or money given to a fraudster. */
export const frames = [
  // Somebody else used what is theirs.
  `{stranger}(?: (?!from|at|please|can|who can|to)[^ ,.]+){0,4} {hand}(?: (?!(?:her|his|their|your) )[^ ,.]+){0,4} (?:my|our)(?: [^ ,.]+){0,2} {holding}`,
  `*{stranger}(?: (?:is|has|have|had|been|just|also|was|keeps?|keep))* {hand}(?: [^ ,.]+){0,2} (?:my|our|in my|into|me|as me)(?: [^ ,.]+){0,2} {holding}`,
  `{stranger} (?:is|has been|have been|was|were|has gone|had been|got|keeps)(?: [^ ,.]+)? (?:in|inside|into|on|at|using|reading|going through|poking around)(?: (?:my|our)| there| it$)`,
  '*(?:who is|how did they|how is anyone|who else is|they (?:are|were|got)) (?:in|in to|into|inside|get in|got in|on) (?:my|our)(?: [^ ,.]+)? {holding}',
  `(?:my|our)(?: [^ ,.]+){0,2} {holding}(?: [^ ,.]+){0,3} (?:was|were|been|got|being|is being|has|have)(?: [^ ,.]+)? {hand}(?: [^ ,.]+){0,2} (?:by|from|in|at|without|to (?:one|a|an|some))(?: (?:one|a|an|some)?(?: [^ ,.]+)? (?:<stranger>|i|abroad|russia|another|else|foreign|country|different))`,
  `{hand} by {stranger}`,
  '{stranger}(?: [^ ,.]+){0,6} (?:get|gets|getting|got|log|logs|logged|sign|signed|signing|broke|break|hacked)(?: back)? (?:in|into|in to|onto|on to) (?:my|our)',
  `*(?:my|our)(?: [^ ,.]+){0,3} {holding}(?: [^ ,.]+){0,2} (?:was|were|been|got|has been|have been) (?:changed|switched|altered|taken over|redirected|replaced|redeemed|emptied|drained|wiped|moved|reset|swapped|used)(?! by me)~~ (?:${STRANGE_TO_ME}|${NOT_ME}|while i|without (?:me|my)|betting|asleep)`,
  `(?:pretend(?:ed|ing)?|claim(?:ed|ing)?|acting|posing|impersonat(?:ed|ing))(?: to be| as)? (?:me|us|my|our)`,
  '(?:he|she|they|ex|husband|wife|son|roommate|flatmate|neighbou?r|<stranger>)(?: [^ ,.]+)? (?:knows?|has|have|guessed|got) (?:all )?my (?:answers|login|password|pin|passcode|card details|codes?)',
  `(?:taken over|took over)(?: [^ ,.]+){0,3}(?:,| and)? ~(?:admin|password|redirect)|(?:router|network|server|site|page|channel|system)(?: [^ ,.]+){0,3} (?:taken over|hijacked)`,
  // Denied activity.
  `*!{event}~~ ${NOT_ME}`,
  `*!{event}(?: [^ ?]+){0,14} \\. (?:this |that |it |those )?(?:is |was |were |are )?not (?:me|mine|ours|my doing)(?= |$)`,
  `*!(?:<event>)(?: (?!(?:bill|invoice|charge|fee|debit) )[^ ,]+){0,6} (?:,|\\.|and|but|which|that|though|although|yet)? ?(?:i|we)? ?(?:never|did not|have not|was not|do not|have never|had never|were not)(?: (?:ever|even|actually|knowingly))? (?:<did>)(?! (?:it (?:yet|on time)|yet|enough|well|working))~ ?(?:with|to|from|for|out|up|in|at|or|it|them|that|this)?$`,
  `*!{event}~~ ${STRANGE_TO_ME}`,
  `*!(?:name|person|account|place|shop|address|company|website|number|one|someone|people) (?:that |which |who |whom )?i (?:do|did|have) not (?:even )?(?:know|recognise|recognize)$`,
  '*!(?:do|did) not know (?:anyone|anybody|any|a person|a single)(?: [^ ,.]+){0,2} (?:called|named|by that)',
  '!(?:no|any|have no|zero) (?:memory|recollection|recall) of(?: ever)? (?:buying|ordering|making|doing|booking|this|these|it|paying|sending|signing|opening|authori[sz]ing)',
  '!(?:know|knew) nothing (?:about|of)(?: [^ ,.]+){0,4}(?<! (?:cars|computers|it|tech|this stuff))',
  '!who (?:the [^ ]+ )?is [^ ]+(?: [^ ,.]+)? (?:and|,) (?:why|how|what)~~ (?:admin|account|my|our)',
  // Not at that place.
  `*!(?:<event>)(?: [^ ]+){0,10} (?:from|in|at|to|near|on)(?: [^ ]+){1,10} ${ELSEWHERE}`,
  '*(?:new|unknown|unrecogni[sz]ed|strange|unfamiliar|different) (?:log ?in|sign ?in|device|phone|session|android|computer|browser)(?: [^ ]+){0,10} (?:but|only|not|never|who|do not|added|registered|get in)',
  '*{event}~~ (?:do not|never) (?:own|owned|had) (?:one|that|it|any|an?)',
  '*!(?:got|get|getting|received|keep|woke|came|sent|saw|seeing)(?: [^ ]+){0,5} (?:codes?|password|reset|verification|otp)(?: [^ ]+){0,6} (?:was not|were not|did not|have not|never)(?: [^ ]+)? (?:logging|trying|request|requested|ask|asked|sign|signing|log)',
  '*!(?:sim|phone|signal)(?: [^ ]+){0,4} (?:dead|suddenly|stopped|no service)(?: [^ ]+){0,8} (?:not (?:to|by) me|new device|registered on|replacement|online banking|emptied)',
  // Missing money, points or belongings.
  '(?:my|our|all the|all my)(?: [^ ,.]+){0,2} (?:balance|savings|gold|coins|points|miles|gems|crypto|bitcoin|skins|money|funds|credits|items)(?: [^ ,.]+){0,3} (?:gone|zero|empty|emptied|drained|vanished|disappeared|wiped|missing|stolen)',
  '*(?:balance|account|savings|money|grand)~~ (?:have not|did not|never) (?:touched?|spent|spend|moved?|used?)(?: it| any| them| a penny)?(?: |$)',
  `(?:${'<loses>'}) (?:behind )?(?:my|our|the|that|this)(?: (?!(?:from|on|of) )[^ ,.]+){0,2} {valuable}(?! (?:number|details|on the table|holder|case|reader|slot|at home|in (?:the |a )?(?:water|toilet|sink|pool|bath|rain|puddle)))`,
  `(?:my|our|the)(?: [^ ,.]+){0,2} {valuable}(?: (?!(?:not|never|number|details|holder|case|order|app|reader) )[^ ,.]+){0,5} {lost}(?! (?:wrong|number|digits))`,
  `{valuable} (?:is|are|was) not (?:in|inside|where) (?:my|the|its|i)(?: [^ ,.]+){0,3}(?: any ?more| any longer|$)`,
  '*(?:atm|machine|cash ?point|cash machine|it)(?: just| has)? (?:ate|swallowed|kept|took|eaten|retained|captured)(?: [^ ,.]+)? (?:card|debit card)~~ (?:missing|ran|gone|man|guy|money|stolen|someone)|card(?: [^ ,.]+)? (?:eaten|swallowed)~~ (?:missing|ran|gone|money|stolen)',
  `(?:please |kindly )?{lock}(?: (?:on|down))? (?:my|our|the|all my|both)(?: [^ ,.]+)? {valuable}(?! (?:payments?|number|reader|notifications?|from|offers?|screen|alerts?))`,
  '*(?:grand|quid|pounds|dollars|euros|money|rupees|\\d+)(?: [^ ,.]+){0,5} (?:left|went|gone|sent|moved|transferred|withdrawn)(?: [^ ,.]+){0,5} to(?: [^ ]+){1,4} (?:do not|never|have not)(?: [^ ,.]+)? (?:know|heard|met|recogni[sz]e)',
  '*never (?:arrived|came|received|turned up)~~ (?:purchase|charge|payment|used|spent|transaction)s?(?: [^ ,.]+){0,3} (?:on|with) it',
  // Fraud.
  `*{scam}~~ {gave}(?: (?!received )[^ ]+){0,5} {secret}`,
  `*{gave}(?: [^ ]+){0,6} {secret}~~ {scam}`,
  `*{scam}~~ (?:put|gave|typed|entered|filled) (?:in )?(?:my|all my|our|them|it)(?: [^ ,.]+){0,3} (?:in|details|card|info|number|pin)`,
  `{gave}~ (?:a |the |that |some )?(?:fake|scam|phishing|dodgy|suspicious)(?: [^ ,.]+)? (?:link|site|website|page|email|form|app)`,
  '(?:i have|we have|i had|i think i have|been) been (?:had|done|conned|duped|scammed|tricked|played|fooled)(?= ?$| ,| by| \\.)',
  '*(?:paid|sent|transferred|gave)(?: [^ ]+){0,10} (?:does not exist|was (?:a )?fake|never existed|disappeared with|blocked me|vanished)',
  '(?:bitcoin|crypto|ransom|gift cards?)~~ (?:unlock|decrypt|release|give back)|(?:files|screen|laptop|computer)~~ (?:bitcoin|ransom|encrypted)',
  '(?:keylogger|key logger|virus|spyware|trojan|malware)~~ (?:banking|password|account|log ?in|card)',
  // Data of other customers is visible.
  '(?:see|seeing|sees|shows?|showing|sent me|received|viewing)(?: [^ ,.]+){0,4} {other}(?: is)?(?: [^ ,.]+)? {anyone}(?: is|s)?(?: (?!(?:name|review|rating|comment|profile pic)$)[^ ]+){0,4} (?:details|data|statements?|results?|records?|address|bills?|account|messages|orders?|documents?|invoices?|files|information|passport)',
  '{other}(?: is)? {anyone}(?: is)?(?: [^ ,.]+){0,3} (?:are|is|were|was)? ?(?:showing|visible|appear(?:s|ing)?|shown|displayed|turned up)(?: up)?(?: [^ ,.]+){0,2} (?:in|on|under) (?:my|our)',
  '(?:under|in|using|with) my name(?: [^ ]+){0,6} (?:not|never|without|do not)|(?:contract|loan|account|line|policy|booking|card)(?: [^ ,.]+){0,2} (?:in|under) my name(?: [^ ]+){0,6} (?:not|never|did not|do not)',
  '(?:my ex|ex husband|ex wife|ex partner|an ex|former [^ ]+|old flatmate|somebody|someone|stranger|he|she|they)(?: [^ ,.]+){0,4} still (?:has|have|had|got) access(?: [^ ]+){0,10} {holding}',
  '(?:charges?|purchases?|payments?|activity|transactions?|spending)(?: [^ ]+){0,6} {holding}(?: [^ ]+){0,6} (?:in my (?:wallet|possession|hand|pocket|purse|bag|drawer)|never left my)',
  // Fraudsters got access or data.
  '*(?:remote access|any ?desk|team ?viewer|screen ?shar(?:e|ed|ing)|control of my (?:computer|laptop|pc|phone|screen))(?: [^ ]+){0,12} (?:man|woman|caller|guy|someone|somebody|stranger|scam|transfers?|savings|emptied)',
  '*(?:link|website|site|page|form|sms)(?: [^ ]+){0,6} (?:after (?:that|this|which)|and then|now|then|since)(?: [^ ]+){0,4} (?:gone|debited|deducted|emptied|drained|missing|withdrawn|vanished)',
  '(?:card|cvv|account|bank|login|details|data|number|password|address|photos?|identity)(?: [^ ,.]+){0,6} (?:posted|published|leaked|dumped|for sale|shared|circulating|listed)(?: [^ ,.]+)? (?:online|publicly|on the (?:web|internet|dark web)|on (?:a |some )?(?:forum|telegram))',
  '(?:in|into|fell into|got into) (?:the )?(?:wrong|other|bad|a stranger is|strange) hands',
  '{stranger}(?: (?:has|have|had|just|also))* (?:changed|reset|hijacked|took over|altered|moved|ported|switched|transferred)(?: it| that| the| both| them)(?: [^ ,.]+){0,3}',
  '(?:every|all)(?: [^ ,.]+){0,2} files?(?: [^ ,.]+){0,6} (?:locked|encrypted|scrambled|renamed|end in|ends in)',
  '(?:room|house|flat|office|locker|safe|car)(?: [^ ,.]+)? (?:was|were|got|been|is) (?:entered|broken into|burgled|forced|ransacked)',
  // Denied activity elsewhere; found with somebody else.
  '!(?:profile|device|user|orders?|transactions?|purchases?|log ?ins?|payee|beneficiary|mails?|emails?|posts?|messages?)(?: [^ ,]+){0,8} (?:i|we) (?:never|did not|have not)(?: (?:ever|even))? (?:make|made|create|created|add|added|write|wrote|send|sent|place|placed|post|posted|open|opened|set up)(?= |$)(?! (?:it|them|yet|yesterday))',
  '!(?:i am|i was|we are|we were|nobody here is|i have not been|i had not been|i was not) (?:not )?(?:signing|logging|trying to (?:sign|log)) in(?<=not(?: been)? (?:signing|logging|trying to (?:sign|log)) in)',
  '*!(?:logged|signed|log|sign) ?in(?: [^ ]+){0,2} (?:from|in|at)(?: [^ ]+){1,8} (?:i am|i was|we are|i live|we were) (?:in|at|on|asleep|home|nowhere|not in)(?= |$)',
  '*!(?:spent|bought|paid|made|ordered|purchase|transaction|withdrew|authori[sz]ed)(?: [^ ]+){0,10} (?:and|but|,|\\.|no|well)(?: no)?(?: ,)? i (?:really |definitely |certainly )?did not$',
  '(?:new|another|strange|unknown|a)(?: [^ ,.]+)? (?:profile|user|device|payee|person)(?: [^ ,.]+){0,4} on (?:my|our)(?: [^ ,.]+)? account(?: [^ ]+){0,6} (?:keeps|who|never|not|even after|again)',
  '*(?:never|not|has not|have not)(?: [^ ,.]+)? (?:arrived|come|came|received|turned up|got here)(?: [^ ]+){0,8} (?:being used|already used|been used|in use|using it)',
  '(?:old|other|last|first|previous) (?:one|card|phone|sim|handset) (?:went|has gone|was|got|is) (?:missing|stolen|lost|nicked|taken)',
  '(?:can not|could not|can no longer) find (?:my|the|our)(?: [^ ,.]+)? {valuable}(?: [^ ,.]+)? ?(?:anywhere|any ?more|since|,|$)',
  '{stranger}(?: (?:is|has|have|keeps|was))* (?:using|used|uses|tries|trying|tried)(?: (?!(?:your|their) )[^ ,.]+){0,6} (?:identity|saved card|my [^ ,.]+|his identity|her identity|the number|gift ?card|card number)',
  '{stranger} did (?:it|that|this|the)(?: [^ ,.]+)?',
  '*(?:man|woman|guy|caller|he|she|they|someone|technician)(?: [^ ]+){0,10} (?:made|had|got|asked|told|convinced) me (?:to )?(?:install|download|open|share|log)',
  '(?:he|she|they|someone|somebody|that man|the caller) (?:was|were|got|had been|is|are) in(?:side)? my (?:computer|phone|account|laptop|pc|bank)',
  '*(?:machine|atm|slot|cash ?point|card reader|pump)(?: [^ ]+){0,12} (?:camera|skimmer|tampered|came off|strange plastic|false front|weird plastic|plastic thing|overlay)',
  '(?:kick|throw|get|lock|log)(?:ging|ing)? out (?:the|this|whoever|them|him|her)(?: [^ ,.]+){0,5} (?:in there|in my|in it|inside|account)',
  '(?:posting|writing|messaging|acting|shopping|emailing|texting) as (?:me|us)(?= |$)',
  '(?:api|private|secret|access|production)(?: [^ ,.]+)? (?:secrets?|tokens?|keys?|credentials)(?: [^ ,.]+){0,5} (?:public|github|repo|leaked|exposed|online)',
  '(?:burglary|burglars|break in last|house break ?in)',
  '*!(?:sim|payee|device|card|phone|beneficiary|loan|contract|user)(?: [^ ]+){0,10} (?:i|we|nobody|no one)(?: [^ ,.]+)? (?:did not|never|have not|had not|do not)? ?(?:ask for|asked for|request|requested|add|added|apply for|applied for)(?: [^ ,.]+){0,3}(?<=(?:not|never|nobody|no one)(?: [^ ,.]+){1,6})',
  'my (?:whatsapp|account|email|e ?mail|facebook|instagram|number|profile|snapchat)(?: [^ ,.]+){0,3} (?:is|has been|was|keeps|keep|been) (?:messaging|sending|posting|texting|emailing|spamming)(?! me)',
  '*(?:listed|shows?|showing|registered|signed in|linked|trusted|logged in)(?: [^ ]+){0,12} i only (?:own|have|use)',
  '*(?:payments?|charges?|transactions?|withdrawals?|purchases?)(?: [^ ]+){0,12} never (?:left|been outside|been out of)',
  '*(?:dump|copy|stolen|breach|database|user table|customer data)(?: [^ ]+){0,10} (?:bitcoin|ransom|crypto)',
].map(frame);
