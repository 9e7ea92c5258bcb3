import { atWordStarts } from './word-starts.ts';

/**
 * Complaints in words that are harmless one by one, by kind. Made from what customers complain about. `features.ts` counts the phrases
 * of each kind.
 */
export const complaintKinds = [
  'sarcasm',
  'insult',
  'leaving',
  'unanswered',
  'waiting',
  'inability',
  'failure',
  'money',
  'repetition',
  'blame',
  'duration',
] as const;
export type ComplaintKind = (typeof complaintKinds)[number];

const NEVER =
  "(?:not|never|no longer|don'?t|doesn'?t|didn'?t|won'?t|can'?t|cannot|couldn'?t|isn'?t|aren'?t|wasn'?t|haven'?t|hasn'?t|hadn'?t)";
const NOBODY = '(?:no ?one|nobody|none of (?:you|them)|not one person|no (?:agents?|staff|human|person|crew))';
const NUMBER =
  '(?:\\d+(?:[.,:]\\d+)?|two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|several|couple(?: of)?|few|half an|an|a|whole)';
const ORDINAL = '(?:second|third|fourth|fifth|2nd|3rd|[4-9]th|1\\dth|hundredth|umpteenth|millionth)';
const THING =
  '(?:flights?|bags?|luggage|suitcases?|orders?|parcels?|packages?|items?|reservations?|bookings?|tickets?|connections?|deliver(?:y|ies)|appointments?|trips?)';

const phrases: readonly (readonly [kind: ComplaintKind, pattern: string])[] = [
  [
    'sarcasm',
    `thanks? (?:you )?(?:so much |a lot )?for (?:nothing|(?:wasting|ruining|losing|breaking|cancel+ing|delaying|ignoring|making me|leaving|the (?:delay|wait|lies|runaround)))`,
  ],
  [
    'sarcasm',
    '(?:great|wow|wonderful|nice|awesome|fantastic|perfect|brilliant|lovely|oh),? (?:job |great,? )?(?:another|yet another|one more)',
  ],
  [
    'sarcasm',
    "yeah,? right|sure you do|as if|so much for|oh (?:great|joy|good|wonderful|perfect|lovely|look)(?!,? (?:thanks|thank you|thx|cheers))|of course it (?:is|does|did)|what a surprise|(?:nice|great|good) (?:job|work|one),? (?:guys|losing|breaking|cancel+ing|on the|with the)|gotta love|(?:love|enjoy|enjoying|loving|glad) (?:how you(?: guys| people)? (?:lost|broke|charge|cancel|never|can'?t|don'?t|changed my|moved my|ignore|keep|just)|paying|waiting|sitting|standing|spending|being (?:told|left|ignored|charged|on hold|stuck|hung|bumped)|that you (?:lost|broke|cancel)|i paid)|hope you'?re (?:happy|proud)|slow clap|(?<=(?:^|\\s)\\/)s",
  ],
  [
    'insult',
    '(?:is|are|such|what|be|complete|total|you) an? (?:complete |total |absolute |bloody |huge |big )?(?:joke|disgrace|shame|mess|scam|nightmare|disaster|fail|waste|shambles)|waste of (?:my |our |everyone.s )?(?:time|money)|wast(?:ed?|es|ing) (?:my|our|an?) (?:time|day|money|morning|evening|whole)|rip[- ]?off|ripped off|shame on|ashamed',
  ],
  [
    'insult',
    "(?:worst|terrible|poor|bad|awful|horrible|horrendous|pathetic|lousy|crappy|shocking|zero|no|non[- ]?existent) (?:\\w{1,15} )?(?:service|support|experience|airline|company|communication|attitude|flight|staff)|doesn'?t care|don'?t care|not (?:good enough|acceptable|impressed|happy|ok|okay|right|fair|cool|funny|customer service|what i)|isn'?t (?:good enough|acceptable|right|fair)",
  ],
  [
    'insult',
    '(?:zero|0|no|minus|negative|half an?|one|1)[- ](?:\\w{1,8} )?stars?(?! hotels?)|minus (?:one|two|three|four|five|ten|\\d+)|(?:rate|rating|score) (?:\\w{1,10} ){0,3}(?:zero|0|minus)|no (?:use|help) (?:at all|whatsoever|to (?:me|us|anyone))',
  ],
  [
    'insult',
    "wtf|ffs|smh|(?:what|why|how|where) (?:the|in the) (?:hell|heck|fuck|world)|(?:are you|you'?ve got to be|you (?:have|must) (?:got to )?be|is this) (?:kidding|serious|joking|insane|stupid|a joke)|do better|step (?:it|your game) up|get (?:it|your (?:act|shit|stuff)) together|seriously\\?|really\\?",
  ],
  [
    'insult',
    "fed up|(?:sick|tired) of|had enough|enough is enough|last straw|(?:out|end) of (?:my )?patience|los(?:t|ing) (?:my |all )?patience|can'?t believe|cannot believe|how (?:is it possible (?:that|to be)|can it be|can you (?:not|just|be|treat|charge|lose|justify)|could you (?:not|just|let|lose)|do you (?:lose|manage|cancel)|dare)|makes? no sense|gave up|giv(?:e|ing) up|i'?m done",
  ],
  [
    'leaving',
    "(?:never|not|won'?t be|won'?t) (?:again|ever|use|using|buy|buying|fly|flying|shop|shopping|order|ordering|book|booking|com(?:e|ing) back|return|recommend|do(?:ing)? business)|(?:fly|use|buy|order|shop|book)(?:ing)? (?:with |from )?(?:you |your \\w{1,15} |here )?again\\b|last time (?:i|we)|(?:switch|mov|go)(?:ing|ed|e)? to (?:another|a different|your competitor)|lost (?:a|my|our|your) (?:customer|business|loyalty)|business elsewhere|stay away|avoid|do not (?:buy|fly|use)|rather (?:drive|walk|take the)",
  ],
  [
    'unanswered',
    `(?:${NOBODY}|${NEVER}|to|ever|even|one|who) (?:is |are |was |has |have |will |would |can |could |been |even |ever |once |really |to |bothers? to |there |here |at \\w{1,12} ){0,4}(?:answer(?:s|ing|ed)?|help(?:s|ing|ed|ful)?|respond(?:s|ing|ed)?|repl(?:y|ies|ied)|read(?:ing|s)?|pick(?:s|ed|ing)? up|call(?:s|ed|ing)? (?:me )?back|listen(?:s|ing)?|understand(?:s|ing)?|cares?|showed up|show up|turn(?:ed|s)? up|get through|got through)|${NOBODY} (?:\\w{1,10} )?(?:knows?|explain(?:s|ed)?|told|tells?|said)`,
  ],
  [
    'unanswered',
    `${NOBODY}|no (?:response|reply|repl(?:ies)|answers?|explanation|apology|apologies|communication|luck|updates?|info(?:rmation)?|help|solution|way to|idea|word|notice|warning|record)|(?:0|zero) (?:answers?|help|communication|updates?|info)|hung up|hang(?:s|ing)? up|cut(?:s|ting)? (?:me )?off|disconnect(?:s|ed|ing)|keeps? ringing|just rings|busy signal|ignor(?:e|es|ed|ing)|passed around|transfer+ed (?:me )?(?:\\d+|${NUMBER}|again|around)|automated (?:messages?|repl(?:y|ies)|response)|(?:is )?any(?:one|body) (?:there|home|alive|working|actually|even)|hello\\?`,
  ],
  [
    'waiting',
    "(?:on|been) hold|hold (?:time|for|music)|still (?:not?|have ?n[o']t|has ?n[o']t|waiting|nothing|don'?t|doesn'?t|isn'?t|can'?t|won'?t|broken|down|wrong|pending|stuck|on|sitting|here|haven'?t|hasn'?t|no|at|says?|missing)|(?:been|have been|was|am|are|is|left|stand(?:ing)?|kept|sit(?:ting)?|sat) (?:me |us |here |in line |just )?(?:waiting|stuck|sitting|stranded|standing|trying|trapped)|(?:stuck|stranded|sitting|sat|trapped) (?:on|in|at|here|for|with)|wait(?:ed|ing)? (?:over|more than|for|since|on|all|in|almost|nearly|another)|(?:wait|queue|line|hold) (?:is|was|of|times?)",
  ],
  [
    'waiting',
    'for (?:hours|days|weeks|months|ages|ever)|forever|(?:been|wait(?:ed|ing)?|spent|stuck|sat|sitting|trying|wasted|calling) (?:\\w{1,10} ){0,2}all (?:day|night|morning|week)|(?:much |way |far )too (?:long|slow|late|many)|tak(?:es|ing|en|ing) (?:so|too|forever) ?(?:long)?|how much longer|how (?:many more|long (?:must|am|are|have|do i have|does it take to))|(?:hours|days|weeks) (?:late|later|now|on|of|and counting|ago|delay|wait|without)|and counting|overnight|since (?:yesterday|last|monday|tuesday|wednesday|thursday|friday|saturday|sunday|\\d)',
  ],
  [
    'inability',
    `(?:${NEVER}|unable to|without being able to) (?:even |actually |seem to |been able to |able to |let me |get (?:\\w{1,12} )?to |be ){0,4}(?:work(?:s|ing|ed)?|load(?:s|ing|ed)?|open(?:s|ing|ed)?|connect(?:s|ing|ed)?|charg(?:e|es|ing)|log|get|access|find|book|check|see|use|reach|make|let)`,
  ],
  [
    'failure',
    `${NEVER} (?:even |actually |been |yet |be ){0,4}(?:arriv(?:e|es|ed)|receiv(?:e|ed)|ship(?:ped)?|come|came|deliver(?:ed)?|sent|fix(?:ed)?|solved?|resolved?|sorted|updat(?:e|ed)|exist|refund(?:ed)?|happen(?:ed)?)`,
  ],
  [
    'failure',
    `(?:cancel+ed|delayed|lost|losing|lose|missed|damaged|broke|broken|ruined|wrong|misplaced|mishandled|dropped|overbooked|stolen|late|missing) (?:my |our |the |a |your |their |his |her |on )?(?:\\w{1,12} )?${THING}|${THING} (?:was |is |has |have |been |got |gets |are |were |just |still |always ){0,4}(?:cancel+ed|delayed|late|lost|missing|damaged|broken|wrong|ruined|stuck|nowhere|overbooked)|cancel+ed (?:on|again|without|with|at|for the|my|our|due)|delay(?:ed|s) (?:again|for|by|due|because|and|over|at|after|in|\\d)|flight(?:led|r)`,
  ],
  [
    'failure',
    '(?:is|are|has been|been|gone|went|keeps?|always|completely|was|again) (?:down|broken|out of order|dead|offline|useless|frozen|crash(?:ed|ing|es))|keeps? (?:\\w{1,15}ing|saying|on)|(?:stopp?ed|quit|not) working|out of (?:order|date)|error message|throw(?:s|ing)? an? error|fell apart|falling apart|times? out|timed out|drops? (?:out|every)|kicks? me|logs? me out|locked (?:me )?out|no (?:signal|internet|service|wifi|power|heat|water|food|hotel|voucher|refund|phone|broadband|bags?|luggage|flights?|plane|pilot|seats?|tv|reception)|without (?:service|internet|power|water|my|our|any|a phone|luggage|telling|asking|notice|warning|explanation)',
  ],
  [
    'failure',
    '(?:was|is|came|arrived|delivered|left) (?:\\w{1,10} )?(?:cold|dirty|filthy|cracked|empty|torn|soaked|soaking|wet|smashed|in pieces|open(?:ed)?|late|broken|damaged|dead)|gave (?:away )?(?:my|our) seats?|bumped|kicked off|half (?:of )?(?:the|my|our)|wrong (?:house|address|item|size|colou?r|order|person|number|time|place|one|name|bag)|never (?:arrived|came|showed|received|got|turned|delivered|happened|called|again)',
  ],
  [
    'money',
    "(?:charged|billed|billing|charging|debited|bill) (?:me |us )?(?:twice|double|again|wrong|for (?:something|a \\w{1,12} i|things|nothing|everything))|double charg\\w{1,5}|(?:my|our) money(?: back)?|(?:give me|demand|where(?:'s| is)|waiting for|owe me) (?:an? |my |the |our )?(?:refund|money)|refus(?:e|ed|es|ing|al)|stole|stealing|(?:took|taken|take) (?:the |my |our |\\S{1,8} )?(?:money|from my)|overcharg\\w{1,4}|hidden (?:fees?|charges?)|(?:price|bill|fare|fee)s? (?:went|gone|has gone|jumped|doubled|increased?|hike)|pay(?:ing)? (?:for|extra|more|\\S{1,6} for)(?! by)|paid (?:for|extra|\\S{1,6} for|good money)|still (?:charged|charging|billed|paying)|you (?:charge|charged|want me to pay|owe)",
  ],
  [
    'repetition',
    `${ORDINAL} (?:time|day|call|replacement|delay|visit|week|month|attempt|flight|one|agent|gate)|how many (?:more )?times (?:do|must|have|should|am|are|did)|(?:\\d|${NUMBER}) times|over and over|again and again|time and again|every (?:single )?(?:time|night|evening|\\w{1,10} minutes)|every single (?:day|morning|week|month)|same (?:thing|answer|question|problem|issue|message|link|fault|error|story)|already (?:told|said|asked|explained|tried|gave|sent|called|been)|(?:yet )?again(?=[.!?]|$)|once again|yet another|another (?:delay|problem|error|issue|charge|mechanical|hour|cancel+ation|excuse|day|fee|\\d+)|keep (?:getting|saying|telling|having|being)|always (?:late|delayed|down|broken|something|the same)|multiple (?:times|calls|emails)`,
  ],
  [
    'blame',
    "why (?:is|are|do|does|did|would|was|were|can'?t|won'?t|haven'?t|hasn'?t|isn'?t|don'?t|doesn'?t|didn'?t|has|have|am|even|bother|the|not|so)(?: (?:my|your|you|i|it|there|we|this|they|no))?|supposed to|should(?:n'?t)? (?:not )?(?:have|be)|instead of|(?:was|were|been|been) (?:told|promised|lied to|misled|assured)|told (?:me|us|my)|you (?:said|promised|told|lost|broke|cancel+ed|ruined|made|left|people|guys need|can'?t even|should|sent me|lied|hung|cut|failed)|your (?:fault|mistake|error|incompeten\\w{1,3}|lack)|do you (?:even|people|guys|ever|really)|what (?:is|'s) the point|how (?:hard|difficult)|what kind of|at (?:least|all)|not (?:one|once|even|a single)|nothing but|all i (?:want|get|need|ask)|i (?:had|have) to (?:buy|pay|call|wait|explain|find|sleep|drive|spend|ask|go|take)|ended up|please (?:just )?(?:fix|answer|explain why|respond|do something)|do something|fix (?:this|it|your)|excuses?",
  ],
  [
    'duration',
    `${NUMBER}\\+? ?(?:minutes?|mins?|hours?|hrs?|hr|days?|weeks?|wks?|months?|years?)\\b(?! old)|(?:minutes|hours|days|weeks|months)\\b|\\d+(?:hrs?|mins?|h)\\b|day (?:\\d|two|three|four|five|nine)`,
  ],
];
const matches = atWordStarts(
  complaintKinds.flatMap((kind) =>
    phrases.flatMap(([of, pattern]) => (of === kind ? [{ pattern, meaning: kind }] : [])),
  ),
  ["(?<!')", '(?!\\w)'],
);

export interface Complaint {
  readonly words: string;
  readonly kind: ComplaintKind;
}

/** Complaints in text order, without overlaps. `lower` is lower case with straight apostrophes. */
export const complaintsIn = (lower: string): Complaint[] =>
  matches(lower).map(({ match, meaning }) => ({ words: match[0].trim(), kind: meaning }));
