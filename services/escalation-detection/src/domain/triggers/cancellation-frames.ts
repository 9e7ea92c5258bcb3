import { frame } from '../text/frames.ts';

const LEAVE =
  '(?:leave|leaving|drop|dropping|release|let go of|give up|giving up|get out of|getting out of|be rid of|rid of|out of|get rid of|getting rid of|step away from|part with|stop paying for|stop)';
const DET =
  '(?: (?:my|our|the|this|that|your|an?|all|both|these|one of|of)){0,2}(?: (?!(?:from|on|in|to|at|with|for|into|and|by|off|button|option|link|page|feature) )[^ ,.]+){0,3}';
const DONE =
  '(?:cancelled|canceled|closed(?: down| off)?|ended|terminated|discontinued|deleted|deactivated|disconnected|scrapped|voided|annulled|stopped|released|withdrawn|taken off|shut down|switched off|cut off|gone)';
const WISH =
  '(?:want|wants|wanted|like|need|needs|wish|please|kindly|can you|could you|can i|could i|may i|how (?:do|can|to|would)|decided|going|looking|trying|ready|prefer|rather|let me|must|time|intend|request|here|ready|help me|about|hoping|have|ought|planning)';

/** Ending an order, plan or account: verb, wish and thing. */
export const frames = [
  `(?:cancel|cancelling|canceling|annul|annulling|void|voiding|rescind|scrap|scrapping|revoke|undo|undoing|call off|calling off|back out of|backing out of|pull out of|get rid of|get out of|terminate|withdraw|be rid of)${DET} {bought}(?! (?:from|is|was|fee|fees|policy|charge|number|status|page|button|confirmation))`,
  '(?:drop|bin|axe|release)(?: (?:my|our|the|this))(?: [^ ,.]+)? (?:booking|reservation|car rental|rental|hotel|cruise|flight|tour)',
  `!${WISH}(?: [^ ,.]+){0,3} (?:cancel|terminate|annul|void)(?: (?:my|the|our|this))(?: [^ ,.]+)? (?:policy|cover|insurance)(?! (?:fee|document|number|charge))`,
  `{end}(?: (?:my|our|this|your|the))(?: (?!(?:from|on|in|to|at|with|for|into|and|by|off|button|page|number|of) )[^ ,.]+){0,2} {held}(?! (?:from|fee|fees|charge|charges|page|number|document|photo|picture|name|settings|open|running|team|manager|notifications?|emails?))`,
  `{wish}(?: [^ ,.]+){0,3} ${LEAVE} (?:my|our|this|your|the|of my|of the|of this)(?: (?!(?:from|on|in|to|at) )[^ ,.]+){0,2} {held}`,
  `!{wish}(?: [^ ]+){0,7} {held}(?: (?:to be|be|all|both))? ${DONE}(?! (?:my|on|by|without|yesterday|last|again|and i|because))(?<!(?:why|when|was|has|been|did)(?: [^ ]+){0,10})`,
  `(?:rooms?|booking|bookings|hotel|flights?|tickets?|orders?|reservations?|tours?|seats?)(?: [^ ,.]+){0,5} to be(?: [^ ,.]+ and)? ${DONE}`,
  `(?:take|taking|strip|pull) (?:me|us) (?:off|out)(?: (?:and|of|the|your|my|this|it|please)|$|(?= ,))(?! (?:mailing|list|hold|speaker))`,
  `*{held}(?: [^ ]+){0,5} (?:take it off|take that off|drop it|remove it|get rid of it|not needed|end it|kill it|close it|stop it|bin it|do not need it|do not want it)`,
  // The wish without a thing.
  `!^(?:hi |hello |hey |so |ok |please |and |, )*(?:i am |i would |i |we are |we would |we )?(?:also )?(?:like to |looking to |want to |wish to |need to |wanting to |here to |ready to |rather )(?:cancel|back out|pull out|opt out|unsubscribe|be out)(?= ?$| ,| please| now| today)`,
  '!(?:rather|prefer|choose|decided|chosen|going|want|wish)(?: to)? not(?: to)? (?:renew|continue|extend|go on|carry on|go ahead|proceed)(?! (?:reading|this chat|the call))',
  '!(?:no|without|against) (?:auto ?)?(?:renewal|renewing)(?: please| at all| this| for me|$)|let(?: [^ ,.]+){0,3} (?:run out|lapse|expire)(?! (?:accidentally))',
  '!(?:do|does|will|am|are|would) not(?: be)? (?:requiring|needing|wanting|require|need|want|renew|renewing)(?: (?!(?:a|an|any|to|help|you) )[^ ,.]+){1,4} (?:any ?more|any longer|from now on|going forward|after)',
  '(?:hand in|give|giving|gave|serve|put in|handing in|serving|submit|submitting)(?: you)?(?: [^ ,.]+)? notice(?= |$)',
  '^(?:ok |okay |then |so |, |alright |fine )*(?:i am |i |we are |consider this )?(?:giving|give|serving)(?: you)? (?:it|that|notice|my notice)(?: today| now|$)',
  // Leaving for a competitor; finished with the company.
  '*(?:moving|switching|going|moved|switched|gone|go|changing|changed|signed up)(?: [^ ,.]+){0,2} (?:to|with|for|abroad|over to)(?: [^ ]+){0,8} (?:close|stop|end|cancel|shut|terminate|what do i (?:need|have) to do|how do i (?:leave|close|stop|end))',
  '(?:{wish}|please|kindly|so)(?: [^ ,.]+){0,2} (?:close|shut|wind|end|terminate|cancel)(?: down)? (?:what(?:ever)? (?:i|we) have|everything|things|it all|all of it|my file|the lot|all (?:my|our))(?! (?:tabs|apps|windows))'.replace(
    '{wish}',
    '<wish>',
  ),
  '(?:close|closing) (?:my|our) file(?= with| please|$)',
  `(?:done|finished|through|fed up|had enough) with (?:this|your|the|my)(?: [^ ,.]+)? {held}`,
  '(?:i am|we are|count me|i want|want|would like|i would like|we would like) out(?= ?$| ,| of (?:my|this|the|our)(?: [^ ,.]+){0,2} (?:contract|plan|agreement|deal|lease|subscription|policy|membership|booking))',
  '(?:stop|quit|can stop|end)(?: [^ ,.]+){0,2} (?:coming|arriving|being (?:sent|delivered)|sending(?: me)?(?: the| your| my)? (?:magazine|box|boxes|paper|parcels|deliveries))(?: now|$)',
  'how (?:do|can|would|to)(?: i| we| one)? (?:leave|quit|exit|drop|unsubscribe from|opt out of|get off|come off|end|stop)(?: (?!(?:the|a|an|this|it|my|your|from|comments?|feedback|review) )[^ ,.]+){1,3} ?(?:membership|premium|gold|plus|pro|prime|live|club|programme|program|plan|tier|scheme|pass)(?: [^ ,.]+)?$',
  '(?:unsubscribe|unenrol+|deregister|unregister|sign|opt|withdraw|remove) (?:me|us)(?: out)? (?:from|of|off)(?! (?:the|your|this)? ?(?:newsletter|mailing|emails?|marketing|list|group|chat|texts?|sms|notifications?))(?: [^ ,.]+){1,4}',
  '*(?:signed|took|bought|ordered|booked|got)(?: [^ ]+){0,8} (?:changed my mind|withdraw from it|want to withdraw|cooling off|back out|undo it|take it back)',
  '{wish}(?: [^ ,.]+){0,2} (?:withdraw|back out|pull out|opt out|withdrawing|drop out)(?: (?:from|of|my))(?: (?!(?:account|bank|savings|cash|money|funds) )[^ ,.]+){1,3}(?<! (?:account|savings|bank|cash|money|funds))',
  '!(?:will not|can not|are not|am not|not going to|will no longer)(?: be)?(?: able to)? (?:make|making|fly|flying|come|coming|travel|travelling|attend|stay|staying)(?: [^ ]+){0,10} (?:cancel|annul|release|scrap)(?! (?:fee|policy))',
  '!(?:will|would|shall|am|are|do|does) not(?: be)?(?: want(?:ing)? to)? renew(?:ing)?(?= ?$| ,| my| our| the| this| it| with| please| when| at)',
  // To end it, with the customer or the thing as subject.
  '(?:exercis(?:e|ing)|use|using|invoke|invoking) (?:my|our) right (?:to|of) (?:leave|cancel|cancellation|withdraw(?:al)?|terminate|termination|exit)',
  '*!(?:no longer|do not|will not|would not|not)(?: (?:be|really|actually))? (?:need|needing|want|require|use|using)(?: [^ ,.]+)? ?(?:my|our|the|this|those|these|that)(?: (?!(?:help|you) )[^ ,.]+){1,6} ,? ?(?:so |and |please |can you |could you |how (?:can|do) i |kindly )+(?:give (?:it|them) up|void|cancel|end|stop|close|return it|hand it back|get rid|scrap|annul|drop)',
  '!no longer (?:want|wish|like|care) to (?:bank|be with|do business|deal|use|have|hold|subscribe|participate|take part|own)',
  '!(?:rather|prefer to|choose to|decided) not(?: to)? (?:stay|be|remain|have|keep|hold)(?: [^ ,.]+){0,2} (?:with you|account|customer|member|member(?:ship)?|any ?more|on)',
  '(?:signed|gone|going|moved|moving|switched|switching|changing|changed|found|signing|go|move|switch)(?: [^ ,.]+){0,2} (?:with|to|for) (?:another|a different|a new|a cheaper|someone)(?: [^ ,.]+)? (?:provider|supplier|company|bank|insurer|carrier|operator|network|gym|firm)(?! (?:of|in my))',
  '(?:changing|switching|leaving for)(?: (?:my|our|another|a different|energy|phone|internet|broadband))* (?:supplier|provider|insurer|carrier|bank|operator)s?(?: [^ ]+){0,8} (?:close|end|stop|cancel|terminate|what do you need|leave)',
  '!do not want to (?:be (?:billed|charged|debited)|pay)(?: (?:for (?:this|it)))? (?:again|any ?more|any longer|for (?:this|it) (?:any ?more|again)|from now|every month)',
  '(?:how|want|need|like|can|could|let me|please|way|wish)(?: [^ ,.]+){0,4} stop paying(?: (?:for )?(?:this|it|you|my [^ ,.]+|the [^ ,.]+))?(?! (?:with|by|in))',
  '(?:turn|switch|shut) off (?:my |our |the |this )?(?:{held}|hosting|premium)(?! (?:screen|display|router|light|tv|tonight))'.replace(
    '{held}',
    '<held>',
  ),
  '!no more(?: [^ ,.]+)? (?:magazines?|box|boxes|deliver(?:y|ies)|lessons|subscriptions?|shipments?|meals?)(?: (?:for (?:me|us)|please|thanks|thank you|,)|$)',
  '!(?:cancel|stop|end|scrap|drop) (?:the|this) (?:whole|entire)(?: [^ ,.]+)?',
  '(?:after (?:that|this|which)|then|so|and|now|,)(?: [^ ,.]+)? (?:account|contract|plan|membership|subscription|line|card|policy|one) (?:can|should|must|has to|needs to|ought to) (?:go|close|end|stop|be closed)(?= |$)',
  '(?:procedure|process|way|steps|how|want|like|need)(?: [^ ,.]+){0,3} (?:closing|shutting|ending|terminating|shut|terminate)(?: down)? (?:an|a) {held}',
  '(?:close|shut|wind) (?:us|me|everything) (?:down|off|out)(?: with you)?(?= |$)',
  '(?:end date|last day) of (?:my|our)(?: [^ ,.]+)? (?:contract|agreement|cover|membership)(?<=(?:leave|leaving|stay|staying|go|confirm the)(?: [^ ]+){0,8})',
  '{end}(?: (?:his|her|their|that|an?|all (?:of )?(?:my|our)|these))(?: (?!(?:from|on|in|to|at|with|for|into|and|by|off|button|page|number|of) )[^ ,.]+){0,2} {held}(?! (?:from|fee|fees|charge|charges|page|number|document|photo|picture|name|settings|open|running|team|manager|notifications?|emails?))',
  '(?:delete|remove|erase|take|strike) (?:me|us)(?: (?:altogether|completely|entirely|fully|off your books))(?= |$)',
  '!{wish}(?: [^ ]+){0,4} {held}(?: [^ ,.]+){0,2} (?:ceased|wound up|wrapped up)',
  '(?:i am|we are|i will be|we will be|going to be) (?:leaving you|off to|leaving)(?: (?:for|guys|now|to)| ?$)(?! (?:the house|work|home|tomorrow))',
  '(?:giving|give|handing in|serving|hand in) (?:mine|my notice|our notice|ours)(?: (?:today|now|for|in)| ?$)',
  '(?:insurance|cover|policy|service|services|direct debit|subscription|it) can (?:stop|end|go|be (?:stopped|ended|cancelled))(?= |$)(?<! (?:what|how|when|if|so) it can (?:stop|end|go))',
  '!(?:do|does|did) not want (?:it|this|that|them|the [^ ,.]+|my [^ ,.]+)(?: to be)? (?:renewed|extended|continued|rolled over)',
  '!(?:will|would|shall) not be (?:continuing|extending|carrying on|prolonging)',
  '(?:go|going|gone|signed|sign)(?: [^ ,.]+)? with another (?:vendor|provider|supplier|company|firm|bank|insurer|gym)',
  '!{wish} (?:to )?(?:terminate|leave you|quit|be done with you)(?= ?$| ,| please| now| today)'.replace(
    '{wish}',
    '<wish>',
  ),
].map(frame);
