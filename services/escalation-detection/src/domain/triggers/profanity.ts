import { Profanity } from '@2toad/profanity';
import { type Found, look, pattern, type Reading } from './reading.ts';

export interface ProfanityWords {
  readonly languages: readonly string[];
  readonly also: readonly string[];
  readonly allowed: readonly string[];
}

const patterns = [
  '(?:you|u|your [^ ,]+|this (?:bot|company|thing)|you all|you people|you guys)(?: are| is)?(?: all| so| such| a| an| just| a bunch of| bunch of| completely| totally| really| the)*(?: [^ ,]+)? (?:idiots?|stupid|morons?|dumb|imbeciles?|fools?|liars?|thieves|crooks|scum|scumbags?|clowns?|incompetent|pathetic|worthless|brain ?dead|disgusting|disgrace|losers?|cheats?|scammers?|scam)',
  'shut (?:the [^ ,]+ )?up',
  '(?:go to|burn in|rot in) hell',
  '(?:screw|stuff|sod|piss|drop dead)(?: off| you)',
  'hate (?:you|u)(?! for)',
  '(?:kill|hurt|punch|slap|smash|destroy|find) (?:you|u|him|her|your [^ ,]+)(?! a)',
  '(?:stupid|dumb|idiotic|useless|moronic|brainless) (?:bot|robot|machine|chatbot|company|people|thing|computer)',
  '(?:you|u) (?:suck|stink)',
  'useless (?:piece|lot|bunch)',
].map(pattern);
const masks = ['(?:can|could|will|how|where|help|to)(?: [^ ,]+){0,4} find you(?:r [^ ,]+)?'].map(pattern);

/** Swearing in the policy's languages (whole words), or aggression against whoever answers. */
export const profanityOf = (words: ProfanityWords): ((reading: Reading) => Found | null) => {
  const filter = new Profanity({ languages: [...words.languages], wholeWord: true, unicodeWordBoundaries: true });
  if (words.also.length > 0) filter.addWords([...words.also]);
  if (words.allowed.length > 0) filter.removeWords([...words.allowed]);
  return (reading) => {
    if (filter.exists(reading.raw)) {
      for (const match of reading.raw.matchAll(/[^\s,.;:!?"()]+/gu)) {
        if (filter.exists(match[0])) return { span: [match.index, match.index + match[0].length], text: match[0] };
      }
      return { span: [0, reading.raw.length], text: reading.raw };
    }
    return look(reading, { patterns, masks });
  };
};
