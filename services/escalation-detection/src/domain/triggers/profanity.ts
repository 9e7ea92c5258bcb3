import { profaneWords } from '@2toad/profanity';
import { coveredWord, readings } from '../text/disguise.ts';
import { isPraise as praises } from '../text/friendly.ts';
import { matcher } from '../text/matcher.ts';
import { type Detector, type ParsedText, pattern, refusable, type TextMatch } from '../text/parsed-text.ts';
import { isCalled, isHarmlessUse } from '../text/rude-context.ts';
import {
  coveredBehindFirst,
  harmless,
  partsOfNames,
  rudeCompound,
  rudeInContext,
  swearWords,
} from '../text/swear-words.ts';

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
  `(?:freaking|frigging|fricking|complete|total|absolute|utter|such an?|what an?|bloody|thieving|lying|incompetent|worthless) (?:${INSULT}|humans|waste of space|witch|cow)`,
  'shut (?:the [^ ,]+ )?up',
  '(?:go to|burn in|rot in) hell|(?:why|what|how|who|where) the (?:hell|heck)',
  '(?:screw|stuff|sod|piss|drop dead|bugger)(?: off| you)|screw (?:this|that|it)(?! (?:in|on|into|onto|to|tight|down))|go f (?:yourself|off)|f (?:off|you)',
  'hate (?:you|u)(?! for)',
  '(?:i (?:will|am going to|am gonna|would|could|should)|gonna|going to|want to)(?: [^ ,]+)? (?:kill|hurt|punch|slap|smash|destroy|beat|shoot|stab|burn|break|strangle|find) (?:you|u|him|her|them|the (?:windows?|place|office|store|driver)|your [^ ,]+|his (?:jaw|face|neck|legs|nose)|her (?:jaw|face)|somebody|someone)(?! a)',
  'break (?:his|her|your|their) (?:legs?|neck|jaw|face|arms?|bones)',
  '(?:kill|punch|slap|strangle) (?:you|u|him|your [^ ,]+)(?! a)',
  '(?:going to|gonna|will) (?:get hurt|regret (?:it|this)|pay for this with)|(?:smash|burn|blow|break)(?: [^ ,]+)? (?:the|your) (?:windows?|store|shop|office|building)|know where (?:you|your(?: [^ ,]+){1,2}|he|she) (?:live|lives|is|are|works?)',
  'hope (?:you|u|your [^ ,]+|you all|they)(?: all)? (?:get fired|die|burn|burns|rot|crash|choke|go bankrupt|suffer)',
  '(?:stupid|dumb|dumbest|idiotic|useless|moronic|brainless) (?:[^ ,]+ )?(?:bot|robot|machine|chatbot|company|people|thing|computer|airline|bank)',
  '(?:you|u) (?:suck|stink)|kiss my|up yours|get lost$|go away you',
  'useless (?:piece|lot|bunch)|piece of (?:junk|rubbish|garbage|trash|scrap)(?! (?:mail|furniture))',
  `(?:run|staffed|managed|led|run entirely) by(?: [^ ,]+)? (?:${INSULT})`,
  '(?:come|coming) (?:down|over|round|up)(?: [^ ,]+){0,5} (?:smash|burn|break|trash|wreck)(?: [^ ,]+){0,3}',
  '(?:are|r) (?:you|u)(?: all| guys)? (?:retarded|mental|braindead|thick|deaf|insane)$',
].map(pattern);
const masks = [
  'shut up (?:shop|the (?:shop|house|store))',
  '(?:can|could|will|how|where|help|to)(?: [^ ,]+){0,4} find you(?:r [^ ,]+)?',
  '(?:trash|garbage|rubbish) (?:cans?|bags?|bins?|collection|day|pickup|truck|disposal)',
  '(?:am|was|feel|being|be) (?:so |such |like )?(?:an? )?(?:idiot|fool|stupid|dumb|blind)',
].map(pattern);
const aggression = matcher({ patterns, masks });

/** "f@#$", "f--ing": more signs than letters that they stand for. */
const SYMBOLS = /(?<![\p{L}\p{N}])f(?=[*#]*[@$%!&_-])[*#@$%!&_-]{2,4}(?:ing|ed|er|in)?(?![\p{L}\p{N}*])/iu;
/** Mild words, harmless in praise. */
const MILD = /^(?:damn(?:ed)?|craps?|hell|bloody|suck|sucks|heck|ass|bs|verdammt)$/i;
const MILD_PRAISE = /\bcraps\b|\bdamn (?:good|fine|nice|tasty)|^hell yes|\bverdammt (?:gut|schnell|lecker)/i;
const TOKEN = /[^\s,;:?"“”„«»()[\]{}/]+/gu;
/** Marks around a word that are no part of it. */
const EDGES = /^['‘’¿¡<>.*_~-]+|(?:['’]s)?['’<>.!~-]*$/gu;

/** The words of the policy's languages in the library, with the additions, without what is harmless or allowed. */
const swearWordsOf = ({ languages, also, allowed }: ProfanityWords): ReadonlySet<string> => {
  const all = new Set([
    ...languages.flatMap((language) => profaneWords.get(language) ?? []),
    ...swearWords,
    ...rudeInContext,
  ]);
  for (const word of harmless) all.delete(word);
  for (const word of also) all.add(word.toLowerCase());
  for (const word of allowed) all.delete(word.toLowerCase());
  return all;
};

/** A match of the swear words of another language that is no name, title or code. */
export const isRude = (text: string, { span: [at, end] }: TextMatch): boolean =>
  !isHarmlessUse({ text, at, end }, partsOfNames.has(text.slice(at, end).toLowerCase()));

/** Swear words (whole words, also disguised) that are no names, titles or codes; or aggression against the bot or the company. */
export const profanityDetector = (words: ProfanityWords): Detector => {
  const known = swearWordsOf(words);
  const coverable = [...known].filter((word) => word.length >= 3 && /^\p{L}+$/u.test(word));
  const swearWord = (token: string): string | undefined => {
    const word = readings(token).find((reading) => known.has(reading) || rudeCompound.test(reading));
    if (word !== undefined) return word;
    const covered = coveredWord(token);
    if (covered === null) return undefined;
    // "J***" may be a name: of a first letter alone only common words in lower case are read.
    const isFirstAlone = /^\p{L}\P{L}+$/u.test(token);
    const among = isFirstAlone ? (token === token.toLowerCase() ? coveredBehindFirst : []) : coverable;
    return among.find((each) => covered.test(each));
  };
  /** `onHarmless` is called for words that are left out, or no swearing where they stand. */
  const firstSwearWord = (raw: string, onHarmless: () => void): TextMatch | null => {
    let isPraise: boolean | undefined;
    for (const match of raw.matchAll(TOKEN)) {
      const at = match.index + (/^['‘’¿¡<>.*_~-]+/u.exec(match[0])?.[0].length ?? 0);
      const token = raw.slice(at, match.index + match[0].length).replace(EDGES, '');
      const word = swearWord(token);
      if (word === undefined) {
        if (harmless.has(token.toLowerCase())) onHarmless();
        continue;
      }
      const found = { text: raw, at, end: at + token.length };
      const isRude = rudeInContext.has(word) ? isCalled(found) : !isHarmlessUse(found, partsOfNames.has(word));
      if (!isRude) {
        onHarmless();
        continue;
      }
      if (MILD.test(word)) {
        isPraise = isPraise ?? (praises(raw) || MILD_PRAISE.test(raw));
        if (isPraise) continue;
      }
      return { span: [at, found.end], text: token };
    }
    return null;
  };
  const find = (parsed: ParsedText, onHarmless: () => void): TextMatch | null => {
    const { raw } = parsed;
    const found = firstSwearWord(raw, onHarmless);
    if (found !== null) return found;
    const phrase = SYMBOLS.exec(raw);
    if (phrase !== null) return { span: [phrase.index, phrase.index + phrase[0].length], text: phrase[0] };
    return aggression(parsed);
  };
  return refusable(find);
};
