import { type Complaint, type ComplaintKind, complaintKinds, complaintsIn } from './complaints.ts';
import { valenceOf } from './lexicon.ts';
import { type Phrase, phrasesIn, withoutPhrases } from './phrases.ts';
import { normaliseCharacters, type Token, tokensOf } from './tokens.ts';
import { summariseValence, type ValenceSummary } from './valence.ts';

const basicFeatures = [
  'bias',
  'negative',
  'positive',
  'worst',
  'best',
  'compound',
  'last',
  'first',
  'no rated word',
  'density',
  'trouble words',
  'negations',
  'exclamations, positive text',
  'exclamations, other text',
  'has exclamation',
  'has question',
  'several questions',
  'opens with question',
  'request',
  'thanks',
  'please',
  'upper case, positive text',
  'upper case, other text',
  'elongation, positive text',
  'elongation, other text',
  'contrast',
  'positive emoticons',
  'negative emoticons',
  'short text',
  'length',
  'complaints',
  'complaint and praise',
  'harmless phrase',
] as const;
/** The dense features in the order of their weights, each about -1..1. */
export const featureNames: readonly string[] = [
  ...basicFeatures,
  ...complaintKinds.map((kind) => `complaint: ${kind}`),
];

/** Features of a text, before any weight. */
export interface TextFeatures {
  readonly features: readonly number[];
  readonly words: readonly string[];
  /** Count of rated words and complaints; both are English only. */
  readonly englishWords: number;
  readonly emoticons: number;
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
/** Complaints that a later "it works now" settles. */
const PAST_TROUBLE: ReadonlySet<ComplaintKind> = new Set(['failure', 'inability', 'duration', 'waiting']);
const saturate = (x: number, half: number): number => x / (x + half);
const isKnown = (word: string): boolean => valenceOf(word) !== undefined;

/** Cost: linear in the length of the text. */
export const extractFeatures = (raw: string): TextFeatures => {
  const text = normaliseCharacters(raw);
  const tokens = tokensOf(text, isKnown);
  const lower = text.toLowerCase();
  const phrases = phrasesIn(lower);
  const complained = complaintsIn(withoutPhrases(lower, phrases));
  const complaints = phrases.some(({ isRelief }) => isRelief)
    ? complained.filter(({ kind }) => !PAST_TROUBLE.has(kind))
    : complained;
  const valence = summariseValence(
    tokens,
    phrases,
    complaints.some(({ kind }) => kind === 'sarcasm'),
  );
  return {
    features: [
      ...basicFeaturesOf(tokens, lower, valence, complaints, phrases),
      ...complaintKinds.map((kind) => complaintFeature(complaints, kind)),
    ],
    words: tokens.flatMap((token) => (token.is === 'word' ? [token.word] : [])),
    englishWords: valence.ratedWords + complaints.length + phrases.filter(({ valence: own }) => own === 0).length,
    emoticons: valence.positiveEmoticons + valence.negativeEmoticons,
    contributions: [...valence.contributions, ...complaints.map(({ words }) => ({ word: words, weight: -2 }))],
  };
};

const complaintFeature = (complaints: readonly Complaint[], kind: ComplaintKind): number => {
  let found = 0;
  for (const complaint of complaints) if (complaint.kind === kind) found++;
  return found === 0 ? 0 : saturate(found, 1) * 2;
};

const basicFeaturesOf = (
  tokens: readonly Token[],
  lower: string,
  summary: ValenceSummary,
  complaints: readonly Complaint[],
  phrases: readonly Phrase[],
): number[] => {
  let [words, upperCaseWords, elongatedWords, trouble] = [0, 0, 0, 0];
  let [exclamations, questions] = [0, 0];
  const isPhrase = (at: number) => phrases.some(({ from, to }) => at >= from && at < to);
  for (const token of tokens) {
    if (token.is === 'word') {
      words++;
      if (token.isUpperCase) upperCaseWords++;
      if (token.isElongated) elongatedWords++;
      if (TROUBLE.has(token.word) && !summary.isRelieved && !isPhrase(token.at)) trouble++;
    } else if (token.is === 'mark') {
      for (const mark of token.written) {
        if (mark === '!') exclamations++;
        else if (mark === '?') questions++;
      }
    }
  }
  const ifPositive = summary.compound > 0.05 ? 1 : 0;
  const ifOther = 1 - ifPositive;
  const exclaimed = Math.min(exclamations, 5) / 5;
  const upperCase = upperCaseWords > 1 ? saturate(upperCaseWords, 2) : upperCaseWords * 0.2;
  const complained = saturate(complaints.length, 2) * 2;
  const calm = questions < 3 && summary.negative < 2 ? 1 : 0;
  return [
    1,
    saturate(summary.negative, 3),
    saturate(summary.positive, 3),
    saturate(summary.worst, 3),
    saturate(summary.best, 3),
    summary.compound,
    summary.last,
    summary.first,
    summary.contributions.length === 0 ? 1 : 0,
    words === 0 ? 0 : Math.max(-1, Math.min(1, summary.balance / (words + 2))),
    saturate(trouble, 1),
    saturate(summary.negations, 1),
    exclaimed * ifPositive,
    exclaimed * ifOther,
    exclamations > 0 ? 1 : 0,
    questions > 0 ? 1 : 0,
    questions > 1 ? Math.min(questions, 5) / 5 : 0,
    (questions === 1 || !lower.includes('.')) && ASKS.test(lower) ? calm : 0,
    REQUESTS.test(lower) ? calm : 0,
    THANKS.test(lower) ? 1 : 0,
    PLEASE.test(lower) ? 1 : 0,
    upperCase * ifPositive,
    upperCase * ifOther,
    elongatedWords > 0 ? ifPositive : 0,
    elongatedWords > 0 ? ifOther : 0,
    summary.contrasts > 0 ? 1 : 0,
    saturate(summary.positiveEmoticons, 1),
    saturate(summary.negativeEmoticons, 1),
    words <= 3 ? 1 : 0,
    saturate(words, 15),
    complained,
    complained * saturate(summary.positive, 3),
    phrases.some(({ valence }) => valence >= 0 && valence < 2) ? 1 : 0,
  ];
};
