import { Profanity } from '@2toad/profanity';
import { isFriendly } from '../text/friendly.ts';
import { matcher } from '../text/matcher.ts';
import { type ParsedText, pattern, type TextMatch } from '../text/parsed-text.ts';

export interface ProfanityWords {
  readonly languages: readonly string[];
  readonly also: readonly string[];
  readonly allowed: readonly string[];
}

const INSULT =
  'idiots?|stupid|morons?|dumb|dumber|dumbest|imbeciles?|fools?|liars?|thieves|crooks|scum|scumbags?|clowns?|incompetent|pathetic|worthless|brain ?dead|disgusting|disgrace|losers?|cheats?|scammers?|scam|trash|garbage|rubbish|a joke|useless|blind|muppets?|donkeys?|numpt(?:y|ies)|pillocks?|cowboys';
const patterns = [
  `(?:you|u|your [^ ,]+|ur|this (?:bot|company|thing|place|bank|shop|airline)|you all|you people|you guys|you lot|they|support|staff|they are)(?: are| is| must be)?(?: all| so| such| a| an| just| a bunch of| bunch of| completely| totally| really| the| full of| nothing but| either| as| dumb or| even)*(?: [^ ,]+)? (?:${INSULT})(?! (?:question|that i|for me))`,
  `(?:bunch|pack|load|lot|gang|company|place|full) (?:of|is full of)(?: (?:absolute|total|complete|useless|thieving|lying|rude|incompetent))* (?:${INSULT}|bastards|amateurs|criminals|animals)`,
  `(?:complete|total|absolute|utter|such an?|what an?|bloody|thieving|lying|incompetent|worthless) (?:${INSULT}|humans|waste of space|witch|cow)`,
  'shut (?:the [^ ,]+ )?up',
  '(?:go to|burn in|rot in) hell|(?:why|what|how|who|where) the (?:hell|heck)',
  '(?:screw|stuff|sod|piss|drop dead|bugger)(?: off| you)',
  'hate (?:you|u)(?! for)',
  '(?:i (?:will|am going to|am gonna|would|could|should)|gonna|going to|want to)(?: [^ ,]+)? (?:kill|hurt|punch|slap|smash|destroy|beat|shoot|stab|burn|break|strangle|find) (?:you|u|him|her|them|the (?:windows?|place|office|store|driver)|your [^ ,]+|his (?:jaw|face|neck|legs|nose)|her (?:jaw|face)|somebody|someone)(?! a)',
  '(?:kill|punch|slap|strangle) (?:you|u|him|your [^ ,]+)(?! a)',
  '(?:going to|gonna|will) (?:get hurt|regret (?:it|this)|pay for this with)|(?:smash|burn|blow|break)(?: [^ ,]+)? (?:the|your) (?:windows?|store|shop|office|building)|know where (?:you|your [^ ,]+|he|she) (?:live|lives|is|are|works?)',
  'hope (?:you|u|your [^ ,]+|you all|they)(?: all)? (?:get fired|die|burn|burns|rot|crash|choke|go bankrupt|suffer)',
  '(?:stupid|dumb|dumbest|idiotic|useless|moronic|brainless) (?:[^ ,]+ )?(?:bot|robot|machine|chatbot|company|people|thing|computer|airline|bank)',
  '(?:you|u) (?:suck|stink)|kiss my|up yours|get lost$|go away you',
  'useless (?:piece|lot|bunch)|piece of (?:junk|rubbish|garbage|trash|scrap)(?! (?:mail|furniture))',
  `(?:run|staffed|managed|led|run entirely) by(?: [^ ,]+)? (?:${INSULT})`,
  '(?:come|coming) (?:down|over|round|up)(?: [^ ,]+){0,5} (?:smash|burn|break|trash|wreck)(?: [^ ,]+){0,3}',
  '(?:are|r) (?:you|u)(?: all| guys)? (?:retarded|mental|braindead|thick|deaf|insane)$',
].map(pattern);
const masks = [
  '(?:can|could|will|how|where|help|to)(?: [^ ,]+){0,4} find you(?:r [^ ,]+)?',
  '(?:trash|garbage|rubbish) (?:cans?|bags?|bins?|collection|day|pickup|truck|disposal)',
  '(?:am|was|feel|being|be) (?:so |such |like )?(?:an? )?(?:idiot|fool|stupid|dumb|blind)',
].map(pattern);
const aggression = matcher({ patterns, masks });

/** Swear words that the library lacks, and disguised spellings. */
const DISGUISED =
  /(?<![\p{L}\p{N}])(?:wtf+|stfu|gtfo|ffs|f+[*#@$%!_-]{1,4}(?:c?k?(?:ing|ed|er|in)?)?|f-?ing|effing|fck(?:ing|in|ed)?|b[*]ll ?sh[i*!]t|fuk(?:ing)?|fk(?:ing)?|sh[*!1@#]+t?|(?:bull|horse)sh(?:i|\*|!)te?|shit(?:show|ty|e|ter|e?hole)|b[*!@]+tch|a[*$@]{2}(?:hole)?|wankers?|dick-?heads?|arse-?holes?|arses?|tossers?|twats?|scumbags?|morons?|imbeciles?|retard(?:ed|s)?|bastards?|cr[*]p|dumb-?ass(?:es)?|jackass(?:es)?|bs)(?![\p{L}\p{N}*])/iu;
const ELONGATED = /(\p{L})\1{2,}/u;
/** "fuuuck": a letter written three times or more stands for one or two. */
const undoElongation = (word: string): string[] =>
  ELONGATED.test(word) ? ['$1', '$1$1'].map((to) => word.replace(/(\p{L})\1{2,}/gu, to)) : [];
/** Mild words, harmless in praise. */
const MILD = /^(?:damn(?:ed)?|craps?|hell|bloody|suck|sucks|heck|ass|bs)$/i;

/** Swear words of the policy's languages (whole words), or aggression against the bot or the company. */
export const profanityDetector = (words: ProfanityWords): ((parsed: ParsedText) => TextMatch | null) => {
  const filter = new Profanity({ languages: [...words.languages], wholeWord: true, unicodeWordBoundaries: true });
  if (words.also.length > 0) filter.addWords([...words.also]);
  if (words.allowed.length > 0) filter.removeWords([...words.allowed]);
  const swearWord = (raw: string): TextMatch | null => {
    for (const match of raw.matchAll(/[^\s,.;:!?"()]+/gu)) {
      if (![match[0], ...undoElongation(match[0])].some((word) => filter.exists(word))) continue;
      if (MILD.test(match[0]) && (isFriendly(raw) || /\bcraps\b|\bdamn (?:good|fine|nice|tasty)|^hell yes/i.test(raw)))
        continue;
      return { span: [match.index, match.index + match[0].length], text: match[0] };
    }
    return null;
  };
  return (parsed) => {
    const { raw } = parsed;
    if (ELONGATED.test(raw) || filter.exists(raw)) {
      const found = swearWord(raw);
      if (found !== null) return found;
    }
    const hidden = DISGUISED.exec(raw);
    if (hidden !== null && !(MILD.test(hidden[0]) && isFriendly(raw)))
      return { span: [hidden.index, hidden.index + hidden[0].length], text: hidden[0] };
    return aggression(parsed);
  };
};
