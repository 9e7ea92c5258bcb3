/** Forms of address, without their dot. Those that are given names as well ("Don") are not among them. */
const TITLES = new Set(
  `mr mrs ms miss mx dr dra prof professor doctor sir dame lady lord rev fr sr sra srta señor señora señorita herr frau dipl ing
  mme mlle mm monsieur madame mademoiselle m sheikh ustadh hon capt lt col sgt`.split(/\s+/),
);
const SUFFIXES = new Set('jr sr ii iii iv phd md mba msc bsc ma ba esq dds llm cpa'.split(' '));
/** Particles of family names, and words that begin a given name of two: no greeting begins or ends with one of them. */
const PARTICLES = new Set(
  `de del della di da do dos das du des la las le les lo los van von vom zu zum zur der den ter ten te 't op af av y e i san santa st
  saint al el bin ibn bint abu abd abdul abdel umm mac mc o d l`.split(/\s+/),
);
/** Family names of East Asia that are often written first, in Latin letters. Who has one is greeted by the full name. */
const FAMILY_FIRST = new Set(
  `nguyen tran pham le hoang huynh phan vu vo dang bui do ho ngo duong ly wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu
  hu guo lin gao luo kim lee park choi jung kang cho yoon jang lim han shin seo kwon hwang`.split(/\s+/),
);
const COMPANIES =
  /(?:^|[\s,])(?:inc|llc|ltd|limited|gmbh|ag|kg|ug|s\.?a\.?r?\.?l?|s\.?l|plc|corp|co|company|bv|b\.v|srl|spa|oy|ab)\.?$/iu;
const SEVERAL_PEOPLE = /\s(?:&|\+|and|und|y|et)\s/iu;
const PLACEHOLDERS =
  /^(?:guest|customer|user|visitor|client|anonymous|anonym|unknown|unbekannt|none|null|undefined|n\/?a|test|name|no name|gast|kunde|kundin|cliente|invitado|invité|inconnu|-+|\.+|\?+)$/iu;
/** An address, a link, a handle, a number or mark-up instead of a name. */
const NOT_A_NAME = /[@_/\\<>{}|=:;?!#*~^$%]|\d|\p{L}{2}\.\p{L}{2}/u;
const MAX_NAME_LENGTH = 60;

const bare = (word: string): string => word.toLowerCase().replace(/[.,'’]/gu, '');
const isTitle = (word: string): boolean => TITLES.has(bare(word));
/** "Ben" is a given name, "ben" a particle. */
const isParticle = (word: string): boolean =>
  word === 'ben' || PARTICLES.has(bare(word)) || /^[dl]['’]\p{L}/iu.test(word);
const isInitial = (word: string): boolean => /^(?:\p{L}\.?|(?:\p{L}\.-?)+)$/u.test(word);
const isShouted = (word: string): boolean =>
  word.length > 1 && word === word.toUpperCase() && word !== word.toLowerCase();
const isLatin = (text: string): boolean => /^[\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]+$/u.test(text);

const capitalized = (word: string): string =>
  word
    .toLowerCase()
    .replace(/(^|[-'’]|^mc)(\p{L})/gu, (_, before: string, letter: string) => before + letter.toUpperCase());
/** A word in capitals or small letters alone, as a name is written. Two capitals may be initials ("TJ"). */
const asWritten = (word: string, shouted: boolean): string => {
  const mc = /^mc(\p{L}+)$/iu.exec(word)?.[1];
  if (/^M[cC]\p{Lu}+$/u.test(word) && mc !== undefined) return `Mc${capitalized(mc)}`;
  return (isShouted(word) && (shouted || word.length > 2)) || word === word.toLowerCase() ? capitalized(word) : word;
};

/** "Lind, Mara" as "Mara Lind"; academic degrees and generations after a comma are dropped. */
const inReadingOrder = (name: string): { given: string; order: 'reading' | 'turned' } => {
  const parts = name.split(',').map((part) => part.trim());
  const [family = '', ...rest] = parts.filter(
    (part) => part !== '' && !part.split(/\s+/u).every((w) => SUFFIXES.has(bare(w))),
  );
  return rest.length === 0 ? { given: family, order: 'reading' } : { given: rest.join(' '), order: 'turned' };
};

/**
 * The name in a greeting: the given name where it is sure, else the full name, with the title where only a family name follows it.
 * Null where what was given is no name (an address, a number, "Guest") or only a title.
 */
export const greetingName = (name: string): string | null => {
  const clean = name
    .normalize('NFKC')
    .replace(/\([^)]*\)|\[[^\]]*\]|["“”„«»][^"“”„«»]*["“”„«»]/gu, ' ')
    .replace(/[\p{C}\p{Extended_Pictographic}]/gu, ' ')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[,\s]+$/u, '');
  if (clean === '' || clean.length > MAX_NAME_LENGTH || PLACEHOLDERS.test(clean) || NOT_A_NAME.test(clean)) return null;
  if (!/\p{L}/u.test(clean)) return null;
  if (!isLatin(clean) || COMPANIES.test(clean) || SEVERAL_PEOPLE.test(` ${clean} `)) return clean;
  const { given, order } = inReadingOrder(clean);
  const all = given.split(' ').filter((word, n) => n === 0 || !SUFFIXES.has(bare(word)));
  const words = all.slice(all.findIndex((word) => !isTitle(word)));
  const titles = all.slice(0, all.length - words.length);
  const [first = '', ...others] = all.every(isTitle) ? [] : words;
  if (first === '') return null;
  const shouted = all.every((word) => isInitial(word) || isShouted(word) || isTitle(word));
  if (order === 'turned') return isInitial(first) ? clean : asWritten(first, shouted);
  // A title before one word, or before a particle: that is the family name.
  const isFamilyName = others.length === 0 || isParticle(first) || isInitial(first);
  if (titles.length > 0 && isFamilyName) return all.join(' ');
  if (others.length === 0) return asWritten(first, shouted);
  if (isParticle(first) || isInitial(first) || FAMILY_FIRST.has(bare(first))) return clean;
  // "LIND Mara": a family name in capitals before the given name.
  const written = others.find((word) => !isShouted(word) && !isParticle(word));
  if (isShouted(first) && first.length > 2 && !shouted && written !== undefined && others.length === 1) return written;
  return asWritten(first, shouted);
};
