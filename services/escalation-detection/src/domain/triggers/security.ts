import { matcher } from '../text/matcher.ts';
import { type Detector, pattern } from '../text/parsed-text.ts';
import { frames } from './security-frames.ts';

const VALUABLE =
  'cards?|credit cards?|debit cards?|visa|mastercard|amex|phones?|mobiles?|cell ?phones?|smartphones?|i ?phones?|wallets?|purses?|handbags?|devices?|laptops?|sim(?: card)?|passport|token|cell|che(?:que|ck) ?books?|handsets?|tablets?|i ?pads?|key ?fobs?';
const MONEY =
  'payments?|charges?|transactions?|withdrawals?|debits?|direct debits?|purchases?|transfers?|orders?|cash|withdraw|funds';
const ACTIVITY = `${MONEY}|activity|activities|spending|log ?ins?|sign ?ins?|access|devices?|emails?|messages?|calls?`;
const STRANGE =
  'strange|weird|suspicious|unknown|unusual|odd|random|fraudulent|unauthori[sz]ed|unfamiliar|unrecogni[sz]ed|unexplained|mysterious|bogus|fake|dodgy|shady|questionable';
const OF = '(?: (?!(?:about|for|from|on|in|of|that|if|when|and|or) )[^ ,]+){0,3}';
const TAKEN =
  'stolen|stole|nicked|robbed|snatched|swiped|pinched|grabbed|pickpocketed|swapped|cloned|skimmed|hijacked|ported';
const DISCLOSED =
  'gave|given|told|shared|entered|typed(?: in)?|sent|read out|handed over|provided|disclosed|revealed|put in';
const SECRET =
  '(?:one time |security |login |sms |verification )?(?:pin|pass ?words?|pass ?codes?|pass ?word|card (?:number|details|info)|bank (?:details|info)|cvv|otp|codes?|log ?in(?: details)?|credentials|ssn|social security(?: number)?)';
const SOMEONE =
  '(?:some ?one(?: else)?|some (?:stranger|guy|dude|kid|man|woman|person|thief|hacker|scammer|crook|idiot|random|weirdo)|who ?ever (?:it|this|he|she|they) (?:is|are)|my (?:ex|roommate|flatmate|neighbou?r)|some ?body(?: else)?|anyone else|a stranger|a thief|a hacker|hackers?|scammers?|fraudsters?|another person|other people|they)';

const patterns = [
  // Lost, stolen, left behind.
  `(?:lost|lose|misplaced|stole|stolen|missing|mislaid)(?: of)?${OF} (?:${VALUABLE})`,
  `(?:${VALUABLE}|bags?|backpack)(?: [^ ,]+){0,4} (?:${TAKEN})`,
  `(?:${TAKEN})${OF} (?:my|our)${OF} (?:${VALUABLE}|bags?|backpack)`,
  `(?:${VALUABLE})(?: [^ ,]+){0,4} (?:lost|missing|misplaced|disappeared|gone missing|went missing|fell out)`,
  `(?:my|our) (?:[^ ,]+ )?(?:${VALUABLE})(?: [^ ,]+)? (?:(?:was|were|been|got) taken)`,
  `(?:dropped|drop|left) (?:my|our) (?:[^ ,]+ )?(?:cards?|wallet|purse|visa|mastercard|amex)`,
  `report(?:ing)?(?: [^ ,]+){0,2} (?:lost|stolen|missing|theft)`,
  `(?:account|number|line|sim|identity|id)(?: [^ ,]+){0,3} (?:${TAKEN})`,
  `(?:${VALUABLE}) (?:has |have |just )?(?:disappeared|vanished|gone)`,
  `(?:stolen|lost|stole|missing) (?:my )?(?:${VALUABLE})`,
  `left(?: behind)? (?:my|the)${OF} (?:${VALUABLE})(?: behind| at| in| on)`,
  `(?:${VALUABLE}) (?:was|got|is|were) left`,
  '(?:mugged|robbed|pickpocketed|burgled|burglari[sz]ed)',
  // Used by somebody else.
  `(?:${STRANGE})${OF} (?:${ACTIVITY})`,
  `(?:${ACTIVITY})(?: [^ ,]+){0,5} (?:${STRANGE})`,
  `${SOMEONE}(?: [^ ,]+){0,4} (?:using|used|use|access(?:ed|ing)?|stole|stealing|stolen|took|taken|taking|logged|log|hacked|copied|cloned|withdrew|made|got into|broke into|changed|charged|ordered|bought|has|have|got|knows?)~ (?:my|our)`,
  `(?:my|our) (?:${VALUABLE}|account|details|identity|information|data|password)(?: [^ ,]+){0,4} (?:used|accessed|taken|copied|cloned|hacked|stolen|compromised|breached|leaked|exposed)(?: by| without)?`,
  '(?:hacked|hacking|compromised|phish(?:ing|ed)?|scam(?:med)?|defrauded|security breach|breach(?:ed)? (?:of|in) (?:my|our|the|your) (?:account|system|data|network|security)|been breached|skimmed|identity theft|data breach|data leak|ransomware|malware|account takeover)',
  '(?:breach|leak) (?:in|at|of) (?:our|my|your)',
  '(?:data|details|password|information|records)~ (?:was|were|been|got|has been|have been)~ (?:leaked|exposed|stolen|breached|dumped)',
  '(?:fraud|fraudulent|fraudulently|fraudster)',
  `(?:${VALUABLE})(?: [^ ,]+){0,4} (?:gone|vanished|nowhere(?: to be found)?)`,
  '(?:taken over|took over|take over)(?: [^ ,]+){0,3} (?:account|profile|number|email)|(?:account|profile|email|number)(?: [^ ,]+){0,3} taken over',
  '(?:account|email|profile|number|address|phone)(?: [^ ,]+){0,5} is not mine(?: any ?more)?',
  '(?:locked|shut|kicked) out(?: [^ ]+){0,8} (?:changed|hacker|someone|somebody|hacked|stolen)',
  '(?:key ?logger|trojan|spyware|files? (?:are|were|got|have been) (?:now )?encrypted|encrypted (?:all )?(?:our|my) files|ransom)',
  '(?:sessions?|log ?ins?|sign ?ins?|devices?|logged in)(?: [^ ,]+){0,4} (?:countr(?:y|ies)|places?|cities|city|russia|china|abroad|overseas|another country|unknown|never)',
  '(?:leaked|leaking|exposed|published|sold)(?: [^ ,]+)? (?:my|our|customer|personal)',
  '(?:attempt(?:ed|s)?|tried|trying)(?: [^ ,]+){0,2} (?:to )?(?:open|use|withdraw|log ?in|access|charge|apply|take out)(?: [^ ,]+){0,6} (?:my|in my name|ssn|without)',
  '(?:logged|logs|signed|logging) in (?:as|with|using|under) (?:me|my|our)',
  '(?:employee|worker|contractor|ex|staff member|colleague)(?: [^ ,]+){0,4} (?:still|left)(?: [^ ,]+){0,4} (?:logs?|access|log ?in|credentials|password|admin)',
  '(?:strange|weird|odd|spam|unknown) (?:posts?|messages?|emails?|texts?|orders?)(?: [^ ,]+){0,4} (?:from|in|under|sent) (?:my|our)',
  '(?:some ?one else|some ?body else|another person|other people|stranger)(?: is)? (?:purchases?|orders?|charges?|payments?|transactions?)(?: [^ ,]+){0,3} (?:on|in) my',
  '(?:kill|bar|suspend|block|disable|cut off|lock)(?: [^ ,]+)? (?:the|my|our) (?:line|sim|phone|number|handset|device)',
  // Obtained by fraud.
  '(?:tricked|conned|duped|fooled|swindled|cheated|scammed|lured)~ (?:into|out of|by)',
  '(?:fell|fallen|fall) (?:for|victim)',
  'victim of',
  '(?:pretend(?:ed|ing|s)?|claim(?:ed|ing|s)?|impersonat(?:ed|ing)|posing|acting)(?: [^ ,]+){0,3} (?:to be|as) (?:from |with )?(?:you|your|the bank|bank|support|microsoft|apple|amazon|an employee|customer|the police|the irs)',
  `(?:i|we|he|she|my [^ ,]+)(?: have| just| accidentally| stupidly| already| even)* (?:${DISCLOSED})(?: [^ ,]+){0,4} (?:my|the|our|him|her|them|a|an)?(?: [^ ,]+)? ?(?:${SECRET})(?! (?:wrong|incorrect|incorrectly|again|twice|but|and (?:it|i)|several|three|too))(?: [^ ,]+)* (?:to|on|into|over|at|with|website|site|link|caller|phone|by mistake|call|text)`,
  `(?:${DISCLOSED}) (?:him|her|them|someone|somebody|a stranger|a caller)~ (?:${SECRET})`,
  '(?:clicked|clicking|opened|followed|tapped)(?: on)?(?: [^ ,]+){0,2} (?:link|attachment)(?: [^ ,]+){0,8} (?:password|details|pin|card|suspicious|fake|scam|from you|log ?in)',
  `${SOMEONE}(?: [^ ,]+){0,5} (?:buying|spending|spent|ordering|paying|opened|opening|streaming|watching|logging|posting|sending|trying|tried|attempted|attempting|applied)(?: [^ ,]+){0,6} (?:my|our|in to it|break in|get in)`,
  `${SOMEONE}(?: [^ ,]+){0,6} in my name`,
  '(?:took out|opened|applied|registered|signed up|ordered|made|account|line|loan|contract|card)(?: [^ ,]+){0,4} (?:in|under|using) my name',
  '(?:break(?:ing)?|broke|broken) in(?:to)?(?: my| the| our)? (?:account|system|profile|app|email|wallet|online)',
  '(?:trying|tried) to (?:break in|get in|hack|access my|log in(?:to)? (?:to )?my)',
  `(?:email|address|password|phone number|number|details|name)(?: [^ ,]+){0,4} (?:was|were|been|got) (?:changed|altered|updated|reset|replaced)(?: [^ ,]+){0,3} (?:by|without|and i|but i|i did)`,
  '(?:they|he|she|it is|whoever)(?: [^ ,]+){0,2} (?:changed|reset|took over)(?: [^ ,]+){0,2} (?:my|the)(?: [^ ,]+){0,2} (?:password|email|account|phone number|pin)',
  `(?:some ?one|some ?body)(?: else)?(?: [^ ,]+){0,2} (?:made|making|used|using|did|got)(?: [^ ,]+){0,3} (?:${MONEY}|card)`,
  '(?:used|accessed|made|taken|done) by (?:some ?one|some ?body|a stranger|anyone|another)',
  '(?:money|cash|funds|balance)(?: [^ ,]+){0,2} (?:missing|gone|disappeared|vanished|stolen)(?: [^ ,]+)? (?:from|out)',
  `no longer have (?:my|the)(?: [^ ,]+)? (?:${VALUABLE})`,
  `(?:other|old|last|previous) (?:one|card|phone) (?:was|got|is|has been) (?:stolen|lost)`,
  'unauthori[sz]ed',
  '(?:unexpected|strange|unknown|unexplained) (?:money|cash|direct debit)',
  `(?:${MONEY}|account|loan|line|contract)(?: [^ ,]+){0,3} (?:set up|opened|taken out|registered) in my name`,
  '(?:lost|missed|missing|loss)(?: [^ ,]+){0,2} (?:car ?d?)$|credit card (?:loss|lost|missed|missing)',
  'report(?:ing)?(?: [^ ,]+){0,2} (?:credit card|debit card|lost card)',
  '(?:phone|mobile|cell)(?: [^ ,]+){0,2} (?:jacked|at a (?:hotel|restaurant|bar)|in a taxi|in the taxi)|(?:jacked|lifted|stole|snatched|mugged)(?: [^ ,]+){0,3} (?:phone|wallet|purse|card|laptop)',
  'freezing (?:my|the|a)(?: [^ ,]+)? (?:card|account)|freeze (?:a|the) card|stop fraud',
  '(?:logins?|sign ?ins?|log(?:ged|ging) in|signed in|accessed)(?: [^ ,]+){0,4} (?:at [0-9]|from (?!my|the|your|home|work|another of)[^ ,]+|overnight)',
  '(?:some ?one|some ?body|stranger|hacker|who ?ever)(?: [^ ,]+){0,3} (?:in|inside|into) my account$',
  '(?:new|unknown|strange|a) (?:card|device|payee|beneficiary|address|user|admin)(?: [^ ,]+){0,8} (?:added|appeared|popped up|registered|linked)',
  '(?:api|private|secret|access|ssh) keys?(?: [^ ,]+){0,8} (?:public|leaked|exposed|github|published)|(?:pushed|leaked|published|exposed|committed)(?: [^ ,]+){0,5} (?:api|private|secret|access|ssh) keys?',
  '(?:ex|former) employee(?: [^ ,]+){0,4} (?:has|have|still|access|password|logged)|exporting (?:customer|our|client)',
  '(?:saw|watched|knows) (?:my|our)(?: [^ ,]+)? (?:pin|password|passcode|card number|details)',
  '(?:see|showed|shows|showing|sees|seeing)(?: [^ ,]+){0,3} (?:someone|somebody|another|other)(?: [^ ,]+)? (?:passenger|customer|person|user|people|client)(?: is|s)?(?: [^ ,]+){0,3} (?:name|details|data|account|passport|order|bill|information|address)',
  '(?:two factor|2fa|mfa|authenticator)(?: [^ ,]+){0,3} (?:turned off|disabled|removed|bypassed|switched off)',
  '(?:points|miles|balance|rewards|gift card|money|funds|savings|crypto)(?: [^ ,]+){0,4} (?:are|is|was|were|been|have) (?:all )?(?:gone|stolen|redeemed|drained|emptied|wiped|used|spent|transferred out)|(?:drained|emptied|cleaned out|wiped out)(?: [^ ,]+){0,2} (?:my|our)',
  '(?:ported|port) my number',
  '(?:gift cards?|irs|numbers)(?: [^ ,]+){0,8} (?:gave|read)(?: [^ ,]+){0,2} (?:them|him|her)|(?:gave|read|sent) (?:them|him|her)(?: [^ ,]+){0,3} (?:numbers?|codes?|gift cards?|money)',
  'without my (?:permission|consent|knowledge|authori[sz]ation|approval)',
  // Asks for a lock.
  `(?:freeze|block|lock|deactivate|disable|suspend|stop)(?: [^ ,]+){0,2} (?:my|the|this)${OF} (?:card|cards|credit card|debit card)`,
  `(?:freeze|lock|secure|block)(?: [^ ,]+){0,2} (?:my|our)${OF} (?:account|number|line|sim|phone)`,
  `(?:freeze|lock|block|suspend|stop) (?:it|them|the line|the number|everything|all (?:my )?cards)(?: [^ ,]+){0,3} (?:immediately|right away|asap|now|at once|urgently)`,
  `(?:put|place|apply|set|need|want|add)(?: [^ ,]+)? (?:a )?(?:hold|stop|freeze|block|lock)(?: [^ ,]+)? (?:on|to|for)${OF} (?:account|cards?|line|number|visa|mastercard|amex)`,
].map(pattern);

const NOT_MINE = '(?:did|do|have|had|was|were|am|is|are|could|would) not|never';
const negativePatterns = [
  `(?:${MONEY}|line|phone|account)(?: [^ ]+){0,9} (?:not (?:by|from) (?:us|me|anyone)|nobody (?:in|at|here|on)|none of us|no one (?:in|at|here|on)|not us|not me|is not me|it is not me|not mine|not ours)`,
  'money (?:leaving|going|gone|moving)(?: [^ ]+){0,8} (?:not me|did not|without)',
  'who is (?:this|that|using|paying|ordering|buying)(?: [^ ,]+){0,4} (?:my|with my)',
  '(?:card|account|login|details)(?: [^ ]+){0,8} (?:used|use)(?: [^ ]+){0,8} (?:never been|have the card|still have|not me|was at home|in my pocket)',
  `what (?:do|should|can|must) (?:i|we) do (?:if|when|now that)(?: [^ ,]+){0,3} (?:my|our)(?: [^ ,]+)? (?:card|phone|wallet|purse|account)s?(?: [^ ,]+){0,3} (?:stolen|lost|hacked|compromised|missing)`,
  '(?:two factor|2fa|mfa)(?: [^ ]+){0,6} (?:turned off|disabled|removed|bypassed|switched off)',
  '(?:weird|strange|odd|suspicious|funny) (?:stuff|things?|activity|something)(?: [^ ,]+){0,3} (?:on|in|with|to) my (?:account|card|profile)',
  '(?:was|were|has|have|are|is)(?: [^ ,]+){0,2} (?:info|data|information|details|password|account)(?: [^ ,]+){0,2} (?:leaked|exposed|stolen|affected|part of)|your (?:hack|breach|leak)',
  '(?:card|phone|laptop|tablet|wallet|purse|bag)(?: [^ ,]+){0,8} (?:was|were|got) (?:taken|lifted|grabbed) (?:from|out|off)',
  `(?:${MONEY})(?: [^ ,]+){0,7} (?:(?:${NOT_MINE})(?: [^ ,]+){0,2} (?:authori[sz]ed?|approved?|make|made|making|do|did|done|set(?: up)?|initiated?|recogni[sz]e[d]?|withdraw|withdrew|remember|recall|familiar|responsible|request(?:ed)?|perform(?:ed)?|know(?: about| what| of)?))`,
  `(?:did not|do not|never|have not|not think i) (?:make|made|do|did|authori[sz]ed?|approve|set ?up|initiate|recogni[sz]e[d]?|withdraw|remember(?: making| doing)?|recall|familiar with|request|perform|withdrew)(?: [^ ,]+){0,4} (?:${MONEY})`,
  `(?:do|did|can|could) not (?:even )?recogni[sz]e(?: [^ ,]+){0,6}`,
  `(?:payee|device|user|address|transfer|changes?|${MONEY})(?: [^ ]+){0,9} (?:i|we) (?:have not|did not|never) (?:done|do|did|add|added|make|made|seen|see|withdraw|withdrew|set)(?: |$)`,
  `(?:${MONEY})(?: [^ ]+){0,8} (?:never (?:seen|had|heard)|do not (?:even )?have (?:the|an?|any) (?:app|account|card))`,
  '(?:delivered|activated|who activated|used)(?: [^ ]+){0,8} (?:never (?:touched|received|had|got)|did not (?:receive|get|touch))|never touched it|who activated',
  `(?:${MONEY})(?: [^ ,]+){0,5} (?:was|were|is|are|that) not (?:me|mine|by me|made by me|from me|done by me|my doing|my own)`,
  'was not me|were not me|not made by me|is not (?:mine|me)$|not authori[sz]e(?:d by me)?',
  `(?:can|could) not (?:find|locate)(?: [^ ,]+){0,2} (?:my|the)(?: [^ ,]+)? (?:card|phone|wallet|purse|mobile|credit card|debit card)`,
  `(?:no idea|not (?:know|sure|understand))(?: [^ ,]+)? (?:what|why|where|who)(?: [^ ,]+){0,3} (?:${MONEY}|charge|debit)(?: [^ ,]+){0,4} (?:is|was|came|comes|for|from)`,
  `not (?:sure|know|remember) where(?: [^ ,]+)? (?:my|the)(?: [^ ,]+)? (?:${VALUABLE})`,
  `(?:${MONEY})(?: [^ ,]+){0,7} (?:but|and|that) i (?:really |definitely |certainly )?did not`,
  `(?:log ?in|sign ?in|access|device)(?: [^ ,]+){0,5} not (?:recogni[sz]e|mine|me|know)`,
  // Not at the place of the purchase.
  `(?:${MONEY}|charged?|bought|used|spent|statement)(?: [^ ]+){0,14} (?:never (?:been|set foot|visited|travel+ed|heard of|shopped|bought|lived)|have not (?:been|travel+ed|left|used)|was not (?:there|in|even)|am not (?:there|in)|do not (?:live|own|have)|live in|nowhere near)`,
  `(?:calls?|texts?|orders?|purchase|posts?|messages?|log ?ins?|codes?|resets?|bookings?|purchases?)(?: [^ ,]+){0,5} (?:never|did not|have not) (?:make|made|place|placed|request|requested|ask|asked|send|sent|write|wrote|order|ordered|post|posted|book|booked|trigger|triggered)`,
  `(?:password|pass ?code|pin|code|email|reset|2fa|verification)(?: [^ ,]+){0,8} (?:never|did not|have not) (?:request|requested|ask|asked|initiate|initiated|change|changed)`,
  `(?:email|text|message|call|notification|confirmation)(?: [^ ,]+){0,3} (?:for|about|of)(?: [^ ,]+){0,5} (?:is not mine|not mine|never (?:ordered|placed|made|bought)|did not (?:order|place|make|buy))`,
].map(pattern);

const masks = [
  '(?:due to|because of|after|about|for) (?:a |the )?(?:suspected )?fraud(?: [^ ,]+){0,3}|fraud (?:team|department) (?:called|phoned|rang|texted|contacted|solved)(?: [^ ,]+){0,3}',
  'how (?:do|can|would|could|to)(?: i| you| we| one)? (?:spot|recogni[sz]e|tell|identify|detect|avoid|know if)(?: [^ ,]+){0,8}',
  'do you (?:put|place|take|apply)(?: [^ ,]+){0,6}',
  'back in [^ ,]+(?: [^ ,]+){0,8}',
  '(?:test|training|simulated|mock) phishing',
  'if (?:a|an|the|my) (?:firm|company|business|customer|client|shop)(?: [^ ,]+){0,6}',
  '(?:is|was|are|were) not (?:lost|stolen|missing|hacked|gone)',
  'fraud alerts?(?: [^ ,]+){0,3}',
  `(?:${STRANGE})(?: [^ ,]+){0,3} (?:turned out|was mine|is mine|was me)(?: [^ ,]+){0,3}`,
  '(?:stolen|lost)(?: [^ ,]+){0,2} claim',
  '(?:stolen|robbed|hacked|lost)(?: [^ ,]+)? in (?:the|a|that) (?:movie|film|show|series|game|book|episode)',
  '(?:can|could|may|is|are|do|does) (?:someone|somebody|anyone|my [^ ,]+|another person|other people)(?: else)?(?: allowed to| able to)? (?:use|share|access|pick|pay)(?: [^ ,]+){0,4}',
  '(?<!not |never )(?:changed|reset|updated|done|made) by me(?: myself)?',
  '(?:find|locate)(?: [^ ,]+){0,2} card (?:in|on|under) the (?:app|site|website|menu|page|list)',
  '(?:stop|block) my(?: [^ ,]+)? card from',
  'recogni[sz]e (?:this|the|that|your)(?: [^ ,]+)? (?:error|song|code|word|voice|face|accent|tune|format|file|device type|command)',
  // Past cases that were dealt with.
  '(?:i|we)(?: have| already| just)* reported(?: [^ ,]+){0,4} (?:lost|stolen|missing)(?: [^ ,]+){0,2} (?:yesterday|last|ago|before|already|on|earlier|this morning)',
  '(?:lost|stolen|hacked|missing) (?:card|phone|account|wallet) (?:you|that you|was|has been|i reported|we)(?: [^ ,]+)? (?:replaced|reported|works|fixed|restored|recovered|blocked)',
  '(?:stolen|lost|hacked|compromised|cloned) (?:last|a|two|three|some|many|years|months)(?: [^ ,]+)? (?:year|years|month|months|week|weeks|summer|ago)(?: [^ ,]+){0,3}',
  '(?:does|do|will|would|if|how does) (?:freezing|blocking|locking|reporting)(?: [^ ,]+){0,4}',
  'is it (?:an? )?(?:scam|fraud|phishing)(?: [^ ,]+){0,3} (?:if|when|that|to)',
  '(?:fraud|security) (?:department|team|line|hotline)(?: is)? (?:opening|hours|number|address|open|email)',
  // Not theirs, not now, or not a theft.
  '(?:if|in case|when|what if|should|suppose|what happens|happens if)(?: [^ ,]+){0,3} (?:my|our|a|the)(?: [^ ,]+)? (?:card|phone|wallet|account|bike|car|laptop|luggage|bag)s?(?: [^ ,]+){0,3} (?:stolen|lost|hacked|compromised|missing|skimmed)',
  '(?:if|in case|when|what if|should|suppose) (?:i|we|it|someone|somebody)(?: [^ ,]+){0,2} (?:lost|lose|steals?|misplace|gets? (?:stolen|lost|hacked|compromised))(?: [^ ,]+){0,3}',
  '(?:previously|before|earlier)(?: [^ ,]+){0,2} (?:lost|stolen|missing)(?: [^ ,]+){0,2}',
  '(?:found|find it|thinking|thought)(?: [^ ,]+){0,6} (?:lost|stolen|missing)',
  '(?:signal|luggage|suitcase|baggage|bags?|file|document|page|internet|wi ?fi|umbrella|keys?|glasses|charger|cable|remote|jacket|coat|receipt|invoice|ticket|app|button|feature|part|piece|screw|manual)(?: [^ ,]+){0,3} (?:lost|missing|disappeared|gone)',
  '(?:lost|lose|misplaced|missing|can not find|left)(?: [^ ,]+){0,3} (?:luggage|suitcase|baggage|bags?|file|document|signal|umbrella|keys?|glasses|charger|cable|remote|jacket|coat|receipt|invoice|ticket|confirmation|number|way|weight|interest|connection|manual)',
  '(?:password|pass ?code|pin|order|package|parcel|item|delivery|shipment|luggage|connection|signal|access|interest)(?: [^ ,]+){0,2} (?:lost|missing)',
  '(?:lost|missing)(?: my| the| a)? (?:password|pass ?code|pin|order|package|parcel|item|delivery|shipment|connection|signal|access|interest|data|key)',
  // Meanings of words, news, products.
  '(?:insurance|policy|plan|cover|covers|covered|coverage|package)(?: [^ ,]+){0,4} (?:fraud|theft|stolen|identity theft|lost|hacked)',
  '(?:fraud|identity theft|theft|scam|anti theft|antivirus) (?:insurance|cover|coverage|product|monitoring|service|officer|analyst|course|movie|song|album|book|proof)',
  '(?:news|article|movie|film|book|song|album|show|series|podcast|documentary|video|story|game|joke|wikipedia|meaning|definition|define|word|term|what is|explain|examples? of|learn|course)(?: [^ ,]+){0,5} (?:fraud|phishing|breach|data breach|theft|stolen|hacked|hackers?|scam|ransomware|malware|identity theft|robbed)',
  '(?:how|what)~ (?:does|do|is|are)~ (?:phishing|fraud|identity theft|ransomware|malware|scams?)(?: [^ ,]+){0,3}(?= |$)',
  '(?:robbed|stole|stolen|lost)(?: [^ ,]+){0,3} (?:poker|game|match|election|the show|my heart|at cards|a bet|weight)',
  '(?:why|is there|remove|lift|release|take off)(?: [^ ,]+){0,4} (?:hold|block|freeze|stop|lock)(?: [^ ,]+){0,3} (?:account|card|line)',
  '(?:stop|block|prevent)(?: [^ ,]+){0,3} (?:callers?|calls?|spam|texts?|ads?|emails?|pop ?ups?|pages?|number that|contact|website)(?: [^ ,]+){0,5}',
  '(?:how|when)~ (?:do|can|does) (?:you|your)~ (?:detect|handle|prevent|fight|stop)(?: [^ ,]+){0,5}',
  '(?:fraud|scam|phishing|security|breach) (?:protection|prevention|policy|alerts? (?:setting|option)s?|training|insurance|checks?)',
  '(?:protect|protected|prevent|avoid|safe|secure|against)~ (?:fraud|scam|scams|phishing|hacking|hackers|breach)',
  `(?:lost|missing) (?:in (?:the )?(?:mail|post))`,
  '(?:lost|missing) (?:sim|token) (?:slot|tray)',
  'stop(?: [^ ,]+){0,2} (?:sending|mailing)(?: [^ ,]+){0,3}',
  '(?:card|cards) (?:payments?|readers?|games?|number missing)',
].map(pattern);

/** A misplaced thing that an assistant can ring. */
const LOST_AT_HOME =
  /\b(?:find|locate|ring|ping|track|where(?:'s| is)|beep|call) (?:me )?my (?:i?phone|cell|mobile|keys|tablet|watch)\b|\bhelp me (?:find|locate)\b/i;

const securityIncident = matcher({ patterns, negativePatterns, masks, frames });

/** Theft, loss, breach, or money moved by somebody else. Questions about safety and hypothetical cases do not match. */
export const security: Detector = (parsed) => (LOST_AT_HOME.test(parsed.raw) ? null : securityIncident(parsed));
