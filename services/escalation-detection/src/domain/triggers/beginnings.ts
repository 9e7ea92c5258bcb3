/** Letters of a word that are looked at, its end included: more would part no more patterns. */
const LETTERS = 3;
/** A pattern that may begin in more ways is tried everywhere. */
const MOST = 600;

/** What a match may begin with; `open`: what follows belongs to it too. */
interface Start {
  readonly text: string;
  readonly open: boolean;
}

const NOTHING: readonly Start[] = [{ text: '', open: true }];
const ANYTHING: readonly Start[] = [{ text: '', open: false }];

/** A beginning ends with its first word. */
const cut = (text: string): string => {
  const word = text.indexOf(' ') + 1;
  return text.slice(0, Math.min(LETTERS, word === 0 ? LETTERS : word));
};

const joined = (before: readonly Start[], next: readonly Start[]): Start[] => {
  const all = new Map<string, Start>();
  const put = (start: Start): void => void all.set(`${start.text}${start.open ? '+' : ''}`, start);
  for (const one of before) {
    if (!one.open) put(one);
    else
      for (const { text, open } of next) {
        const whole = cut(one.text + text);
        put({ text: whole, open: open && whole.length < LETTERS && !whole.endsWith(' ') });
      }
  }
  return [...all.values()];
};

const DIGITS: readonly Start[] = [...'0123456789'].map((text) => ({ text, open: true }));

/** The characters of a class that names them one by one or as digits; any, where it excludes or spans more. */
const classStarts = (inside: string): readonly Start[] => {
  const named = inside.replace('0-9', '0123456789').replace('\\d', '0123456789');
  if (named.startsWith('^') || /[\\-]/.test(named)) return ANYTHING;
  return [...named].map((text) => ({ text, open: true }));
};

/**
 * What a match of a regular expression may begin with: at most three letters of its first word, a blank for the word's end; null when
 * it may be anything. Knows what detectors write: alternatives, groups, classes, quantifiers, look-arounds.
 */
export const beginningsOf = (source: string): readonly string[] | null => {
  let at = 0;

  const alternatives = (): Start[] => {
    const all = [...sequence()];
    while (source[at] === '|') {
      at += 1;
      all.push(...sequence());
    }
    return all;
  };

  const sequence = (): readonly Start[] => {
    let starts: readonly Start[] = NOTHING;
    while (at < source.length && source[at] !== '|' && source[at] !== ')') starts = joined(starts, quantified());
    return starts;
  };

  const quantified = (): readonly Start[] => {
    const one = item();
    const times = /^(?:[?*+]|\{\d+(?:,\d*)?\})\??/.exec(source.slice(at, at + 12))?.[0];
    if (times === undefined) return one;
    at += times.length;
    const once = times.startsWith('?') ? one : one.map(({ text }) => ({ text, open: false }));
    return /^(?:[?*]|\{0)/.test(times) ? [...once, ...NOTHING] : once;
  };

  const item = (): readonly Start[] => {
    const char = source[at] ?? '';
    at += 1;
    if (char === '(') {
      const kind = /^\?(?:[:=!]|<[=!])/.exec(source.slice(at, at + 3))?.[0] ?? '';
      at += kind.length;
      const inside = alternatives();
      at += 1;
      return kind === '?:' || kind === '' ? inside : NOTHING;
    }
    if (char === '[') {
      const end = source.indexOf(']', at);
      const inside = source.slice(at, end);
      at = end + 1;
      return classStarts(inside);
    }
    if (char === '\\') {
      const escaped = source[at] ?? '';
      at += 1;
      if (escaped === 'd') return DIGITS;
      if (escaped === 'b') return NOTHING;
      return /[a-zA-Z]/.test(escaped) ? ANYTHING : [{ text: escaped, open: true }];
    }
    if (char === '^' || char === '$') return NOTHING;
    return char === '.' ? ANYTHING : [{ text: char, open: true }];
  };

  const starts = [...new Set(alternatives().map(({ text }) => text))];
  return starts.includes('') || starts.length > MOST ? null : starts;
};

const ids = new Map<string, number>();

/** The number of a beginning, the same for all detectors. */
export const beginningId = (beginning: string): number => {
  const known = ids.get(beginning);
  if (known !== undefined) return known;
  ids.set(beginning, ids.size);
  return ids.size - 1;
};

/** The beginnings that some pattern has and that stand in a plain text, by number. */
export const beginningsIn = (text: string): number[] => {
  const found: number[] = [];
  for (const word of text.split(' ')) {
    const whole = `${word} `;
    for (let letters = Math.min(LETTERS, whole.length); letters > 0; letters--) {
      const id = ids.get(whole.slice(0, letters));
      if (id !== undefined) found.push(id);
    }
  }
  return found;
};
