/**
 * English or nothing: the lexicon knows no other language, and a guess would be wrong without a sign of it.
 * English = letters mostly ASCII, at least one English function or valued word, and no more foreign function words than English ones.
 */
export const isEnglish = (text: string, words: readonly string[], valued: number): boolean => {
  let ascii = 0;
  let other = 0;
  for (const letter of text.match(/\p{L}/gu) ?? []) {
    if (letter < '\u0080') ascii++;
    else other++;
  }
  if (ascii === 0 || other > ascii * 0.1) return false;
  let english = valued;
  let foreign = 0;
  for (const word of words) {
    if (functionWords.has(word)) english++;
    else if (foreignWords.has(word)) foreign++;
  }
  return english > foreign && (words.length < 8 || english * 8 >= words.length);
};

const functionWords: ReadonlySet<string> = new Set(
  (
    'i you he she it we they me my your our their this that these those is are was were be been am do does did have has had can could ' +
    'will would should not no yes and or but so if when where what why how who which the a an to of in on for with from at by about up out get got ' +
    "want need help please thanks thank hi hello hey order account card refund order there here just now again don't can't i'm it's i've didn't isn't " +
    'cancel payment money password bill charge charged flight service customer agent human person talk speak work working number email phone ' +
    'still never nothing always than then too also some any all as ok okay good bad let make know go ' +
    "bye sure morning evening night balance purchase new yeah yep nope product delivery invoice question price open close change update today yesterday tomorrow u ur im dont cant won't"
  ).split(' '),
);
/** German, Spanish, French, Italian, Portuguese, Dutch; none of them an English word one would write to a service. */
const foreignWords: ReadonlySet<string> = new Set(
  (
    'der das und ist nicht ich sie wir ein eine einen mein meine ihr mit auf für von zu wie wo warum kann haben habe bitte danke den dem es noch ' +
    'el la los las de que y en un una por para con mi su es está estoy quiero necesito pero gracias porque cómo dónde muy qué ' +
    'le les des et est pas je vous nous mon ma votre dans pour avec sur ne suis merci bonjour où ce cette une au du ' +
    'il lo gli di che non sono per il mio è questo grazie ciao voglio os um uma não com meu minha eu você obrigado preciso da na ' +
    'de het een niet ik mijn van op te dat wat hoe waar bedankt geen maar'
  ).split(' '),
);
