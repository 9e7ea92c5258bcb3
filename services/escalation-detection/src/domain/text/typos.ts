/** Words that detectors look for, long enough that a slip of the finger makes no other word of them. */
const CORRECTABLE_WORDS =
  'account subscription representative operator assistant membership unauthorized fraudulent transaction cancellation customer service agent someone somebody human person refund cancel statement withdrawal supervisor manager'.split(
    ' ',
  );
/** Slips that are words themselves. */
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
    (slip) => slip !== word && slip.length > 3 && !REAL_WORDS.has(slip) && !CORRECTABLE_WORDS.includes(slip),
  );
};

/** Each slip (a letter left out, doubled, or two swapped) with the word that was meant. */
export const TYPO_CORRECTIONS: ReadonlyMap<string, string> = new Map([
  ...CORRECTABLE_WORDS.flatMap((word) => typosOf(word).map((slip) => [slip, word] as const)),
  ['hooman', 'human'],
  ['reprsentitive', 'representative'],
  ['representitive', 'representative'],
  ['costumer', 'customer'],
]);
