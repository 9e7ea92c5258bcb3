/** A word in a message: its place, and what stands around it. */
export interface WordInText {
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

const BEFORE = 80;
const AFTER = 40;
/** Cues count within so many characters, so that the cost of a word does not depend on the length of the message. */
const NEARBY = 300;
const sides = ({ text, at, end }: WordInText) => ({
  written: text.slice(at, end),
  before: text.slice(Math.max(0, at - BEFORE), at),
  after: text.slice(end, end + AFTER),
  nearby: text.slice(Math.max(0, at - NEARBY), end + NEARBY),
});

const FILLER =
  '(?:are|r|is|was|were|all|guys|lot|people|such|an?|the|absolute|total|complete|utter|bunch|pack|load|of|fucking|bloody|stupid|useless|little|big|fat|lazy|dumb|lying|just|so|being|real|massive)';
const CALLED = new RegExp(
  [
    `\\b(?:you|u)(?:['’]?re| are| r)(?:\\s+${FILLER})*\\s+$`,
    `(?:^|[,.!?;:]\\s*|\\b(?:fuck|screw|damn|shut up|by|from|of|hey|oi|because|than)\\s+)you(?:\\s+${FILLER})*\\s+$`,
    `\\b(?:they|he|she|driver|bot|staff|manager|company|courier|agent)(?:['’]?re|['’]s| are| is| was| were)(?:\\s+${FILLER})+\\s+$`,
    `\\b(?:such|what|be|being|like) an?(?:\\s+${FILLER})*\\s+$`,
    `\\b(?:absolute|total|complete|utter|stupid|useless|lying|lazy|thieving|fucking)\\s+$`,
    `\\b(?:suck(?:ing)?(?: on)? (?:my|a)|show me your|eat a|bag of|bunch of|load of|pack of|pain in the|kiss my|lick my|up your|off your|move your)\\s+$`,
  ].join('|'),
  'iu',
);
const CALLED_BEHIND = /^\s+(?:move|head|off)\b/iu;

/** Somebody is called so. */
export const isCalled = (word: WordInText): boolean => {
  const { before, after } = sides(word);
  return CALLED.test(before) || CALLED_BEHIND.test(after);
};

const CODE_BEFORE =
  /\b(?:codes?|part|model|order|airport|ref(?:erence)?|number|no|flight|fly|flying|sku|plate|article|chip|class|standard|gate|type|size)\b[^.!?]{0,25}$/iu;
const CODE_BEHIND =
  /^(?:[\s-]*\d|\s+(?:EN|ISO|IEC)\b|\s+(?:tablets?|airport|degrees?|diplomas?|standard|plugs?|codes?|bearings?)\b|\s+in (?:\p{L}+ )?(?:science|engineering|studies|arts|nursing|mathematics|physics|biology|chemistry)\b)/iu;
/** A short word in capitals among others that are not: an abbreviation or a code. */
const isCode = ({ written, before, after, nearby }: ReturnType<typeof sides>): boolean =>
  written.length <= 4 &&
  written === written.toUpperCase() &&
  /\p{Ll}{2}/u.test(nearby) &&
  (CODE_BEFORE.test(before) || CODE_BEHIND.test(after));

const NAME_BEFORE =
  /(?:\b(?:[Nn]ame(?:['’]s| is)?|[Ss]urname(?: is)?|[Cc]alled|[Nn]amed|Mr|Mrs|Ms|Miss|Dr|Prof|[Hh]older|[Aa]sk for|[Dd]ear|I am|I['’]m|Herr|Frau|[Nn]achname|Name ist|[Nn]om (?:de famille )?est|Madame|Monsieur|[Mm]e llamo|[Aa]pellido|[Ss]eñora?)\.?,?\s+)(?:is\s+|ist\s+|es\s+)?(?:\p{Lu}[\p{L}.'-]*\s+)*$/u;
const PLACE_BEFORE =
  /\b(?:in|to|from|near|at|of|nach|bei|aus|à|de|en)\s+$|\b(?:village|town|city|place|mountain)\b[^.!?]{0,20}$/u;
const PLACE_BEHIND =
  /^,\s*(?:in\s+)?\p{Lu}|^\s+(?:in|near)\s+\p{Lu}|^\s+is a (?:village|town|place|mountain)|^\s*[.?!]?$/u;

const WORK =
  '(?:[Aa]udio ?[Bb]ooks?|[Bb]ooks?|[Nn]ovel|[Cc]omics?|[Ff]ilms?|[Mm]ovie|[Ss]ongs?|[Aa]lbum|[Bb]and|[Ss]how|[Pp]lay|[Gg]ame|[Ss]eries|[Bb]uch|[Rr]oman|[Ll]ibro|[Pp]elícula|[Ll]ivre|[Dd]isque|[Cc]hanson)';
const WORK_NAMED = new RegExp(
  `\\b${WORK}(?: is| was)?(?: called| named)?[,:]?\\s+["“„«'‘]?\\s?(?:The|An?|Go|How|El|La|Los|Las|Un|Una|Le|Les|Une|Der|Die|Das|Ein|Am|Im)\\s[^.!?]*$`,
  'u',
);
const WORK_CUE = new RegExp(
  `\\b(?:${WORK}|dvd|blu-?ray|4k|cd|vinyl|hardback|hardcover|paperback|tickets?|screening|posters?|in print|in stock|auf DVD|episode|vol(?:ume)?|edition|soundtrack|shirt|mix|wine|bottle|case|coffee|beans|catalogue|author|hotel|file)\\b`,
  'iu',
);
const CAPITALISED = /^\p{Lu}/u;
const NAME_BESIDE_BEFORE =
  /(?<!\p{L})(?!(?:You|Your|The|This|That|What|It|Is|Du|Ihr|Sie|Ein|Das|Was|So|Oh|My|No|Hey|Oi|And|But|Eres|Qué|Vaya|Quel|Quelle|Mais)[ -])\p{Lu}[\p{Ll}’'-]+[ -]$/u;
const NAME_BESIDE_BEHIND = /^[ -](?:(?:of|y|de|du|von) )?\p{Lu}[\p{Ll}’'-]/u;
const BY_AUTHOR = /^(?:\s\p{Lu}[\p{L}’'*-]*)*\s+by\s+\p{Lu}/u;
/** Three words with capitals and a small one between them: written as a title. */
const TITLE_CASE =
  /(?:\p{Lu}[\p{Ll}’'-]+ (?:(?:of|the|an?|and|in|to|for|not|my) )*){2,}\p{Lu}[\p{Ll}’'-]+ (?:(?:of|the|an?|and|in|to|for|my) )+$|(?:of|the|an?|and|in|to|for) \p{Lu}[\p{Ll}’'-]+ (?:\p{Lu}[\p{Ll}’'-]+ )+(?:an?|the)? ?$/u;
/** Some write all their words with capitals; they speak of themselves or of the company. */
const PRONOUN = /\b(?:My|Your|You|I|We|Me|Us|Our|They|He|She)\b/;
const TWO_CAPITALISED = /(?:\p{Lu}[\p{L}’'-]* ){2,}$/u;
const opensSentence = (before: string): boolean => /(?:^|[.!?\n])\s*["“„«'‘]?\s*$/u.test(before);
/** Within quotation marks together with another capitalised word, or alone. */
const isQuotedTitle = ({ before, after }: ReturnType<typeof sides>): boolean =>
  /(?:^|[\s(])["“„«'‘]\s?(?:\p{Lu}[^"“”„«»\n]*)?$/u.test(before) &&
  /^[^"“”„«»\n]{0,40}["”“»'’](?:[\s,.?!)]|$)/u.test(after);

const NAMED_WORK = new RegExp(`^\\s\\p{Lu}[\\p{L}’'-]+ (?:\\p{Lu}|${WORK}\\b|tickets?|concert)`, 'u');

/** A word of a title or a name of several words. Words that are not part of names need the kind of work in the message too. */
const isTitle = (around: ReturnType<typeof sides>, isPartOfNames: boolean): boolean => {
  const { written, before, after, nearby } = around;
  if (WORK_NAMED.test(before)) return true;
  const isWork = WORK_CUE.test(nearby);
  if (isWork && isQuotedTitle(around)) return true;
  if (!CAPITALISED.test(written) || written === written.toUpperCase()) return false;
  const isBeside = NAME_BESIDE_BEFORE.test(before) || NAME_BESIDE_BEHIND.test(after);
  const isWritten = !PRONOUN.test(before) && (TITLE_CASE.test(before) || (isWork && TWO_CAPITALISED.test(before)));
  if (isWritten || BY_AUTHOR.test(after)) return true;
  const isNamed = NAMED_WORK.test(after);
  return isBeside && (isPartOfNames || (isWork && (isNamed || !opensSentence(before))));
};

/** Words of trades and animals, with what must stand in the message. */
const TRADE: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^bloody$/i,
    /\bbloody (?:marys?|bay|sunday|caesar|roar|noses?|stools?|knees?|urine|diarrh\w+|discharge|mucus|wounds?|gums?|toes?|fingers?|lips?|eyes?)\b|\b(?:nose|stool|knee|urine|wound|gums?|toe|finger|lip|eye) (?:is|was|are|were) bloody\b/i,
  ],
  [/^bastards?$/i, /\bbastard(?:s)? (?:file|title|sword|sugar|wing|toadflax|amber|halibut)\b/i],
  [
    /^bitch(?:es)?$/i,
    /\b(?:dogs?|pupp(?:y|ies)|whelp\w*|litter|breed\w*|kennels?|spay\w*|vet|in heat|labrador|terrier|spaniel|poodle|retriever|planet)\b/i,
  ],
  [/^ass(?:es)?$/i, /\b(?:wild|donkeys?|mules?|bible|nubian|figures?|petting)\b/i],
  [/^craps?$/i, /\bcraps? (?:\w+ )?tables?\b|\bcraps\b/i],
  [/^wank$/i, /\b(?:mountain|garmisch|cable car)\b/i],
  [/^sluts?$/i, /\bslut ?walk\b/i],
  [/^hell$/i, /\bhell (?:of a|yes|or high water)\b|\bhell, \p{Lu}/iu],
];

/** A name, place, title, code or word of a trade, and nobody is called so. */
export const isHarmlessUse = (word: WordInText, isPartOfNames: boolean): boolean => {
  if (isCalled(word)) return false;
  const around = sides(word);
  const { written, before, after } = around;
  return (
    isCode(around) ||
    (CAPITALISED.test(written) &&
      written !== written.toUpperCase() &&
      (NAME_BEFORE.test(before) || (PLACE_BEFORE.test(before) && PLACE_BEHIND.test(after)))) ||
    isTitle(around, isPartOfNames) ||
    TRADE.some(([of, context]) => of.test(written) && context.test(around.nearby))
  );
};
