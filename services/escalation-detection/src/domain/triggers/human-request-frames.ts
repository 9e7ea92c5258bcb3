import { frame } from '../text/frames.ts';

const DET =
  '(?: (?:to|with|from|by|of|a|an|the|your|my|some|any|one|another|one of|of your|of|relevant|claims|relationship|account|billing|call|service|help|senior|actual|real|live|human|local|proper|qualified|friendly|member|actually|else)){0,5}';
const WISH =
  '(?:want|wanna|need|like|prefer|rather|wish|please|pls|plz|can|could|may|let me|let us|how (?:do|can)|must|demand|request|require|happier|better|trying|try|hoping|any chance(?: of)?|chance|allow me|ask|good to|time to|possible to|way to|where (?:do|can)|happy to|feel better|certain|kindly|someone|able to|it is (?:urgent|important))';

/** A request for a person: by verb, by role and by contrast to a bot. */
export const frames = [
  `${WISH}(?: (?!(?:not|when|while|before|after|if|spoke|what|which) )[^ ,.]+){0,3} {talk}(?: (?!(?:about|of|when|if|while|not) )[^ ,.]+){0,4} (?:to|with|w|2)${DET} {person}(?! (?:yesterday|last|before|earlier|but|and they|who said|already|called))`,
  `^(?:hi |hello |hey |hola |no |ok |, |and |so |just )*{talk}(?: directly| now)? (?:to|with|w|2)${DET} {person}`,
  `!(?<!not |never )(?:let me|let us|want to|need to|wanna|can i|could i|may i|like to|please let me) (?:talk|speak|chat|discuss this) (?:to|with) (?:my|our)(?: [^ ,.]+){0,2} (?:handler|manager|adviser|advisor|agent|rep|banker|broker|consultant|underwriter|case ?worker|contact|nurse|doctor|specialist|team)(?= |$)`,
  `(?:have|get|let|ask|could|may|can|would|please|want|need|like|request)(?: (?!(?:not|if|when|my (?:mum|mom|dad|wife|husband|son|daughter)) )[^ ,.]+){0,4} {person}(?: (?:from|at|in) (?:your|the) [^ ,.]+)?(?: please| kindly| to| can| could| who can| or [^ ,.]+)? (?:call|ring|phone|contact|text|email|reach out to|get back to|speak to|talk to|speak with|get in touch with|visit) (?:me|us)(?= |$)`,
  '(?:can|could|may|would|please|have|need|want|let|get|like)(?: [^ ,.]+){0,3} {person}(?: [^ ,.]+){0,2} (?:get in touch|look at (?:my|this|it|the)|take (?:this|it|over)|look into|pick this up|review (?:this|my|it)|step in|jump in|come on|handle (?:this|it|my))',
  '^(?:please |just |kindly |can you |could you |would you |pls |then |ok |so |, )*(?:phone|ring|call)(?: (?:me|us))(?: back| please| today| now| asap| instead| at [^ ]+| on [^ ]+| in [^ ]+ [^ ]+| urgently| directly)*$',
  '^(?:please |just |kindly |can you |could you |then |ok |no |, |pls )*(?:connect|transfer|escalate|patch|hand|pass|put)(?: me| us| this| it| call)?(?: through| over| on| up)?(?: now| please| pls| to someone| asap| immediately| then| thanks)*$(?<!(?:pass|put|hand|it|this))',
  '(?:connect|transfer|pass|hand|put|patch|refer|send|direct|switch) (?:me|us)(?: (?:straight|over|back|through|on|up|directly|across))? (?:to|onto|with|through to|over to)(?: (?!(?:plan|flight|wifi|network|list|train|seat|room|internet|tariff|waiting|economy|business|website|page|link) )[^ ,.]+){0,3} ?(?:her|him|them|whoever|anyone|<person>)(?= |$)',
  '(?:transfer|escalate|forward|connect)(?: this| it| me| my [^ ,.]+| the [^ ,.]+| call)? to(?: [^ ,.]+){0,2} (?:customer (?:care|service|support)|support|human|agent|manager|supervisor|l2|level (?:2|two)|second line|<person>)(?= |$)',
  // The role, or the contrast to a bot.
  '!not (?:you|an?|this|the|another|some|to) ?(?:[^ ]+ )?(?:{machine}|[^ ]+)? ?(?:, |but |\\. )(?:i want )?(?:an? |the )?(?:real |actual |live )?(?:person|human|someone real|agent|human being)(?= |$)'.replace(
    '{machine}',
    '<machine>',
  ),
  '(?:person|human|people|someone|somebody|humans|agent)(?: [^ ,.]+)? ?(?:,|and|instead of|rather than|not)(?: not)?(?: to| with| an?| the| your| some| this| another)* (?:bot|robot|machine|program|script|computer|chatbot|ai|recording|app|algorithm|you)(?= |$)',
  `(?:${WISH}|like|there|anyone|anybody|any|^)(?: [^ ,.]+){0,3} (?:{real}|alive)(?: (?:breathing|living|actual|and|human|,))? (?:one|body|soul|person|human|eyes|voice|being|touch|reply|contact|people|staff|adviser|advisor|agent|helper|assistant)(?= ?$| ,| (?:please|to|who|that|now|on|here|there|instead|for|not|with))`.replace(
    '{real}',
    '<real>',
  ),
  '(?:pair of )?human (?:eyes|being|one|contact|reply|answer|intervention|hand|ear|brain|review)',
  '^(?:(?:no|nope|nah|yes|hi|hello|not that|please|just|ok|sorry|stop|enough|not you|an?|the|i said|give me|get me|real|actual|live|need|want)(?: [^ ,.]+)? ?,? ){0,4}(?:person|human|humans|agent|operator|representative|manager|supervisor|adviser|advisor|rep)(?: please| pls| now| thanks| asap| ,)*$',
  '(?:enough|done|finished|fed up|sick|tired|stop)(?: of| with)?(?: the| this| your| talking to(?: the| a| this)?)? (?:bot|bots|script|robot|robots|machine|chatbot|automated)(?: [^ ,.]+)?',
  '(?:is|are) (?:anyone|anybody|somebody|someone|there any ?one|there anybody|there any humans?|there any people|there a human|there a person|there an? actual [^ ]+|there an? real [^ ]+)(?: [^ ,.]+)? (?:there|alive|real|available|i can|around|working|that can|who can|home|listening)(?: |$)(?! for (?:rent|sale))',
  // Where people can be reached.
  'who (?:can|do|should|could|may) (?:i|we) (?:ring|call|phone|speak|talk|contact)(?: to| with| for)? (?:about|regarding|concerning|please|now|over|directly|then|$)',
  '(?:how|where) (?:do|can|could|to|would|might)(?: i| we| one)? (?:reach|contact|ring|phone|speak to|talk to|get hold of|get through to|call|get in touch with)(?: the| your| a| an| some)?(?: [^ ,.]+)? {person}',
  '(?:number|phone number|line|extension) (?:of|for|to)(?: [^ ,.]+){0,2} (?:call centre|call center|helpline|hotline|support|customer (?:service|care)|reception|a human|a person|someone)',
  '(?:get|fetch|bring|find|want|see|have|need|give)(?: me| us)?(?: to (?:see|have))?(?: (?:your|a|an|the|some|somebody|someone))?(?: [^ ,.]+)? (?:boss|superior|supervisor|somebody senior|someone senior|somebody else|higher[ -]up|in charge|adult|duty manager|engineer on the line|call back|callback|phone call)(?: [^ ,.]+)?$',
  '(?:need|want|get|like|have|give me)(?: [^ ,.]+){0,4} {person}(?: [^ ,.]+)? on (?:the )?(?:line|phone|call)(?= |$)',
  'let me (?:have|see|ask|get|call|ring|contact)(?: [^ ,.]+){0,2} {person}(?! (?:if|whether|first))',
  '(?:have|get|receive|arrange|request|schedule|like|want|need|book|expect|require)(?: [^ ,.]+){0,2} (?:a |the )?(?:call|call ?back|phone call|ring)(?: back)?(?: from| by| with)?(?: (?:your|the|a|an|one of|some|me))(?: [^ ,.]+)? ?{person}',
  '(?:lodge|raise|take|go over|settle|sort|discuss|resolve|handle)(?: [^ ,.]+){1,2} (?:with|to)(?: (?:an?|the|your))(?: [^ ,.]+)? (?:supervisor|manager|person|human|superior|boss|adviser|advisor|rep|representative|colleague)(?= |$)',
  '(?:hear|help|answer|reply|advice|assistance|support)(?: [^ ,.]+)? from(?: (?:an?|the|your|some|real|actual|live|human))* {person}',
  '(?:want|need|like|prefer|have|give me|get me|please|a|an)(?: (?:to have|an?|the|some|your)){0,4} (?:live|real|actual|human) (?:reps?|representatives?|agents?|advis[eo]rs?|operators?|associates?|executives?|staff|colleague)(?= ?$| ,| please| now| to| who| on| here)',
  '(?:please|kindly|could you|can you|want to|need to)(?: [^ ,.]+)? (?:connect|transfer|speak|talk)(?: (?:me|us|this))? (?:to|with) (?:the |a |an |your )?(?:customer|client) (?:care|service|support|relations)(?: (?:executive|agent|rep|representative|officer|person|team))?',
  '!(?:anyone|anybody|someone|somebody|person|one)(?: (?:there|here|around))? (?:who|that) (?:is|are) not (?:an? )?(?:chat ?bot|bot|robot|machine|computer|automated)',
  '(?:rather|prefer to|sooner|like to|want to) (?:do|sort|handle|discuss|go through|settle|finish)(?: (?:this|it|that|everything))? with (?:an?|one of your|your|the|some)(?: [^ ,.]+)? {person}',
  '(?:put|get|bring) (?:a|an|your|some)(?: (?:real|actual|live))? (?:human|person|agent|supervisor|manager|operator)(?: [^ ,.]+)? on(?= ?$| ,| please| now| the)',
  '(?:skip|bypass|get past|get rid of|no) (?:the|this|your) (?:bot|assistant|machine|menu|robot|chatbot|recording)',
  '(?:any|are there(?: any)?|is there(?: an?| any)?)(?: (?:of your|real|live|human|actual))* (?:agents?|supervisors?|managers?|people|humans?|staff|advis[eo]rs?|reps?|colleagues?|operators?)(?: (?:currently|right now))? (?:online|available|free|about|around|on duty|i can)',
  `(?:tell|explain|say|describe|show|put|give|read)(?: (?:it|this|that|everything|all this|them))? (?:to|by|past) (?:somebody|someone|(?:a|an|the|your|one of your)(?: [^ ,.]+){0,2} {person})(?! (?:else|i know))`,
  `(?:go|going|run|talk|talking|walk|walking|look|think)(?: (?:it|this|that|things|me|all of it))? (?:over|through)(?: (?:it|this|that|things|everything|all of it|my [^ ,.]+))? with (?:somebody|someone|(?:a|an|the|your|one of your)(?: [^ ,.]+){0,2} {person})`,
  '(?:can|could|may|might) (?:i|we) (?:please )?(?:have|get|see) (?:somebody|someone|a person|a human)(?= ?$| ,| (?:to|who|that|from|please|call|speak|help))',
  '(?:arrange|book|organi[sz]e|fix|set up|schedule|request|need|want|like)(?: me)?(?: an?| the)?(?: [^ ,.]+)? (?:call ?back|phone call|call) (?:from|by)(?! (?:my|a friend))(?: [^ ,.]+){1,3}',
  '(?:give|get|find|send|fetch|bring) (?:me|us) (?:somebody|someone|anyone|anybody)(?= ?$| ,| (?:from|in|at|on|who|else|to|with|that|please|real|human|higher|senior))',
  '(?:can|could|may|will|would|have|let|get) one of (?:the|your)(?: [^ ,.]+){1,3} (?:come|help|call|look|visit|talk|ring|explain|sort|check|contact|speak|to|take)',
  '(?:can|could|let|have|would|will|may|must|should|want|need|get|like)(?: an?| another| some)?(?: (?:real|actual|live|proper|human))* (?:person|human|human being|member of staff|employee|colleague|advis[eo]r|agent)(?: please| just)? (?:to )?(?:do|read|look|take|handle|check|sort|help|explain|call|answer|decide|deal|talk|speak|see|review|phone|ring)(?= |$)',
  '(?:ask|tell|reach|contact|get hold of|get through to|get to|speak to|inform)(?: an?| the| your| one of your)?(?: (?:actual|real|live|human))+ (?:person|human|employee|agent|people|colleague|staff member|adviser|advisor|representative)',
  '(?:like|want|need|prefer|sooner|rather)(?: to)? (?:ask|tell) (?:a|an)(?: [^ ,.]+)? (?:person|human|agent|member of staff|colleague|adviser|advisor|employee)',
  '(?:i|we) (?:want|need|demand)(?: real| actual)? (?:staff|a person|a human|people)(?= ?$| ,| please| now| not)',
  '(?:people|humans?|persons?|human beings) only|only (?:people|humans|a person|a human)(?= ?$| ,| please)',
  '(?:need|want|like|require|looking for|request|requesting)(?: to (?:see|have|meet|get|consult))?(?: with)? (?:an?|some|your)(?: [^ ,.]+)? (?:advis[eo]r|agent|banker|consultant|specialist|representative|rep|human|person|colleague|underwriter|broker)(?= ?$| ,| (?:to|who|that|at|from|in|please|now|about|for)(?: |$))',
  'be (?:contacted|called|phoned|rung|helped|assisted|served|advised|rang) by (?:your|a|an|the|one of|some)(?: [^ ,.]+){0,3} {person}',
  'instead of (?:the |an? |this |your |these )?(?:automated|bots?|robots?|machine|canned|scripted|chatbot)(?: [^ ,.]+)?',
  'who else (?:is there|can i|could i|can help|do you have)',
  'give (?:me|us) an? (?:call|ring|call ?back|bell|buzz|shout)(?= |$)',
  'is (?:an?|any|some)(?: (?:real|actual|live))? (?:person|human|agent|operator|representative|adviser|advisor)(?: [^ ,.]+)? ?(?:there|here|available|around|online)(?= |$)',
  '(?:an?|the) (?:live|real|human|actual) one(?= ?$| ,| please| now)',
  '(?:forward|transfer|connect|pass|put|send|direct|patch|hand)(?: [^ ,.]+){0,2} (?:to|with|through to)(?: (?:a|the|your))? (?:technical|tech|support|billing|sales|claims|customer|accounts|service) (?:guys?|person|people|team|dept|department|rep|reps|lady)',
  '{person}(?: from(?: [^ ,.]+){1,3})? (?:should|must|has to|needs to|ought to) (?:call|speak|talk|contact|phone|ring|get in touch|get back)',
].map(frame);
