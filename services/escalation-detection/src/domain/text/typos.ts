/** Words of the patterns, long enough that a typo rarely makes another word of them. */
const CORRECTABLE_WORDS =
  'account subscription representative operator assistant membership unauthorized fraudulent transaction cancellation customer service agent someone somebody human person refund cancel statement withdrawal supervisor manager'.split(
    ' ',
  );
/** Typos that are words themselves. */
const REAL_WORDS = new Set([
  'gent',
  'cancer',
  'canal',
  'refuned',
  'accounts',
  'agents',
  'humans',
  'persons',
  'hum',
  'perso',
  'manger',
  'costumer',
  'custom',
]);

const typosOf = (word: string): string[] => {
  const made: string[] = [];
  for (let i = 0; i < word.length; i++) {
    made.push(word.slice(0, i) + word.slice(i + 1));
    made.push(word.slice(0, i) + word.charAt(i) + word.slice(i));
    if (i + 1 < word.length) made.push(word.slice(0, i) + word.charAt(i + 1) + word.charAt(i) + word.slice(i + 2));
  }
  return made.filter(
    (typo) => typo !== word && typo.length > 3 && !REAL_WORDS.has(typo) && !CORRECTABLE_WORDS.includes(typo),
  );
};

/** Each typo (a letter missing, doubled, or two swapped) with the intended word. */
export const TYPO_CORRECTIONS: ReadonlyMap<string, string> = new Map([
  ...CORRECTABLE_WORDS.flatMap((word) => typosOf(word).map((typo) => [typo, word] as const)),
  ['hooman', 'human'],
  ['reprsentitive', 'representative'],
  ['representitive', 'representative'],
  ['costumer', 'customer'],
]);
