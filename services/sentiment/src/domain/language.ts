import { valenceOf } from './lexicon.ts';

/**
 * The language of a text by its script or its most common words, else `und` (ISO 639-2: undetermined). Routing uses the language, so it is
 * never guessed. English: mostly ASCII letters, and more English-only words (`englishWords`: rated words and complaints) than words of
 * any other language.
 */
export const languageOf = (text: string, words: readonly string[], understood: number): string => {
  let [ascii, latin, other] = [0, 0, 0];
  const scripts = new Map<string, number>();
  for (const [letter] of text.matchAll(/\p{L}/gu)) {
    if (letter < '\u0080') ascii++;
    else if (letter < '\u0250') latin++;
    else {
      other++;
      const script = scriptOf(letter);
      if (script !== undefined) scripts.set(script, (scripts.get(script) ?? 0) + 1);
    }
  }
  if (other > ascii + latin) return byScript(scripts, text);
  if (ascii === 0) return 'und';
  let [strong, weak] = [understood, 0];
  const foreign = new Map<string, number>();
  for (const word of words) {
    if (sharedWords.has(word)) {
      weak++;
      if (cognates.has(word) && (valenceOf(word) ?? 0) !== 0) strong--;
    } else if (functionWords.has(word) || ENGLISH_ENDING.test(word)) strong++;
    for (const language of foreignWords.get(word) ?? []) foreign.set(language, (foreign.get(language) ?? 0) + 1);
  }
  const most = Math.max(0, ...foreign.values());
  const plain = latin + other <= ascii * 0.2;
  const enough = strong > most && (words.length < 8 || (strong + weak) * 8 >= words.length);
  if (plain && (enough || (most === 0 && weak > 0 && strong + weak >= words.length))) return 'en';
  const named = [...foreign].filter(([, count]) => count === most).map(([language]) => language);
  return most > strong - understood && named.length === 1 ? (named[0] ?? 'und') : 'und';
};

/** An ending that only English has among these languages. */
const ENGLISH_ENDING = /^[a-z]{3,}(?:ly|n't)$/;
/** Words that English shares with other languages: they count for English only where all words are known. */
const cognates: ReadonlySet<string> = new Set(
  'terrible horrible excellent problem problems super impossible important bravo total normal urgent fatal no error'.split(
    ' ',
  ),
);
const sharedWords: ReadonlySet<string> = new Set([
  ...cognates,
  ...'me service we he so am was in on do as a person agent human email transfer password internet wifi router app website ok bag account chat'.split(
    ' ',
  ),
]);

const scripts: readonly (readonly [string, RegExp])[] = [
  ['kana', /\p{Script=Hiragana}|\p{Script=Katakana}/u],
  ['zh', /\p{Script=Han}/u],
  ['ko', /\p{Script=Hangul}/u],
  ['cyrillic', /\p{Script=Cyrillic}/u],
  ['el', /\p{Script=Greek}/u],
  ['he', /\p{Script=Hebrew}/u],
  ['th', /\p{Script=Thai}/u],
];
const scriptOf = (letter: string): string | undefined => scripts.find(([, pattern]) => pattern.test(letter))?.[0];

/** A script of one language identifies it. Cyrillic needs letters that only Russian or only Ukrainian has. */
const byScript = (found: ReadonlyMap<string, number>, text: string): string => {
  if (found.has('kana')) return 'ja';
  const [script] = [...found].sort(([, a], [, b]) => b - a)[0] ?? ['und'];
  if (script !== 'cyrillic') return script;
  if (/[іїєґ]/i.test(text)) return 'uk';
  return /[ыэё]/i.test(text) ? 'ru' : 'und';
};

const functionWords: ReadonlySet<string> = new Set(
  (
    'i you he she it we they me my your our their this that these those is are was were be been am do does did have has had can could ' +
    'will would should not no yes and or but so if when where what why how who which the a an to of in on for with from at by about up out get got ' +
    "want need help please thanks thank hi hello hey order account card refund order there here just now again don't can't i'm it's i've didn't isn't " +
    'cancel payment money password bill charge charged flight service customer agent human person talk speak work working number email phone ' +
    'still never nothing always than then too also some any all as ok okay good bad let make know go bag hours waiting nobody someone call website app its thats been very more only ' +
    'every everywhere each other one two three four five six seven ten half day days week weeks month months year hour minute minutes time times today tonight ' +
    'edit details recover signal network photo news show car heading waiting coming going doing trying getting having looking dropping rebooting using moving nothing ' +
    'stop done sent later maybe soon way back down off over under before after while during until since last next first second third same another many much few ' +
    'home thing things something anything because were into than them him her his as only even ever yet again keep keeps got gets give given see says said tell told ' +
    'called try tried using used use like look looking really very fast quick small big long short old great without within small dm stars store shop line wifi internet router phone calls fees hidden ' +
    "bye sure morning evening night balance purchase new yeah yep nope product delivery invoice question price open close change update today yesterday tomorrow u ur im dont cant won't"
  ).split(' '),
);

/** Common words of each language that do not occur in English service messages; a word may belong to several languages. */
const commonWords: Readonly<Record<string, string>> = {
  de: 'der das und ist nicht ich sie wir ein eine einen mein meine ihr mit auf für von zu wie wo warum kann haben habe bitte danke den dem es noch sind wurde wird aber kein keine wann schlecht schlechter schlechte paket bestellung rechnung kündigen konto nie mehr immer kam',
  es: 'el la los las que y en un una por para con mi su es está estoy quiero necesito pero gracias porque cómo dónde muy qué hola cuándo servicio cuenta pedido paquete llega funciona pésimo nada nunca mal',
  fr: "le la les des et est pas je vous nous mon ma votre dans pour avec sur ne suis merci bonjour où ce cette une au du j'ai c'est comment quand pourquoi un en mauvais mauvaise colis commande compte annuler toujours jamais rien n'est pas",
  it: 'il lo la gli di che non sono per il mio è questo grazie ciao voglio un una dove perché come quando del della con ho servizio pessimo ordine pacco conto arrivato mai',
  pt: 'os um uma não com meu minha eu você obrigado obrigada preciso da na o é onde quando meus está que para olá por serviço pedido conta encomenda péssimo chegou nunca',
  nl: 'de het een niet ik mijn van op te dat wat hoe waar bedankt geen maar en is wanneer kan heb zijn bestelling rekening pakket slecht slechte annuleren nooit niets',
  pl: 'nie jest się to mam moje mój gdzie proszę dziękuję jak czy kiedy chcę dlaczego',
  sv: 'och är inte jag det att min mitt var tack hur när varför har vill kan på',
  tr: 've bir bu için değil nerede benim teşekkürler lütfen nasıl ne zaman siparişim var',
};
/** Words that are English too count for no language. */
const foreignWords: ReadonlyMap<string, readonly string[]> = (() => {
  const made = new Map<string, string[]>();
  for (const [language, words] of Object.entries(commonWords))
    for (const word of new Set(words.split(' '))) {
      if (functionWords.has(word)) continue;
      made.set(word, [...(made.get(word) ?? []), language]);
    }
  return made;
})();
