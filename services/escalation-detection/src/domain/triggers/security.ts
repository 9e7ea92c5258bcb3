import { type Detector, look, pattern } from './reading.ts';

const VALUABLE =
  'cards?|credit cards?|debit cards?|phones?|mobiles?|cell ?phones?|smartphones?|wallets?|purses?|handbags?|bags?|devices?|laptops?|sim(?: card)?|id|passport|token|cell';
const MONEY =
  'payments?|charges?|transactions?|withdrawals?|debits?|direct debits?|purchases?|transfers?|orders?|cash|withdraw|funds';
const ACTIVITY = `${MONEY}|activity|activities|spending|log ?ins?|sign ?ins?|access|devices?|emails?|messages?|calls?`;
const STRANGE =
  'strange|weird|suspicious|unknown|unusual|odd|random|fraudulent|unauthori[sz]ed|unfamiliar|unrecogni[sz]ed|unexplained|mysterious|bogus|fake|dodgy|shady|questionable';
const OF = '(?: (?!(?:about|for|from|on|in|of|that|if|when|and|or) )[^ ,]+){0,3}';
const SOMEONE =
  '(?:some ?one(?: else)?|some ?body(?: else)?|anyone else|a stranger|a thief|a hacker|hackers?|scammers?|fraudsters?|another person|other people|they)';

const patterns = [
  // Lost, stolen, left behind.
  `(?:lost|lose|misplaced|stole|stolen|missing|mislaid)(?: of)?${OF} (?:${VALUABLE})`,
  `(?:${VALUABLE})(?: [^ ,]+){0,4} (?:stolen|lost|missing|misplaced|nicked|robbed|disappeared|snatched|gone missing)`,
  `(?:${VALUABLE}) (?:has |have |just )?(?:disappeared|vanished|gone)`,
  `(?:stolen|lost|stole|missing) (?:my )?(?:${VALUABLE})`,
  `left(?: behind)? (?:my|the)${OF} (?:${VALUABLE})(?: behind| at| in| on)`,
  `(?:${VALUABLE}) (?:was|got|is|were) left`,
  '(?:mugged|robbed|pickpocketed|burgled|burglari[sz]ed)',
  // Somebody else's hand.
  `(?:${STRANGE})${OF} (?:${ACTIVITY})`,
  `(?:${ACTIVITY})(?: [^ ,]+){0,5} (?:${STRANGE})`,
  `${SOMEONE}(?: [^ ,]+){0,4} (?:using|used|use|access(?:ed|ing)?|stole|stealing|stolen|took|taken|taking|logged|log|hacked|copied|cloned|withdrew|made|got into|broke into|changed|charged|ordered|bought|has|have|got|knows?)~ (?:my|our)`,
  `(?:my|our) (?:${VALUABLE}|account|details|identity|information|data|password)(?: [^ ,]+){0,4} (?:used|accessed|taken|copied|cloned|hacked|stolen|compromised|breached|leaked|exposed)(?: by| without)?`,
  '(?:hacked|hacking|compromised|phish(?:ing|ed)?|scam(?:med)?|defrauded|breach(?:ed)?|skimmed|identity theft|data breach|data leak|ransomware|malware|account takeover)',
  '(?:fraud|fraudulent|fraudulently|fraudster)',
  `(?:some ?one|some ?body)(?: else)?(?: [^ ,]+){0,2} (?:made|making|used|using|did|got)(?: [^ ,]+){0,3} (?:${MONEY}|card)`,
  '(?:used|accessed|made|taken|done) by (?:some ?one|some ?body|a stranger|anyone|another)',
  '(?:money|cash|funds|balance)(?: [^ ,]+){0,2} (?:missing|gone|disappeared|vanished|stolen)(?: [^ ,]+)? (?:from|out)',
  `no longer have (?:my|the)(?: [^ ,]+)? (?:${VALUABLE})`,
  `(?:other|old|last|previous) (?:one|card|phone) (?:was|got|is|has been) (?:stolen|lost)`,
  'unauthori[sz]ed',
  'without my (?:permission|consent|knowledge|authori[sz]ation|approval)',
  // Lock it now.
  `(?:freeze|block|lock|deactivate|disable|suspend|stop)(?: [^ ,]+){0,2} (?:my|the|this)${OF} (?:card|cards|credit card|debit card)`,
  `(?:freeze|lock|secure)(?: [^ ,]+){0,2} my${OF} account`,
].map(pattern);

const NOT_MINE = '(?:did|do|have|had|was|were|am|is|are|could|would) not|never';
const certain = [
  `(?:${MONEY})(?: [^ ,]+){0,7} (?:(?:${NOT_MINE})(?: [^ ,]+){0,2} (?:authori[sz]ed?|approved?|make|made|making|do|did|done|set(?: up)?|initiated?|recogni[sz]e[d]?|withdraw|withdrew|remember|recall|familiar|responsible|request(?:ed)?|perform(?:ed)?|know(?: about| what| of)?))`,
  `(?:did not|do not|never|have not|not think i) (?:make|made|do|did|authori[sz]ed?|approve|set ?up|initiate|recogni[sz]e[d]?|withdraw|remember(?: making| doing)?|recall|familiar with|request|perform|withdrew)(?: [^ ,]+){0,4} (?:${MONEY})`,
  `(?:do|did|can|could) not (?:even )?recogni[sz]e(?: [^ ,]+){0,6}`,
  `(?:${MONEY})(?: [^ ,]+){0,5} (?:was|were|is|are|that) not (?:me|mine|by me|made by me|from me|done by me|my doing|my own)`,
  'was not me|were not me|not made by me|is not (?:mine|me)$|not authori[sz]e(?:d by me)?',
  `(?:can|could) not (?:find|locate)(?: [^ ,]+){0,2} (?:my|the)(?: [^ ,]+)? (?:card|phone|wallet|purse|mobile|credit card|debit card)`,
  `(?:no idea|not (?:know|sure|understand))(?: [^ ,]+)? (?:what|why|where|who)(?: [^ ,]+){0,3} (?:${MONEY}|charge|debit)(?: [^ ,]+){0,4} (?:is|was|came|comes|for|from)`,
  `not (?:sure|know|remember) where(?: [^ ,]+)? (?:my|the)(?: [^ ,]+)? (?:${VALUABLE})`,
  `(?:${MONEY})(?: [^ ,]+){0,7} (?:but|and|that) i (?:really |definitely |certainly )?did not`,
  `(?:log ?in|sign ?in|access|device)(?: [^ ,]+){0,5} not (?:recogni[sz]e|mine|me|know)`,
].map(pattern);

const masks = [
  // Not one's own, not now, not a theft.
  '(?:if|in case|when|what if|should|suppose) (?:i|we|it|someone|somebody)(?: [^ ,]+){0,2} (?:lost|lose|steals?|misplace|gets? (?:stolen|lost|hacked|compromised))(?: [^ ,]+){0,3}',
  '(?:previously|before|earlier)(?: [^ ,]+){0,2} (?:lost|stolen|missing)(?: [^ ,]+){0,2}',
  '(?:found|find it|thinking|thought)(?: [^ ,]+){0,6} (?:lost|stolen|missing)',
  '(?:password|pass ?code|pin|order|package|parcel|item|delivery|shipment|luggage|connection|signal|access|interest)(?: [^ ,]+){0,2} (?:lost|missing)',
  '(?:lost|missing)(?: my| the| a)? (?:password|pass ?code|pin|order|package|parcel|item|delivery|shipment|connection|signal|access|interest|data|key)',
  '(?:fraud|scam|phishing|security|breach) (?:protection|prevention|policy|alerts? (?:setting|option)s?|training|insurance|checks?)',
  '(?:protect|protected|prevent|avoid|safe|secure|against)~ (?:fraud|scam|scams|phishing|hacking|hackers|breach)',
  `(?:lost|missing) (?:in (?:the )?(?:mail|post))`,
  '(?:lost|missing) (?:sim|token) (?:slot|tray)',
  'stop(?: [^ ,]+){0,2} (?:sending|mailing)(?: [^ ,]+){0,3}',
  '(?:card|cards) (?:payments?|readers?|games?|number missing)',
].map(pattern);

/** A theft, a loss, a breach, or money moved by somebody else. Asking how to be safe, or what if, is none. */
export const security: Detector = (reading) => look(reading, { patterns, certain, masks });
