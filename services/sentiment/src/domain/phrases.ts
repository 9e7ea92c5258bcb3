import { valenceOf } from './lexicon.ts';
import { atWordStarts } from './word-starts.ts';

/** Words that mean something else together than one by one. Inside one no word is rated, negates or complains. */
export interface Phrase {
  readonly words: string;
  /** Place in the text, in UTF-16 units: the first of the phrase, and the first after it. */
  readonly from: number;
  readonly to: number;
  /** Valence of the whole, on the scale of `valenceOf`. */
  readonly valence: number;
  /** True where it says that earlier trouble is over. */
  readonly isRelief: boolean;
}

const CANNOT = "(?:can'?t|cannot|can not|couldn'?t|could not)";
const NOT =
  "(?:not|never|(?:do|does|did|is|was|are|were|has|have|had|wo|ca|could|would)n't|dont|didnt|isnt|wasnt|doesnt)";
const BE = "(?:'s|is|are|was|were|has been|have been|got|seems?|looks?)";
const TROUBLE =
  '(?:problems?|issues?|troubles?|complaints?|errors?|faults?|hassles?|difficult(?:y|ies)|concerns?|delays?|bugs?|crash(?:es)?|glitch(?:es)?|hiccups?|drops?|regrets?)';
const FILLER =
  '(?:any|an?|had|have|seen|more|single|one|big|major|real|further|other|much|many|been|having|of|found|showed|shows?)';
const SOLVED = '(?:solved|resolved|fixed|sorted(?: out)?|repaired)';
const THANKED = '(?:thank|praise|recommend)(?: \\w{1,15}){1,5}? (?:highly )?enough';
const THING =
  '(?:bass|sound|beat|graphics|design|camera|quality|view|speed|screen|show|concert|trailer|food|taste|colou?rs?|logo|game|album|track|bike|car|deal|\\w{1,12} one)';

/** Phrases of one meaning, with the valence of each. */
const fixed: readonly (readonly [valence: number, pattern: string])[] = [
  [
    // praise
    3,
    `${CANNOT} (?:complain|go wrong|fault|beat (?:th|it|you)\\w{0,3}|be beat(?:en)?|say enough|ask for (?:more|a better|better|anything)|${THANKED})|what'?s not to (?:like|love)|second to none|happy tears|tears of joy|hell (?:yes|yeah|ya)\\b|worth every (?:penny|cent)`,
  ],
  [
    // slang
    2,
    `killer (?!bees?\\b|whales?\\b)(?=\\w)|sick (?=design|beats?\\b|bass|sound|tune|deal|track|colou?r|look|graphics|shot|ride|jacket|shoes|pics?\\b)|(?:insane|sick|crazy|unreal|wicked|mad|nuts|wild)(?<=\\b${THING} (?:is|are|was|were|looks?) (?:so |just |absolutely )?\\w{1,6})|an?(?<=\\b(?:is|was|what) an?) (?:absolute |total )?(?:beast|steal|blast)|wicked sick|kill for|dying (?:to|for) (?=\\w)|damn,? (?:(?:that|this|it|you|these)(?:'s| is| was| are| were)? )?(?:so |really |pretty )?(?:good|fast|nice|quick|fine|great|delicious|easy|cool|smooth)`,
  ],
  [
    // fair
    1.5,
    "(?:not|isn't|wasn't) (?:too |half |so |that |at all )?(?:bad|shabby)(?: at all)?|(?:has|have|had|did|does)(?: not|n't) (?:let (?:me|us) down|fail(?:ed)? (?:me|us)|disappoint(?:ed)?)(?: me| us)?(?: once| yet)?|never (?:let (?:me|us) down|fail(?:s|ed)|disappoint(?:s|ed))",
  ],
  [
    // untroubled
    1.2,
    `(?:no|zero|0|without|free of|no longer|${NOT}) (?:${FILLER} ){0,4}${TROUBLE}\\b(?! (?:charging|taking|billing|message|code|with (?:charging|taking)))(?: at all| whatsoever| so far| here| any ?more)?|nothing(?: is| was|'s)? (?:wrong|broken|urgent|serious)|(?:not|isn't|wasn't|weren't|aren't) (?:really |too |that |so |at all )?(?:angry|upset|mad|annoyed|complaining|disappointed|worried|urgent|dissatisfied|unhappy|frustrated|blaming|hard|difficult|a big deal)\\b(?: at all| about (?:it|that|this))?(?: at all)?|don'?t worry`,
  ],
  [
    // indifferent
    0,
    "(?:no|without|without any|have any) preferences?|(?:i|we) (?:really |honestly )?(?:don'?t|do not) (?:mind|care (?:which|what|where|when|if|whether|either))|(?:doesn'?t|does not|don'?t) (?:really )?matter(?! to you)(?: to (?:me|us))?|makes? no (?:difference|odds)(?: to (?:me|us))?|not (?:picky|fussy|in a (?:hurry|rush))|no (?:rush|hurry|need (?:to|for)|(?:more |other |further )?help (?:is )?needed)|(?:i'?ll|i will|i can|please|ok i|okay i) wait\\b(?! (?:any|for (?:hours|days|weeks|ever)))|wait,? (?:a|one) (?:min|minute|moment|sec|second)|oops|my (?:bad|mistake)|typing mistake|(?:made|is|was) a (?:mistake|typo)|sorry,? (?:that|it|i) (?:should|was|meant|mean)|(?:this|that|it)(?:'s| is) sick(?! of)",
  ],
];

/** Says that trouble is over. A negation before it keeps it from matching: "not fixed my problem", "was never solved". */
const relief = [
  `(?:${TROUBLE}|matter|charge|it|that|everything|all|case)(?<!\\b(?:is|was|get|want|need|until|have|has) (?:the |my |this |that )?\\w+)(?:,? (?:${BE}|now|all|already|finally|been|just)){0,4} (?:${SOLVED}|reversed)`,
  `${TROUBLE}(?: (?:${BE}|now|all)){0,2} (?:gone|over|disappeared|vanished|went away)`,
  `${SOLVED}(?<!(?:n't|not|never|to|yet|be|have|get) (?:\\w+|sorted out)),? (?:my|the|this|that|it|our|everything)\\b(?: ${TROUBLE})?`,
  `no longer (?:freezes?|crash(?:es)?|drops?|fails?|hangs?|stuck|broken|down|blocked|locked|happen(?:s|ing))`,
  `${NOT} (?:freez(?:e|ing)|crash(?:ed|ing)?|drop(?:ped|ping)?|fail(?:ed|ing)?|hang(?:ing)?|happen(?:ed|ing)?|broken|blocked|stuck)(?: at all)? (?:any ?more|any longer|since)`,
  `(?:'s|is|are|seems?|looks?|all) (?:all )?(?:fine|ok|okay|good|great|working|back)(?: again)? now`,
  `works?(?<!n't works?) (?:fine |perfectly |well |great |again )?(?:now|again|today)\\b`,
  `all (?:good|fine|ok|okay) (?:now|again)|back (?:online|to normal)|up and running`,
  `but (?:it|they|you|i|we|(?:your|the|a) \\w{1,15}) (?:turned up|arrived|works?|fixed|solved|sorted|found|replaced|helped|have it now|got it)`,
].join('|');

/** The stronger word of a denied comparison keeps its sign: "couldn't be happier", "never been treated so badly". */
const compared =
  `(?:(?:${CANNOT}|could never) (?:be|have been|have gone|have done|go|get|feel|imagine|hope for|have asked for|find)` +
  "|(?:doesn't|does not|don't|won't) (?:get|come)" +
  "|(?:never|haven't|hasn't) (?:ever )?(?:been|had|felt|seen|met|got|used|experienced|known|dealt with))" +
  '(?: (?!so |such |more |less )\\w{1,12}){0,2}? ' +
  '(?:(?<degree>more|less|so|such(?: an?)?) (?<stressed>\\w{3,15})|(?<comparative>\\w{2,12}er|worse))\\b' +
  '|nothing but (?<only>\\w{3,15})\\b|(?:insanely|crazy|wicked|ridiculously|scary|awfully|terribly|freakishly) (?<praised>\\w{3,15})\\b';

const matches = atWordStarts<number | 'relief' | 'comparison'>([
  ...fixed.map(([meaning, pattern]) => ({ pattern, meaning })),
  { pattern: relief, meaning: 'relief' },
  { pattern: compared, meaning: 'comparison' },
]);

/** Valence of a comparative by its stem: `happier` by `happy`, `nicer` by `nice`. */
const comparedValence = (word: string): number =>
  valenceOf(word) ??
  valenceOf(word.replace(/ier$/, 'y')) ??
  valenceOf(word.replace(/er$/, '')) ??
  valenceOf(word.replace(/r$/, '')) ??
  (/^(?:fast|quick|simpl|smooth)/.test(word) ? 1 : 0);

/** Of a denied comparison, and of trouble that is over. */
const STRONG = 3;
const RELIEF = 1.5;

/** The valence of a comparison by its groups; undefined where the word compared has none. */
const comparisonValence = ({
  degree,
  stressed,
  comparative,
  only,
  praised,
}: Partial<Groups> = {}): number | undefined => {
  const own = Math.sign(comparedValence(stressed ?? comparative ?? only ?? praised ?? ''));
  if (own === 0 || (own < 0 && praised !== undefined)) return undefined;
  return own * (degree === 'less' ? -STRONG : STRONG);
};
type Groups = Record<'degree' | 'stressed' | 'comparative' | 'only' | 'praised', string>;

/** Phrases in text order, without overlaps. `lower` is lower case with straight apostrophes. */
export const phrasesIn = (lower: string): Phrase[] =>
  matches(lower).flatMap(({ match, meaning }) => {
    const isRelief = meaning === 'relief';
    const valence = isRelief ? RELIEF : meaning === 'comparison' ? comparisonValence(match.groups) : meaning;
    const words = match[0].trim();
    return valence === undefined
      ? []
      : [{ words, from: match.index, to: match.index + words.length, valence, isRelief }];
  });

/** The text without its phrases, at the same places. */
export const withoutPhrases = (lower: string, phrases: readonly Phrase[]): string => {
  let [rest, at] = ['', 0];
  for (const { from, to } of phrases) {
    rest += lower.slice(at, from) + ' '.repeat(to - from);
    at = to;
  }
  return phrases.length === 0 ? lower : rest + lower.slice(at);
};
