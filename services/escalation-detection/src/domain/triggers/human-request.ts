import { matcher } from '../text/matcher.ts';
import { type Detector, pattern } from '../text/parsed-text.ts';
import { frames } from './human-request-frames.ts';

const TALK = 'talk(?:ing)?|speak(?:ing)?|chat(?:ting)?|converse|discuss(?: this| it)?';
const REACH =
  'contact(?:ing)?|reach(?:ing)?(?: out to)?|call(?:ing)?|phone|ring|get(?:ting)? (?:hold of|in touch with|through to|to)|get(?:ting)?|see|find';
const JOIN =
  'connect(?:ed|ing)?|transfer(?:red|ring)?|put|pass(?:ed)?|hand(?:ed)?|forward(?:ed)?|redirect(?:ed)?|refer(?:red)?|direct(?:ed)?|switch(?:ed)?|escalate(?:d)?';
const PERSON =
  'humans?|(?:real|actual|live|living|human|physical|breathing) (?:people|person|persons|being|agents?|one|someone|reps?|representatives?|chat|support|operators?|assistants?|advisors?|help)|persons?|people|agents?|representatives?|reps?|csrs?|operators?|advis[eo]rs?|assistants?|attendants?|consultants?|specialists?|experts?|supervisors?|managers?|colleagues?|employees?|clerks?|staff(?: member)?|team members?|member of (?:your )?(?:staff|team)|somebody|someone|anyone|anybody|(?:customer|client|tech(?:nical)?) (?:service|support|care|assistance|help)|support team|(?:your|the) (?:support|team)|csrs?|associates?|nurses?|doctors?|pharmacists?|(?:[^ ,]+ )?team|officers?|executives?|engineers?|technicians?|tech|leads?|team leads?|sales(?: team)?|(?:one|any|some|someone|member) of your (?:[^ ,]+ )?(?:team|staff|colleagues?|people|agents?|engineers?|experts?)|(?:[^ ,]+ )?(?:department|dept|helpdesk|help desk)|tier (?:2|3|two|three)|you guys|who ?ever|whoever is in charge|an adult';
const REAL =
  'humans?|real (?:person|people|human)|actual (?:person|human|people)|live (?:person|human|agent|chat|operator|representative|support)|human (?:being|agent|person|operator|support|help|assistance|representative)|flesh and blood';
const BOT = '(?:chat ?)?bots?|robots?|machines?|computers?|ai|automat(?:ed|ic)(?: [^ ,]+)?';
/** Determiners and adjectives. A preposition would start another object. */
const OF = '(?: (?!(?:about|for|from|on|in|of|that|if|when|and|or|my) )[^ ,]+){0,3}';
const WANT = '(?:want|need|like|prefer|wish|demand|require|request|have|got)';

/** In a list of roles no word belongs to two alternatives: otherwise the time to refuse a list doubles with each word. */
const ROLE_IN_LIST =
  'humans?|hooman|persons?|agents?|representatives?|reps?|csrs?|operators?|supervisors?|managers?|advis[eo]rs?|specialists?|(?:customer|client) (?:service|care|support)(?: (?:executive|officer|team))?|real (?:person|human|people)|live (?:agent|person|chat)|human being|someone real|team lead';
const ROLE = `${ROLE_IN_LIST}|[^ ,]+ managers?`;

const patterns = [
  // The whole message names a role.
  `^(?:(?:hi|hello|hey|please|ok|just|an?|the|your|get me|give me|need|i need|i want|want|i said|no)(?: ,)? )*(?:${ROLE})(?: (?:${ROLE_IN_LIST}|please|now|asap|pls|right now|immediately|thanks|thank you))*$`,
  `(?:${JOIN}|get|bring) (?:me|us|this|it|the call|my call|call|him|her)(?: [^ ,]+){0,2} (?:to|with|w|through to|over to|up to|on to)${OF} (?:${PERSON}|department|support|sales|retention)(?: (?:department|team|line|desk))?`,
  `be (?:connected|transferred|put through|passed|forwarded|redirected|escalated)(?: [^ ,]+)? (?:to|with|through)`,
  `(?:connect|transfer|put|pass|hand|forward|redirect)~ (?:call|line) to`,
  '(?:someone|somebody|anyone|anybody|a (?:person|human|agent|rep|tech|technician|specialist)|an?(?: [^ ,]+){1,3} (?:rep|agent|person)) (?:on|over) the (?:phone|line)',
  `(?:anyone|anybody|someone|somebody|a person|people|who|whom)(?: [^ ,]+){0,3} (?:i|we) (?:can|could|may|should)(?: [^ ,]+)? (?:${TALK}|call|reach|contact)`,
  `who (?:can|could|do|should|may) i (?:${TALK}|call|contact)(?! with| in| for free| on)`,
  '(?:have|get) a (?:quick )?(?:word|chat|talk|conversation) with',
  `(?:assistance|help|answer|reply|response|support) (?:from|of|by) (?:an? |the |one of your |your )?(?:real |actual |live )?(?:human|person|member of|staff|agent|representative|employee|colleague|specialist|someone|somebody)`,
  `(?:could|can|may|would|please (?:have|ask|get|let)|have|ask|get|want|need|like)(?: [^ ,]+)? (?:one of your|(?:someone|somebody) (?:call|ring|phone|contact|get in|reach|take over|hop|step|jump|from)|an? (?:agent|human|person|rep|representative|manager|supervisor|technician|engineer|specialist|advisor|colleague)|(?:your|our|my) (?:account )?(?:manager|supervisor|team|rep))(?: [^ ,]+){0,4} (?:to )?(?:call|ring|phone|contact|get in touch|reach out|take a look|look at|look into|take over|hop on|help|step in|jump in|join|assist|talk|speak)`,
  '(?:pass|hand|escalate|bump|kick|take|send)(?: [^ ,]+)? (?:me|this|it|my case|my ticket|the (?:case|ticket|issue))? ?(?:up|further|higher)(?: (?:to|the)| ?$)',
  '(?:please |pls |just |need to |want to |want you to )?escalate(?: (?:this|it|my|the|to|now|please|immediately|further)|$)',
  `(?:give|explain|tell|show|send|say)(?: [^ ,]+){0,3} to (?:an? |your |the |someone )?(?:real |actual )?(?:employee|human|person|agent|someone with|with a pulse|with a brain)`,
  'someone with a (?:pulse|brain|heartbeat)|living (?:one|person|being|soul)|flesh and blood|any (?:real |actual |living )?(?:people|humans?)(?: [^ ,]+){0,3} (?:there|working|available|here|around)|one of the people',
  '(?:get|have|find|send|bring|need|want)(?: me)? (?:someone|somebody|a person|a human|an agent|a real person|anyone)(?: here| in here)? (?:to|who can|that can|in here|on|over|down)(?: [^ ,]+){0,2} ?(?:help|assist|talk|speak|look|fix|sort|handle|explain|call|contact|here|this)?',
  'let (?:an? |your )?(?:real |actual |live )?(?:person|human|agent|someone|somebody|representative)(?: [^ ,]+)? (?:handle|take|deal|help|answer|look|do|sort)',
  '(?:asked|asking|ask|waiting) for (?:an? |the )?(?:real |live |human )?(?:agent|human|person|representative|rep|operator|supervisor|manager)',
  '(?:person|human|someone|somebody)(?: [^ ,]+)? (?:picks up|answers? (?:the phone|calls)|actually (?:answers|reads|helps))',
  '(?:please |can you |could you |would you |just )call me(?: back)?(?: please| today| now| on| at| ,|$)',
  '(?:anyone|anybody|someone|somebody) (?:there |here |else )?(?:who|that) (?:does|can|could|understands|knows|helps?|is able)',
  '(?:put|get) (?:your |the |a )(?:supervisor|manager|boss|human|agent|person|superior)(?: [^ ,]+)? (?:on|here|in|now)',
  '(?:your|the) (?:manager|supervisor|boss)(?: is)? (?:contact|number|name|email|phone|details)',
  '(?:want|need|like|get|give me|prefer)(?: [^ ,]+){0,2} (?:assistance|help|support|service) (?:from|by|of|with) (?:an? )?(?:live|real|human|actual)',
  '^not an? (?:robot|bot|machine|computer|chatbot)',
  '(?:can|could|may) i (?:just )?(?:phone|call|ring) (?:you(?= ?$| ,| (?:guys|back|about|on|to|now|today|please|for|instead|up))|you guys|your|a|an|someone|somebody|support)',
  '(?:someone|somebody|anyone|anybody)(?: from| in| at| on) your (?:team|company|staff|side|end|office)',
  'your (?:supervisor|manager|boss|superior)(?: please| now| ,|$)',
  '(?:need|want|get me|give me|demand|like|prefer)(?: to have| to see)? (?:an? |the |some |your )?(?:human|hooman|person|agent|rep|representative|operator|supervisor|manager|tech|technician|real person|somebody|specialist)(?: (?:please|now|here|on|for|to|who|instead)|$| ,)',

  `(?:${TALK})(?: directly| now| live)? (?:to|with|2|at|ot)?${OF} (?:${PERSON})`,
  `(?:want|need|like|wish|prefer|help|how|assistance|try|trying|have|got|can|could|let|please|tell|know|where|support|able|must|do i)~ (?:to )?(?:${REACH})${OF} (?:${PERSON.replace('persons?|people|', 'persons?|').replace('somebody|someone|anyone|anybody|', '')})`,
  `(?:${REACH.replace('|see|find', '')})(?: hold of| through to)? (?:a|an|your|some) (?:${PERSON})`,
  `(?:${JOIN}) (?:me|us|this|it|my [^ ,]+|the [^ ,]+)?~ (?:to|with|through|over|on to|through to|across to|onto)${OF} (?:${PERSON})`,
  `(?:contact|reach)(?:ing)?(?: out to)? (?:someone|somebody|anyone|anybody)`,
  `(?:get|give|find|send|bring|transfer|connect)(?: to)?(?: me| us)?(?: to| on)?(?: a| an| the| your| some)?(?: [^ ,]+)? (?:${REAL}|agent|representative|operator|supervisor|manager|person)`,
  `${WANT}(?: to have)?(?: an?| some| the| your)?(?: [^ ,]+)? (?:${REAL}|human help|agent|operator|representative|supervisor|someone real)`,
  `(?:can|could|may|is there|are there|do you have|any)~ (?:${REAL})~`,
  `^(?:an? |the )?(?:${REAL}|agent|representative|operator|human|customer (?:service|support))(?: please| now)*$`,
  `(?:${REAL}|agent|representative|operator) please`,
  `please~ (?:${REAL})`,
  '(?:someone|somebody|anyone|anybody) (?:real|human|alive|in person)',
  `(?:rather|prefer(?: to)?|want to|like to|need to) (?:deal|communicate|interact|work)(?:ing)? with${OF} (?:${PERSON})`,
  '(?:someone|somebody|anyone|a person|a human|an agent|a representative)(?: please)? (?:call|ring|phone|contact)(?: me| us)',
  'call me(?: back)?(?: please)?$',
  `(?:talk to human|live (?:chat|agent)|human (?:agent|support)) ?(?:please|now)?$`,
  `let me (?:${TALK}) (?:to|with)`,
].map(pattern);

const negativePatterns = [
  `(?:not|no more|without|stop|enough of|tired of|sick of|fed up with|done with|instead of|rather than|hate)~ (?:${TALK}|deal(?:ing)?|argu(?:e|ing)|wast(?:e|ing))~ (?:${BOT})`,
  `(?:not|do not) (?:want|need|like)~ (?:${BOT})`,
  `(?:no more|sick of|tired of|fed up with|enough of|stop(?: with| sending)?)(?: these| this| your| the)? (?:${BOT})`,
  `(?:${REAL}|person|someone) (?:and )?(?:not|instead of|rather than)(?: with| to)?(?: an?| the| this| your)? (?:${BOT})`,
].map(pattern);

const masks = [
  // Something like a person, or of one.
  `(?:speak|sound|talk|look|act|feel|write|behave|read|walk|move)(?:s|ed|ing)? (?:just |exactly |so |much )*like (?:an? )?(?:real |actual |live |living |true )?(?:${ROLE_IN_LIST}|people|assistants?)`,
  '(?:real |genuine |actual )?human (?:hair|grade|skin|wigs?|consumption|food|anatomy|skeletons?|skulls?|contact lenses|hearts?|organs?|size|teeth|bones?|use|history|biology)(?: [^ ,]+){0,2}',
  `(?:voices?|models?|actors?|reviews?|photos?|pictures?|faces?|dolls?|books?|films?|stor(?:y|ies))(?: [^ ,]+){0,5} (?:${REAL})`,
  '(?:can|could|may|should|do|will) (?:an? )?(?:humans?|people|persons?) (?:eat|drink|digest|swallow|wear|ride)(?: [^ ,]+){0,2}',
  `(?:does|do|will) (?:it|they|this) (?:really )?help to (?:${TALK}) (?:to|with)(?: [^ ,]+){1,2}`,
  // People of other companies, and those whom the customer has to ask themselves.
  `(?:${TALK})(?: [^ ,]+)? (?:to|with) (?:an? |the |your )?(?:human resources|hr)(?: [^ ,]+)?`,
  '(?:have|has|got|is there|are there)(?: got)?(?: an?| any| some)? (?:[^ ,]+ )?(?:representatives?|agents?|dealers?|distributors?|resellers?|reps?|importers?)(?: or [^ ,]+)? (?:in (?!(?:the|this|your|here)(?: |$))|of your (?:brand|products)|near|around|who sells?)[^ ,]*',
  `(?:app|way|course|device|tool|lessons?|translator)(?: [^ ,]+){0,3} to (?:${TALK}) (?:to|with) (?:people|someone|somebody|strangers)`,
  `(?:${TALK}) (?:to|with) people (?:in (?:spanish|french|german|arabic|english|italian|another language)|abroad|online|from other)`,
  '(?:learn|practi[sc]e|afraid|shy|scared)(?: [^ ,]+){0,3} (?:talk|speak)(?:ing)? (?:to|with) (?:people|someone|somebody|strangers|anyone)',
  // A person is refused, disliked, or compared with the bot.
  `(?:not|never) (?:really )?(?:want|need|wish|like|care|have)(?: to)? (?:${TALK})(?: [^ ,]+)? (?:to|with)${OF} (?:${PERSON})`,
  `(?:hate|dislike|detest|avoid|dread)~ (?:${TALK}|calling|phoning) (?:to|with)?${OF} (?:${PERSON})`,
  `(?:better|faster|nicer|smarter|friendlier|helpful) than(?: [^ ,]+){0,2} (?:${PERSON})(?: [^ ,]+){0,3}`,
  '(?:do|will|would|shall) (?:i|we) (?:see|get|meet|speak to|talk to)(?: an?| the)?(?: [^ ,]+){0,3}(?: or(?: [^ ,]+){1,3})?$',
  'human (?:resources|rights|error|body|being kind)|hr (?:rep|representative)',
  '(?:ask|asked|asking|tell|told) (?:my|our|his|her|the) (?!(?:account manager))(?:[^ ,]+ )?(?:manager|boss|supervisor|agent|doctor|lawyer)(?: [^ ,]+){0,3}',
  '(?:become|becoming|hiring|hire|salary|job|jobs|career|work as|working as|train as|be) (?:an? |your )?(?:[^ ,]+ ){0,2}(?:agents?|representatives?|operators?|managers?|supervisors?|reps?|csr|technician|engineer)s?',
  '(?:is there an?|are there any|who is|what is|where is|who are|what does) (?:the |an? |your |my |our )?(?:[^ ,]+ )?(?:supervisor|manager|agent|operator|officer|engineer|technician|ceo)s? (?:on duty|at|in(?! (?:this|the|your) (?:chat|conversation|line))|of|for|on my|do|does|certified|called)',
  '(?:report to|reports to|message|email|meeting with|lunch with|schedule)(?: [^ ,]+){0,3} (?:manager|supervisor|team lead|boss|agent)',
  '(?:technician|engineer|tech|officer|manager|agent|rep|supervisor|driver|installer)s? (?:is|was|are|were|came|never|did|will|told|said|coming|arrived|showed|has|had|charged|sold|who (?:sold|told|came))',
  '(?:monitoring|user|remote|web|server|browser|cleaning|real estate|free|secret|change|chemical|oxidizing) agents?',
  '(?:add|invite|remove|assign|create|set up|change|give)(?: [^ ,]+){0,4} (?:as an? )?(?:agents?|managers?|supervisors?|operators?|person|people)(?: (?:to|from|in|seat|role|user|account))',

  // Past requests, or those of others.
  `(?:(?:i|we|already|just|have|had|she|he|they) )+(?:(?:already|just|been|have|had|even|also) )*(?:spoke|spoken|talked|called|contacted|chatted|reached|rang|spoken)~ (?:to|with)?~ (?:${PERSON})`,
  `when i (?:${TALK}|called|spoke|talked)~ (?:${PERSON})`,
  `(?:${TALK}) (?:to|with) (?:my|our|his|her) [^ ,]+`,
  `(?:am i|are you|is this|r you)~ (?:${REAL}|${BOT}|person|agent)`,
  '(?:travel|estate|real estate|shipping|booking|insurance|sports|talent|literary|cleaning|user|delivery|letting) agents?',
  '(?:password|account|product|project|file|task|device|download|download) managers?',
  'virtual (?:assistant|agent)s?',
].map(pattern);

/** "Do I have to speak to my doctor before I take it?" asks whether one has to. */
const ASKS_WHETHER =
  /^(?:[^ ]+ , |and |so |but |also )*(?:(?:do|does|did|will|would) (?:i|we|one|he|she|they|you) (?:still |really |first |also )*(?:need|have|got) to|(?:should|must) (?:i|we|one)) (?:first )?(?:speak|talk|see|ask|consult|contact)(?: [^ ]+){0,6} (?:before|first|to (?:take|buy|use|order|get))(?= |$)/;

/** Asks for a person in any wording. Reports of an earlier talk and "are you a bot" do not match. */
export const humanRequest: Detector = matcher({
  patterns,
  negativePatterns,
  masks,
  frames,
  skipClause: ({ text }) => ASKS_WHETHER.test(text),
});
