/** Phrases a dissatisfied customer uses, whose single words are harmless: what they weigh, on the scale of the lexicon. */
const phrases: readonly (readonly [weight: number, pattern: string])[] = [
  [6, 'thanks for nothing|thanks a lot for (?:nothing|wasting)'],
  [
    3,
    '(?:great|wow|wonderful|nice|awesome),? (?:another|yet another|one more) (?:delay|problem|error|issue|bot|charge)',
  ],
  [
    3,
    'fed up|(?:sick|tired) of|had enough|enough is enough|last straw|los(?:t|ing) (?:my |all )?patience|(?:out|end) of (?:my )?patience',
  ],
  [
    3,
    'waste of (?:my |our )?(?:time|money)|wast(?:ed|ing) my (?:time|day|money)|rip[- ]?off|ripped off|(?:is|are|such|what|be|complete|total) an? (?:complete |total |absolute |bloody )?(?:joke|disgrace|shame|mess)',
  ],
  [
    3,
    'wtf|ffs|(?:what|why|how|where) the (?:hell|heck|fuck)|are you (?:kidding|serious|joking|insane|stupid)|how (?:hard|difficult) (?:is it|can it be)',
  ],
  [
    3,
    "(?:never|not|won't be) (?:again|using (?:you|this|your)|buying|flying|shopping|ordering|coming back|doing business)|(?:no|zero|worst|terrible|poor|bad|awful|horrible) (?:customer )?service|lost (?:a|my|your) (?:customer|business)",
  ],
  [
    1,
    "(?:doesn'?t|does not|don'?t|isn'?t|is not|not|never|stopped|won'?t|will not|didn'?t|nothing) (?:even |actually )?work(?:s|ing|ed)?",
  ],
  [
    2,
    "(?:no ?one|nobody|none of you|you (?:guys|people)?|they|he|she|it|bot) (?:\\w+ )?(?:never |don'?t |doesn'?t |does not |can'?t |won'?t |didn'?t )?(?:bother|ignor\\w+|hung up|keeps? \\w+ing)",
  ],
  [
    2,
    "(?:no ?one|nobody|don'?t|doesn'?t|does not|didn'?t|never|not|won'?t|can'?t|isn'?t|aren'?t) (?:is |are |was |will |would |can |could |has |have )?(?:even |ever |once |really )?(?:cares?|listen(?:ing)?|understand(?:ing)?|answer(?:s|ing|ed)?|help(?:s|ing|ed|ful)?|respond(?:s|ing|ed)?|repl(?:y|ies|ied)|reading|read|pick(?:s|ed)? up|call(?:ed)? back|true|what i (?:asked|said|want|meant))",
  ],
  [
    2,
    'no (?:response|reply|answer|explanation|apology|communication|luck|sense|excuse|solution|way to (?:reach|contact|talk))',
  ],
  [
    1.5,
    "still (?:not?|have ?n[o']t|has ?n[o']t|waiting|nothing|don'?t|doesn'?t|isn'?t|can'?t|won'?t|broken|down|wrong|pending|stuck|on hold)",
  ],
  [
    2,
    '(?:second|third|fourth|fifth|2nd|3rd|[4-9]th|10th|hundredth|millionth) time|how many times|over and over|again and again|every (?:single )?time|same (?:thing|answer|question|problem|issue) (?:again|over)|already (?:told|said|asked|explained|tried)',
  ],
  [
    2,
    'for (?:hours|days|weeks|months|ages|ever)|on hold|hours (?:on|of|waiting|late|later|now)|(?:hours?|days|weeks|months) (?:delay|wait)|all (?:day|night)|(?:much |way |far )too (?:long|slow|late|many)|tak(?:es|ing|en|ing) (?:so|too|forever) ?(?:long)?|how much longer|how long (?:must|am|are|have)',
  ],
  [
    1,
    "(?:charged|billed) (?:me )?(?:twice|double|again|wrong)|(?:my|our) money back|(?:never|not|n[o']t|didn'?t) (?:\\w+ )?(?:arrive|arrived|receive|received|shipped|come|came|delivered|showed|sent)",
  ],
  [
    1,
    "why (?:is|are|do|does|did|would|can'?t|won'?t|haven'?t|hasn'?t|isn'?t|don'?t|doesn'?t|has|have|am) |supposed to|should(?:n'?t)? (?:not )?have|instead of|was told|told me|at (?:least|all)|hung up|no longer",
  ],
  [
    1,
    '(?:\\d+|two|three|four|five|several|couple) ?\\+? ?(?:hours?|hrs?|days|weeks|months|times)|half an hour|an hour',
  ],
  [
    1,
    "can'?t (?:even |get|log|access|use|find|book|check|believe)|unable to|won'?t (?:let|load|open|start|accept)|keeps? \\w+ing|(?:cancel+ed|delayed|late|missed|lost|damaged|broken|wrong) (?:my |our |the |flight|order|bag|item|package|parcel|connection)",
  ],
];
const matcher = new RegExp(`(?<![\\w'])(?:${phrases.map(([, pattern]) => `(${pattern})`).join('|')})(?![\\w])`, 'g');

export interface Complaint {
  readonly words: string;
  readonly weight: number;
}

/** In the order of the text, none overlapping another. `lower` is lower case with straight apostrophes. */
export const complaintsIn = (lower: string): Complaint[] => {
  const found: Complaint[] = [];
  for (const match of lower.matchAll(matcher)) {
    const which = phrases.findIndex((_, i) => match[i + 1] !== undefined);
    found.push({ words: match[0].trim(), weight: phrases[which]?.[0] ?? 0 });
  }
  return found;
};
