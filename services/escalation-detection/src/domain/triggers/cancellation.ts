import { matcher } from '../text/matcher.ts';
import { type Clause, type Detector, pattern } from '../text/parsed-text.ts';
import { frames } from './cancellation-frames.ts';

const CANCEL = 'cancel|canceling|cancelling|call off|calling off|scrap|revoke|rescind';
const END_VERB =
  'clos(?:e|ing)(?: out| down)?|terminat(?:e|ing)|delet(?:e|ing)|remov(?:e|ing)|deactivat(?:e|ing)|disabl(?:e|ing)|discontinu(?:e|ing)|end(?:ing)?|stop(?:ping)?|eras(?:e|ing)|quit(?:ting)?|eliminat(?:e|ing)|shut(?:ting)? (?:down|off)|get(?:ting)? rid of|disconnect(?:ing)?|cut(?: off)?|unsubscrib(?:e|ing)(?: from| me from)?|leav(?:e|ing)|drop(?:ping)?|ditch(?:ing)?|surrender(?:ing)?|wind (?:up|down)|tear down|pull the plug on|opt(?:ing)? out of|withdraw(?:ing)? from|do away with|take me off';
const FIRM =
  'clos(?:e|ing)(?: out| down)?|terminat(?:e|ing)|discontinu(?:e|ing)|end(?:ing)?|stop(?:ping)?|disconnect(?:ing)?|cut(?: off)?|quit(?:ting)?|deactivat(?:e|ing)|ditch(?:ing)?|surrender(?:ing)?|drop(?:ping)?|get(?:ting)? rid of|shut(?:ting)? (?:down|off)|wind up|tear down|pull the plug on|opt(?:ing)? out of|remov(?:e|ing)|unsubscrib(?:e|ing)(?: me)?(?: from)?|take me off';
const ENDED =
  'cancell?ed|closed|terminated|deleted|removed|deactivated|disabled|discontinued|ended|stopped|disconnected|erased|shut (?:down|off)|cut off|called off|gone|wound up|switched off|turned off';
const ACCOUNT =
  'accounts?|subscriptions?|subscribtion|memberships?|contracts?|user profiles?|profiles?|insurance|policy|polices|agreement|enrol+ment';
const POSSESSION = `${ACCOUNT}|plans?|broadband|landline|cover|warranty|trial|licen[cs]e|gym|tier|premium|savings(?: account)?|credit card|bundle|workspace|add ?ons?|home phone|channels?|ira|isa|extended warranty|sim only|meal plan|direct debit|phone line|protection(?: plan)?|monitoring`;
const SERVICE = `${POSSESSION}|services?|connections?|cable|internet|wi ?fi|tv|packages?|lines?|number|auto ?(?:renew|renewal)|renewal|deliveries|boxes|meal (?:box|kit)`;
const TRAVEL =
  'bookings?|flights?|hotels?|hotel rooms?|rooms?|trips?|cruises?|tickets?|stay|rental|car hire|reservations?';
const SHOP =
  'orders?|purchases?|pre ?orders?|items?|transfers?|transactions?|payments?|standing orders?|direct debits?';
const THING = `${SERVICE}|${TRAVEL}|${SHOP}|everything`;
/** Words between verb and object: adjectives and determiners. A preposition would start another object. */
const MY = '(?: (?!(?:from|on|in|to|at|with|of|for|into|and|or|by|off|as|because|about) )[^ ,]+){0,4}';
const ASK =
  '(?:want|wants|need|needs|like|wish|decided|going|trying|try|ready|please|how|help|can i|could i|can you|could you|would you|let me|have|got|where|must|i will|i am|possible|way|about|kindly|procedure|process|steps|rather|through|just|here)';
/** Up to three words, none of them a negation. */
const GAP = '(?: (?!(?:not|never|without) )[^ ,]+){0,3}';
/** No object follows: what the customer has with the company is meant. */
const WITHOUT_OBJECT =
  '(?= ?$| ,| (?:please|because|as|due|since|before|after|and|but|now|today|tomorrow|immediately|asap|at|by|effective|with you|within|all|everything|for me|without|right|so|online|any ?more|altogether|completely|early|mine|for|then|or|thanks|order|number|reservation)(?: |$))';

const patterns = [
  '(?:this|that|here|it) is (?:my|our|the)(?: [^ ,]+)? account(?: [^ ]+){0,3} (?:delete|erase|close|deactivate|terminate) (?:it|this)',
  `(?:${CANCEL})${MY} (?:${THING})`,
  `${ASK}${GAP} (?:to )?(?:${CANCEL})${WITHOUT_OBJECT}`,
  `(?:${ASK}${GAP} (?:to )?|^)(?:${CANCEL}) (?:my|our|the|an?|these|those)(?: [^ ,]+){1,3}`,
  `^(?:please |kindly |pls )?(?:${CANCEL}) (?!(?:it|this|that|them|the|what|all|for|my|all of)(?: |$))[^ ,]+`,
  `(?:${END_VERB})${MY} (?:${ACCOUNT})`,
  `(?:${FIRM}) (?:my|our|the|this|your|all|a|an|that)${MY} (?:${SERVICE})`,
  `(?:${FIRM})(?: [^ ,]+)? (?:broadband|internet|cable|landline|premium|service|everything(?: with you)?)`,
  `(?:stop|ending|end|scrap|withdraw|pull)${MY} (?:orders?|bookings?|purchase|subscription)(?! (?:from|being|to|getting))`,
  `(?:want|need|like|wish|get|please|have|can|could)(?: [^ ,]+){0,3} (?:${THING})(?: [^ ,]+)?(?: to be| be)?(?: [^ ,]+)? (?:${ENDED})`,
  `(?:${SERVICE}|${TRAVEL})(?: to)? be (?:${ENDED})`,
  `(?:i|we) (?:want|need|would like)(?: [^ ,]+){1,3} (?:removed|dropped|taken off|gone|shut off) (?:from|off|of|by)`,
  `(?:${ACCOUNT}|service) (?:cancell?ations?|terminations?|closures?|closing|deletions?|removals?|deactivation)`,
  `(?:cancell?ation|termination|closure|deletion|removal|deactivation) of${MY} (?:${SERVICE})`,
  '(?:do not|no longer) (?:want|need) (?:the|my|this)(?: [^ ,]+){0,2} (?:account|subscription|membership|plan|contract)',
  '(?:go|going) about (?:clos|cancel|terminat|end|leav|shut|delet|stop)(?:l?ing|ting|ping|ing)',
  'shut(?:ting)? (?:my|our|the|this)(?: [^ ,]+)? account(?: down)?',
  '(?:close|delete|end|shut down) the (?:first|second|third|other|old|last) (?:one|account)',
  '(?:if i wanted|want|would like|need) my(?: [^ ,]+)? (?:subscription|account|membership|plan) (?:gone|stopped|ended)',
  'i (?:want|wanna) out(?: (?:of|before|from|now)|$)',
  '(?:cancel|end|stop) (?:it all|everything|the (?:whole )?(?:lot|thing))',
  '(?:how|where)(?: [^ ,]+){0,3} (?:stop|leave)(?: the (?:paper|box|boxes|service|magazine)| you| your gym)?$',
  '(?:turn|switch) off (?:my|our|the)(?: [^ ,]+)? (?:service|line|plan|internet|broadband|subscription|number)',
  '(?:take|taking|remove)(?: [^ ,]+){1,4} (?:off|out of) ?(?:my|the|our)? ?(?:[^ ,]+ )?(?:plan|package|bundle|contract|account|bill|subscription)?(?= ,| please|$)(?<=(?:channels|package|plan|bundle|account|contract|insurance|cover|add ?on|line)(?: off| from [^,]*| out of [^,]*)?)',
  '(?:decided|want|wish|going|like|rather) not to (?:go on|continue|carry on|proceed|stay|keep|renew)(?: [^ ,]+){0,4}',
  '(?:think|thinking|thought) (?:about|of) (?:leaving|cancell?ing|quitting|closing)(?: [^ ,]+){0,3}',
  'how (?:do|can|would) i (?:get out|leave|quit|opt out)(?: of (?:this|it|here))?$|(?:do not|no longer) use (?:this|it)(?: [^ ,]+)? (?:how|please|any ?more)',
  'no more (?:renewals?|deliveries|boxes|payments? from|charges)',
  '(?:deactivate|delete|remove|unsubscribe|unenroll|deregister|unregister) (?:me|us)(?: please| now| from (?:the|your|premium|this)(?: [^ ,]+)?)?(?= ?$| ,| and| please)',
  '(?:my|our) (?:profile|account|data|details)(?: [^ ,]+)? (?:wiped|erased|purged|removed|deleted|closed)',
  '(?:put|putting) (?:an end|a stop) to (?:my|our|the|this)',
  '(?:changed my mind|by (?:mistake|accident))(?: [^ ]+){0,8} (?:cancel|undone|undo|stop|do not ship|do not send)|(?:undone|undo|purchase)(?: [^ ]+){0,8} (?:by accident|by mistake)',
  '(?:order|purchase|booking|payment)(?: [^ ]+){0,6} (?:undone|taken back|withdrawn|called off|reversed before)',
  `(?:no longer|not)(?: [^ ,]+)? (?:want|need|wish|require)(?: [^ ,]+){0,4} (?:i|we) (?:ordered|bought|booked|reserved)`,
  `no longer (?:want|need|require)(?: the| my| our| this| that)(?: [^ ,]+)? (?:${THING})`,
  '(?:will|would|can|could) not be (?:flying|travelling|traveling|coming|staying|needing|renewing)(?: [^ ]+){0,8} cancel',
  '(?:sign|take|write) me off|(?:will|would) not be (?:paying|renewing|staying)(?: [^ ,]+){0,3} (?:another|any|with|for)',
  '(?:need|needs|want|has|have) (?:it |this |that )?to be cancell?ed',
  'how to (?:delete|close|cancel|deactivate|terminate|leave)(?: my| an| the)?(?: account| membership| subscription| profile| plan)',
  'notice of (?:termination|cancell?ation)|(?:termination|cancell?ation) notice',
  '(?:want|need|like|said i want) (?:it|this|that|them)(?: [^ ,]+)? (?:ended|cancell?ed|terminated|closed|stopped)',
  '(?:want|need|like|request|requesting|process|start|make)(?: [^ ,]+){0,2} cancell?ation',
  `(?:want|need|trying|like|let|get|how|way|wants|can|could)~ (?:to )?(?:get )?out of~ (?:${POSSESSION}|service)`,
  `(?:no longer|not)~ (?:want|need|wish|require|interested in|use|using|needing)(?: to)?(?: have| keep| keeping| continue| use| be)?(?: my| this| the| your| with| an?)*(?: [^ ,]+)? (?:${THING})(?: with you| any ?more| any longer)`,
  `no longer (?:want|need|wish|require|interested in)(?: to)?(?: have| keep| keeping| continue| use)?(?: my| this| the| your| with| an?)+(?: [^ ,]+)? (?:${SERVICE})`,
  '(?:take|taking|move|moving|bring|bringing) (?:my|our) (?:business|money|custom|account|accounts) (?:elsewhere|to|away)',
  '(?:leave|leaving|quit|quitting|done with|finished with|through with|parting ways with|say goodbye to) (?:your|this|you|you guys|you lot) ?(?:company|bank|service|provider|lot|gym|network|guys|all)?$',
  '(?:leave|leaving|quit|quitting|done with) (?:your|this) (?:company|bank|service|provider|gym|network|plan)',
  '(?:i will be|i am|we are|we will be|time to|going to be|want to|how (?:can|do) i) (?:leaving|leave|out)(?: you)?$',
  '(?:porting|port out|pac) code|(?:port|porting) (?:out|away)(?: |$)',
  '(?:switching|switch|moving|going) to (?:verizon|at and t|t mobile|vodafone|comcast|another (?:bank|provider|carrier|company|gym|insurer)|a competitor|the competition)',
  '(?:turn|switch|stop|disable|cancel)(?:ing)?(?: off)?~ auto ?(?:renew|renewal|matic renewal)',
  'stop~ (?:sending me|charging me every|from renewing|renewing)(?: the| my| your)?~ (?:box|boxes|paper|magazine|meals?|for good|$)',
  'no longer (?:want|wish|like) to (?:be|remain|stay|continue)(?: [^ ,]+){0,3}',
  '(?:surrender|deactivate|disconnect|terminate) (?:my|our)(?: [^ ,]+){0,2} (?:number|sim|line|connection)',
  '(?:delete|erase|wipe|remove|purge) (?:all )?(?:my|our|of my)(?: [^ ,]+)? (?:data|information|details)|(?:delete|erase|wipe|forget) (?:everything|all)(?: [^ ,]+){0,3} (?:on|about) (?:me|us)',
].map(pattern);

const negativePatterns = [
  `(?:not|do not) (?:want|wish|need|like|plan|intend|going)(?: to)? (?:renew|continue|keep (?:my|this|the|paying for))${MY}(?: (?:${SERVICE}))?`,
  `(?:do not|not to|stop|please not) (?:auto ?)?renew(?:ing)?`,
  '(?:do not|not) (?:want|wish) (?:it|this|my [^ ,]+|the [^ ,]+) to (?:auto ?)?renew',
  'make sure~ (?:does not|will not)(?: auto)?(?: renew|$)',
].map(pattern);

const ASSISTANT_REQUEST =
  '[0-9]+ ?(?:am|pm)|(?:o.)?clock|dentist|doctor|alarms?|timers?|reminders?|meetings?|events?|calendar|appointments?|calls?|playlists?|songs?|music|tables?|dinner|lunch|brunch|breakfast|restaurants?|uber|lyft|taxis?|cabs?|rides?|conference|party|date|practice|lessons?|class|classes|quer(?:y|ies)|jobs?|process|tasks?|builds?|downloads?|uploads?|print(?:ing)?|command|actions?|request|message|email|search|game|show|movie|film|recording|routine|podcast|video|volume|noise|pop ?up|chat|conversation|window|tab|question|ads?|newsletters?|notifications?|emails|texts?|app|curtains|blinds|lights?|garage|door|file|list|entry|program|session|screen|document|page|item from|photo|picture|comment|row|column|user|member from|person|contact|friend|invitation|invite|survey|last one|popup';
const FEE =
  'fees?|charges?|penalt(?:y|ies)|polic(?:y|ies)|costs?|terms|rules|conditions?|deadlines?|windows?|periods?|notice|rate';
const PROOF = 'number|numbers|confirmation|e ?mail|status|request|date|letter|refund|reference|receipt';
const masks = [
  // Parts of a program.
  '(?:cancel(?:ling)?|abort|stop|terminate|end|close)(?: [^ ,]+)? (?:promises?|fetch|fetches|observables?|coroutines?|threads?|goroutines?|cron ?jobs?|process(?:es)?|(?:http|api|network|async) (?:requests?|calls?))',
  'confirm(?:s|ing|ed|ation)?(?: [^ ,]+){0,3} (?:closure|cancell?ation|termination) of(?: [^ ,]+){0,3}',
  // A request to an assistant, or something on the screen.
  `(?:${CANCEL}|${END_VERB})(?: (?!(?:and|or|my account|my subscription) )[^ ,]+){0,4} (?:${ASSISTANT_REQUEST})(?! plan| service| subscription| account| policy)`,
  `(?:${CANCEL}|${END_VERB}) (?:reservation|reservations|my reservation|the reservation|our reservation)(?: [^ ,]+){0,3} (?:at|for) (?:dinner|lunch|brunch|(?:[^ ,]+ )?(?:people|guests|persons)|[^ ,]+ (?:am|pm|clock)|the (?:restaurant|bar|grill|bistro|olive)|tonight)`,
  'noise cancel(?:l?ing|l?ation|s)?|cancel(?:l?ing|l?ation)? noise',
  'turn(?:ing)? (?:on )?(?:my )?auto ?renew(?:al)? on|turn(?:ing)? on~ auto ?renew(?:al)?|enable~ auto ?renew(?:al)?',
  '(?:cancel|stop|end|close)(?: (?:this|that|it|the|what))*(?: [^ ,]+)? (?:you are doing|doing that)',
  // Fee, rules or status of a cancellation: the bot answers first.
  `(?:cancell?ation|cancell?ing|cancel|early termination|termination|terminating|early exit|exit|withdrawal|closing|closure|closing account|deletion)(?! (?:my|our|this) )(?: [^ ,]+){0,2} (?:${FEE})`,
  `(?:${FEE}|much|cost|charged?|pay|paid|penalized|money back|hard|easy|happens?|allowed|possible in general)~ (?:for|of|on|to|if|when|after|by)~ (?:cancel|cancell?ation|cancell?ing|clos(?:e|ing|ure)|terminat(?:e|ing|ion)|delet(?:e|ing|ion))(?: [^ ,]+){0,4}`,
  `(?:cancell?ation|closure|deletion|termination)s? (?:${PROOF})(?! to)`,
  '(?:do|will|would|should) (?:i|we) (?:need|have|lose|get|be)(?: to)?(?: [^ ,]+){0,4} (?:cancel|close|clos(?:e|ing)|cancelling)(?: [^ ,]+){0,6}',
  '(?:days?|weeks?|months?|notice|long)(?: [^ ,]+){0,6} to (?:cancel|close|terminate)(?: [^ ,]+){0,3}',
  // An earlier request, or an action of somebody else.
  `(?:called|call|rang|phoned|asked|requested|emailed|wrote|told|applied|tried)(?: [^ ,]+){0,4} (?:to|for|about)(?: [^ ,]+){0,3} (?:cancel|cancell?ation|close|delete|terminate|stop)(?: [^ ,]+){0,6} (?:yesterday|ago|before|already|earlier|last|on|in|by)`,
  `(?:called|rang|phoned|emailed|wrote)(?: [^ ,]+){0,4} (?:to|for|about)(?: [^ ,]+){0,3} (?:cancel|cancell?ation)(?: [^ ,]+){0,4}`,
  '(?:status|state|confirmation|proof|record|update|news)~ (?:of|for|on|about)~ (?:cancell?ation|closure|termination)(?: [^ ,]+){0,4}',
  '(?:did|why did|why would|why do|has|had|have|after|since|because|does|if|when|why) (?:you|they|he|she|the [^ ,]+|netflix|[^ ,]+ airlines?|it) (?:ever |just |actually )?(?:cancel|close|delete|remove|terminate|stop)(?: (?!(?:my|our) )[^ ,]+){0,4}',
  '(?:my|his|her|a|your|our) (?:friend|brother|sister|son|daughter|neighbou?r|boss|colleague|cousin|roommate|flatmate|dad|mum|mom) (?:wants|wanted|is trying|tried|cancell?ed|needs|asked)(?: [^ ,]+){0,3} (?:cancel|close|leave|quit|stop|terminate)(?: [^ ,]+){0,4}',
  '(?:find|see|have|has|received?|got|no) (?:my|the|a|any|your|record of the|record of my) cancell?ation(?: [^ ,]+){0,3}',
  // Hypothetical cases and conditions.
  '(?:if|when|once|before|until|unless|in case|what if|suppose) (?:i|we|you|they|he|she|one) (?:ever |do |should |have to |had to |want to |(?!wanted)[^ ,]+ )?(?:cancel|close|delete|terminate|stop|leave)(?: [^ ,]+){0,5}',
  '(?:can|could|may) (?:i|we|you|one) (?:cancel|leave|stop)(?: [^ ,]+){0,3} (?:any ?time|at any time|free|for free|whenever|later|halfway|in general|within|if i)',
  '(?:stop|end|leave|remove|drop|cut)~ (?:comment|review|feedback|message|tip|order off)',
  'cancel(?:lation)? (?:button|option|link|page|terms|is|was|box)',
  `(?:${CANCEL}|unsubscribe|stop|end)(?: [^ ,]+){0,5} newsletters?(?: subscriptions?)?`,
  '(?:last|current|previous|latest|plan|service|contract) end(?:s|ing)? (?:date)',
  '(?:account|service|plan|line)s? (?:closed|blocked|locked|disabled|suspended)',
  '(?:remove|delete|drop|end|removing|deleting)(?: [^ ,]+){0,3} (?:from (?:my|the|our) (?:account|team|plan|order|profile|cart|basket|group|list)|profile (?:picture|photo|image)|account (?:name|number|manager)|policy (?:document|number))',
  '(?:thanks|thank you|cheers|grateful) for (?:closing|cancell?ing|ending|terminating)(?: [^ ,]+){0,6}',
  '(?:does|do|will|would|is|can) (?:cancell?ing|closing|terminating|ending)(?: [^ ,]+){0,8}',
  '(?:until when|by when|how late|up to when|how long)(?: [^ ,]+){0,6} (?:cancell?ed|cancel|returned)(?: [^ ,]+){0,5}',
  'leave (?:it|the|a|my) (?:[^ ,]+ )?(?:package|parcel|with|at|message|note|review|bag|car)',
].map(pattern);

const STATUS_QUESTION = pattern(
  `(?:is|was|has|have|been|were|did|are|why|got|get|gets)(?: [^ ,]+){0,5} (?:cancell?ed|closed|deleted|terminated|cancell?ation go(?:ne)? through|called off)`,
);
const ASKED_FOR =
  /(?:want|need|like|wish|please|can|could|get|have)(?: [^ ,]+){0,6} (?:be )?(?:cancell?ed|closed|deleted|terminated|called off)/;

/** Cancels only a change, and keeps the rest. */
const KEEPS_CONTRACT =
  /(?:i will|i would|we will|rather|going to|want to|decided to) (?:stay with|keep|remain with|stick with)/;

/** "Has it been cancelled?", "why was it cancelled?": asks about the past, even with a request in the same sentence. */
const asksForStatus = (clause: Clause): boolean =>
  KEEPS_CONTRACT.test(clause.text) ||
  (clause.text.search(STATUS_QUESTION) >= 0 &&
    !(ASKED_FOR.test(clause.text) && !/^(?:has|have|was|were|is|why|did)/.test(clause.text)));

const CANCELS_UNNAMED = [
  '(?:shut|wrap|wind)(?: (?:it|this|that|them|the whole thing))? (?:down|up|off)(?: [^ ,]+)?$',
  '(?:get|getting|be) (?:rid|shot) of (?:it|this|that|them|the [^ ,]+ one)',
  '(?:stop|cancel|end) (?:all of them|them all|all of these)',
  'cancel (?:then|so|in that case)$',
  '(?:how (?:do|can) i|want to|like to|i will|time to|let us) (?:quit|leave|cancel|terminate|get out|drop out)(?: then| now| today| please)?$',
  '(?:cancel|end|close|stop|terminate|drop|quit) mine(?= |$)',
  '(?:cancel|cancel please|please cancel|cancel now|pls cancel)(?: please| now| thanks)?$',
  `(?:${CANCEL}|end|close|stop|scrap|terminate|disconnect|quit|drop) (?:it|this|that|them|those|these|all of it|the whole thing)(?! (?:from|is|was|on|in|up|with|off|you))`,
].map(pattern);
const ORDER_OR_ACCOUNT = new RegExp(
  `\\b(?:${THING}|pay(?:ing)?|ordered|bought|subscribed|booked|company|bill)\\b`,
  'i',
);

/** Mentions an order, a plan or an account: what "cancel it" can refer to. */
export const mentionsOrderOrAccount = (text: string): boolean =>
  ORDER_OR_ACCOUNT.test(text) && !ASSISTANT_REQUESTS.test(text);
const ASSISTANT_REQUESTS =
  /\b(?:alarms?|timers?|reminders?|meetings?|calendar|appointments?|tables?|dinner|lunch|songs?|playlists?)\b/i;

/** "Cancel it": a request only if the conversation has mentioned an order, a plan or an account. */
export const cancelsUnnamed: Detector = matcher({ patterns: CANCELS_UNNAMED, masks, skipClause: asksForStatus });

const cancellationWish = matcher({ patterns, negativePatterns, masks, frames, skipClause: asksForStatus });

/** Wants to cancel, or to close the account. An earlier cancellation, its status or its fee does not match. */
export const cancellation: Detector = (parsed) =>
  cancellationWish(parsed) ?? (mentionsOrderOrAccount(parsed.raw) ? cancelsUnnamed(parsed) : null);

const EARLIER_CANCELLATION = [
  '(?:i|we|my [^ ,]+|they|you)(?: have| had| already| just| even| did| clearly)* cancell?ed',
  '(?:was|were|is|been|being|got|had|have|has|should)(?: [^ ,]+){0,3} cancell?ed',
  '(?:called|rang|phoned|asked|requested|emailed|wrote|told)(?: [^ ,]+){0,4} (?:to|for|about)(?: [^ ,]+){0,3} cancel(?:l?ation)?',
  '(?:my|the|this|that|a|your) cancell?ation',
  'cancell?ed (?:order|booking|subscription|it|this|that|my|the)',
].map(pattern);

/** Mentions a past cancellation, or one that should have been made. Not a request to cancel now. */
export const mentionsEarlierCancellation: Detector = matcher({ patterns: EARLIER_CANCELLATION });
