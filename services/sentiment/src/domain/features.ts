import { type Complaint, complaintsIn, type Kind, kinds } from './complaints.ts';
import { signValence, valenceOf } from './lexicon.ts';
import { straight, type Token, tokensOf } from './tokens.ts';
import { type Weighed, weigh } from './valence.ts';

const plain = [
  'bias',
  'negative',
  'positive',
  'worst',
  'best',
  'compound',
  'last',
  'first',
  'silent',
  'density',
  'trouble',
  'negations',
  'exclaims up',
  'exclaims down',
  'exclaims',
  'question',
  'questions',
  'asks',
  'requests',
  'thanks',
  'please',
  'shouts up',
  'shouts down',
  'stretched up',
  'stretched down',
  'contrast',
  'signs up',
  'signs down',
  'short',
  'length',
  'complaints',
  'complaint and praise',
] as const;
/** Everything the dense weights look at, each about -1..1, in this order. */
export const names: readonly string[] = [...plain, ...kinds.map((kind) => `complaint: ${kind}`)];

/** What a text shows of its writer's mood, before any weight. */
export interface Reading {
  readonly features: readonly number[];
  readonly words: readonly string[];
  /** Words with a valence of their own, and complaints: what only English is read for. */
  readonly english: number;
  readonly signs: number;
  readonly contributions: readonly { readonly word: string; readonly weight: number }[];
}

const THANKS = /\b(?:thanks?|thank you|thx|thnx|ty|cheers|appreciate[ds]?|kudos|shout ?out|grateful)\b/;
const PLEASE = /\b(?:please|pls|plz|kindly|hi|hello|good (?:morning|afternoon|evening))\b/;
const REQUESTS =
  /\b(?:i'd like|i would like|i(?:'m| am) looking for|i (?:need|want|wish) to|can i|could i|may i|how do i|how can i|how to|could you|would you|can you|can someone|is there|are there|do you (?:have|offer|know|fly|ship|deliver)|i have a question|let me know|dm)\b/;
const ASKS =
  /^[^\w@]*(?:(?:@\w+|hi|hello|hey|ok|so|and|please)[^\w@]+){0,6}(?:where|what|when|how|which|who|can|could|may|do|does|is|are|would|will|did|has|any) /;
const TROUBLE: ReadonlySet<string> = new Set(
  'cancelled canceled delayed delay delays late lost broken broke stuck missing missed damaged wrong down error errors crashed failed fail fails failing stranded closed refused ruined dead slow cold dirty rude useless waiting waited hours charged overcharged complaint unable stopped drops dropped ignored nowhere worse'.split(
    ' ',
  ),
);
const saturate = (x: number, half: number): number => x / (x + half);
const known = (word: string): boolean => valenceOf(word) !== undefined;

/** Linear in the length of the text. */
export const read = (raw: string): Reading => {
  const text = straight(raw);
  const tokens = tokensOf(text, known);
  const lower = text.toLowerCase();
  const complaints = complaintsIn(lower);
  const weighed = weigh(
    tokens,
    complaints.some(({ kind }) => kind === 'sarcasm'),
  );
  return {
    features: [...plainFeatures(tokens, lower, weighed, complaints), ...kinds.map((kind) => ofKind(complaints, kind))],
    words: tokens.flatMap((token) => (token.is === 'word' ? [token.word] : [])),
    english: weighed.valued + complaints.length,
    signs: weighed.signs,
    contributions: [...weighed.contributions, ...complaints.map(({ words }) => ({ word: words, weight: -2 }))],
  };
};

const ofKind = (complaints: readonly Complaint[], kind: Kind): number => {
  let found = 0;
  for (const complaint of complaints) if (complaint.kind === kind) found++;
  return found === 0 ? 0 : saturate(found, 1) * 2;
};

const plainFeatures = (
  tokens: readonly Token[],
  lower: string,
  mood: Weighed,
  complaints: readonly Complaint[],
): number[] => {
  let [words, shouted, stretched, trouble] = [0, 0, 0, 0];
  let [exclamations, questions, glad, sad] = [0, 0, 0, 0];
  for (const token of tokens) {
    if (token.is === 'word') {
      words++;
      if (token.shouted) shouted++;
      if (token.stretched) stretched++;
      if (TROUBLE.has(token.word)) trouble++;
    } else if (token.is === 'mark') {
      for (const mark of token.written) {
        if (mark === '!') exclamations++;
        else if (mark === '?') questions++;
      }
    } else if (token.is === 'sign') {
      const valence = signValence(token.written) ?? 0;
      if (valence > 0) glad++;
      else if (valence < 0) sad++;
    }
  }
  const up = mood.compound > 0.05 ? 1 : 0;
  const down = 1 - up;
  const loud = Math.min(exclamations, 5) / 5;
  const shouting = shouted > 1 ? saturate(shouted, 2) : shouted * 0.2;
  const complained = saturate(complaints.length, 2) * 2;
  const calm = questions < 3 && mood.negative < 2 ? 1 : 0;
  return [
    1,
    saturate(mood.negative, 3),
    saturate(mood.positive, 3),
    saturate(mood.worst, 3),
    saturate(mood.best, 3),
    mood.compound,
    mood.last,
    mood.first,
    mood.contributions.length === 0 ? 1 : 0,
    words === 0 ? 0 : Math.max(-1, Math.min(1, mood.balance / (words + 2))),
    saturate(trouble, 1),
    saturate(mood.negations, 1),
    loud * up,
    loud * down,
    exclamations > 0 ? 1 : 0,
    questions > 0 ? 1 : 0,
    questions > 1 ? Math.min(questions, 5) / 5 : 0,
    (questions === 1 || !lower.includes('.')) && ASKS.test(lower) ? calm : 0,
    REQUESTS.test(lower) ? calm : 0,
    THANKS.test(lower) ? 1 : 0,
    PLEASE.test(lower) ? 1 : 0,
    shouting * up,
    shouting * down,
    stretched > 0 ? up : 0,
    stretched > 0 ? down : 0,
    mood.contrasts > 0 ? 1 : 0,
    saturate(glad, 1),
    saturate(sad, 1),
    words <= 3 ? 1 : 0,
    saturate(words, 15),
    complained,
    complained * saturate(mood.positive, 3),
  ];
};
