/**
 * Words by which somebody speaks: who, to whom, what is wanted, whether, when. Names, labels and codes have none of them. English, German,
 * Spanish, French, Italian, Portuguese, Dutch, Polish.
 */
const SPOKEN = new Set(
  `i'm i've i'll i'd me my mine myself we we've us our you your yours you're you've u ur he she him his her they them their this that these those it its it's
  why where when what who whom whose how which whether anyone anybody someone somebody nobody everyone everything nothing anything
  am is are was were be been being do does did done don't doesn't didn't can can't cannot could couldn't will won't would wouldn't should shall must have has had haven't hasn't isn't aren't cant dont wont didnt doesnt isnt wasnt arent havent hasnt couldnt wouldnt im ive thats youre whats hows wheres wasn't
  not no never ever again still now already today tomorrow yesterday always only even enough please pls yes very so too really seriously stop help answer give want need waiting waited
  keep keeps said told asked same here there else
  ich du er sie wir ihr mir mich dir dich uns euch mein meine meinen dein ihre unser ist sind war habe haben hatte kann können will wollen muss soll wird nicht nie kein keine nichts immer noch schon wieder jetzt endlich wo wann warum wieso wer was wie bitte das dass
  yo tú usted mi tu nos me se lo le es son está están era he ha han tengo tiene quiero quieren puedo puede no nunca nada ya ahora todavía siempre dónde donde cuándo cuando qué que quién cómo por porque esta este esto veces
  je tu il elle nous vous moi mon ma mes ton votre notre est sont était ai avez ont veux voulez peux pouvez ne pas jamais rien encore toujours déjà maintenant c'est n'est j'ai j'attends c'était qu'est où quand pourquoi qui quoi comment que ce cette ça suis être
  io mio mia tuo è sono ho hai non niente ancora adesso dove quando perché chi cosa come voglio
  eu meu minha seu não nunca nada ainda agora onde quando quero você
  ik mij mijn jij jullie uw niet nooit niets nu waar wanneer waarom wil heb
  gdzie jest moja mój moje nie dlaczego kiedy proszę`.split(/\s+/),
);
/** Words of dismay. */
const DISMAY = new Set(
  `angry awful bad broken crap damn disgrace disgraceful disgusting dreadful fail failed fed furious garbage hate horrible hopeless incompetent insane joke lie liar liars lies lost mad pathetic rubbish shame
  shocking sick terrible tears unacceptable unbelievable useless worst worse wrong true nonsense fault ridiculous absolutely completely totally twice third immediately asap urgent
  absolut frechheit katastrophe schlecht unverschämt sofort vergüenza inaceptable peor mal honte inadmissible inacceptable nul scandaleux`.split(
    /\s+/,
  ),
);
/** Words that shout only where they stand alone between others: in a row they are an order ("TWO COKES"). */
const STRESSED_ALONE = new Set(
  'one two three all every any more hard long money refund time person human idiots idiot cares'.split(' '),
);
/** A single word in capitals between others that has such an ending is said with stress, and is no name. */
const STRESSED = /\p{L}{3}(?:ed|ing|ly|ous|able|ible|est|less|ful)$/u;

const plain = (word: string): string => word.toLowerCase().replaceAll('’', "'");

/** True for words of speech or dismay, whatever their case. */
export const isSpoken = (word: string): boolean => SPOKEN.has(plain(word)) || DISMAY.has(plain(word));

export const isStressed = (word: string): boolean =>
  isSpoken(word) || STRESSED_ALONE.has(plain(word)) || STRESSED.test(plain(word));
