import { matcher } from '../text/matcher.ts';
import { type Detector, pattern } from '../text/parsed-text.ts';

const VALUABLE =
  'cards?|visa|mastercard|phones?|mobile|i ?phone|wallets?|purses?|laptops?|devices?|sim|passport|money|savings|accounts?|profile|identity|details|data';
const TAKEN =
  'stolen|stole|lost|missing|misplaced|gone|nicked|snatched|swiped|robbed|hacked|hijacked|cloned|skimmed|compromised|leaked|exposed|breached|taken over|used|accessed|emptied|vanished|taken';
const PAYMENT =
  'payments?|charges?|transactions?|withdrawals?|purchases?|transfers?|orders?|log ?ins?|sign ?ins?|access|activity|devices?|debits?';
const STRANGE =
  'strange|weird|odd|suspicious|unknown|unusual|unfamiliar|fraudulent|unauthori[sz]ed|unrecogni[sz]ed|fake';
const SOMEONE =
  'some ?one|some ?body|strangers?|thief|thieves|hackers?|scammers?|fraudsters?|my ex|another person|people|they';
const HOW =
  'using|used|took|stole|emptied|logged|got into|broke into|changed|hacked|bought|ordered|spent|withdrew|has|have|opened|made';

const patterns = [
  `(?:lost|stole|stolen|missing|misplaced|dropped|left|took|emptied|hacked|cloned|nicked)~ (?:${VALUABLE})`,
  `(?:${VALUABLE})~ (?:${TAKEN})`,
  `(?:${SOMEONE})~ (?:${HOW})~ (?:my|our|from|with|without)`,
  `(?:${STRANGE})~ (?:${PAYMENT})|(?:${PAYMENT})~ (?:${STRANGE})`,
  `(?:freez(?:e|ing)|block(?:ing)?|lock|deactivate|suspend)~ (?:my|the|our)~ (?:card|account|sim|line)`,
  '(?:gave|told|sent|shared|entered|typed)~ (?:pin|passwords?|passcode|codes?|otp|cvv|card (?:number|details)|details)',
  'fraud|fraudulent|scam|scammed|phishing|phished|hacked|hacker|mugged|robbed|burgled|identity theft|data (?:breach|leak)|malware|ransomware|spyware|tricked',
].map(pattern);

/** They contain their own negation. */
const negativePatterns = [
  `(?:did not|do not|never|have not|was not)~ (?:recogni[sz]e|make|made|authori[sz]ed?|approved?|do)~ (?:${PAYMENT})`,
  `(?:not|never) (?:[^ ,]+ )?find~ (?:${VALUABLE})|no longer have~ (?:${VALUABLE})`,
  `(?:${PAYMENT}|${VALUABLE})~ (?:not|never) (?:mine|me|by me|make|made|recogni[sz]e|authori[sz]ed?)`,
].map(pattern);

const masks = [
  `(?:what (?:happens|would happen)|in case|suppose|insured?|cover(?:ed|s)?)(?: if)?~ (?:${VALUABLE})~ (?:${TAKEN})`,
  '(?:fraud|scam|phishing|breach)~ (?:protection|prevention|alerts?|insurance|policy|training)',
  '(?:protect|protected|prevent|avoid|secure|safe)~ (?:fraud|scams?|phishing|hackers?)',
  'found (?:my|the|it)~',
].map(pattern);

/** Theft, loss, breach, or money moved by somebody else. Questions about safety and hypothetical cases do not match. */
export const security: Detector = matcher({ patterns, negativePatterns, masks });
