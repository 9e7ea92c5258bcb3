/** Characters of a prefix, the end of the word included. Longer prefixes would not separate more patterns. */
export const MAX_PREFIX_LENGTH = 3;
/** A pattern with more prefixes is tried on all clauses. */
const MAX_PREFIXES = 600;

/** A start of a match. `isExtendable`: the characters that follow belong to it too. */
interface Prefix {
  readonly text: string;
  readonly isExtendable: boolean;
}

const EMPTY_PREFIX: readonly Prefix[] = [{ text: '', isExtendable: true }];
const ANY_PREFIX: readonly Prefix[] = [{ text: '', isExtendable: false }];

/** A prefix ends with its first word. */
const truncate = (text: string): string => {
  const word = text.indexOf(' ') + 1;
  return text.slice(0, Math.min(MAX_PREFIX_LENGTH, word === 0 ? MAX_PREFIX_LENGTH : word));
};

const concatenate = (before: readonly Prefix[], next: readonly Prefix[]): Prefix[] => {
  const all = new Map<string, Prefix>();
  const put = (prefix: Prefix): void => void all.set(`${prefix.text}${prefix.isExtendable ? '+' : ''}`, prefix);
  for (const one of before) {
    if (!one.isExtendable) put(one);
    else
      for (const { text, isExtendable } of next) {
        const whole = truncate(one.text + text);
        put({ text: whole, isExtendable: isExtendable && whole.length < MAX_PREFIX_LENGTH && !whole.endsWith(' ') });
      }
  }
  return [...all.values()];
};

const DIGIT_PREFIXES: readonly Prefix[] = [...'0123456789'].map((text) => ({ text, isExtendable: true }));

/** The characters of a class that lists them one by one or as digits; any character for other classes. */
const characterClassPrefixes = (inside: string): readonly Prefix[] => {
  const named = inside.replace('0-9', '0123456789').replace('\\d', '0123456789');
  if (named.startsWith('^') || /[\\-]/.test(named)) return ANY_PREFIX;
  return [...named].map((text) => ({ text, isExtendable: true }));
};

/**
 * The prefixes of all matches of a regular expression: at most three characters of the first word, a space for the end of the word.
 * Null where a match may start with anything. Supports alternatives, groups, classes, quantifiers and look-arounds.
 */
export const prefixesOf = (source: string): readonly string[] | null => {
  let at = 0;

  const alternatives = (): Prefix[] => {
    const all = [...sequence()];
    while (source[at] === '|') {
      at += 1;
      all.push(...sequence());
    }
    return all;
  };

  const sequence = (): readonly Prefix[] => {
    let prefixes: readonly Prefix[] = EMPTY_PREFIX;
    while (at < source.length && source[at] !== '|' && source[at] !== ')')
      prefixes = concatenate(prefixes, quantified());
    return prefixes;
  };

  const quantified = (): readonly Prefix[] => {
    const one = item();
    const times = /^(?:[?*+]|\{\d+(?:,\d*)?\})\??/.exec(source.slice(at, at + 12))?.[0];
    if (times === undefined) return one;
    at += times.length;
    const once = times.startsWith('?') ? one : one.map(({ text }) => ({ text, isExtendable: false }));
    return /^(?:[?*]|\{0)/.test(times) ? [...once, ...EMPTY_PREFIX] : once;
  };

  const item = (): readonly Prefix[] => {
    const char = source[at] ?? '';
    at += 1;
    if (char === '(') {
      const kind = /^\?(?:[:=!]|<[=!])/.exec(source.slice(at, at + 3))?.[0] ?? '';
      at += kind.length;
      const inside = alternatives();
      at += 1;
      return kind === '?:' || kind === '' ? inside : EMPTY_PREFIX;
    }
    if (char === '[') {
      const end = source.indexOf(']', at);
      const inside = source.slice(at, end);
      at = end + 1;
      return characterClassPrefixes(inside);
    }
    if (char === '\\') {
      const escaped = source[at] ?? '';
      at += 1;
      if (escaped === 'd') return DIGIT_PREFIXES;
      if (escaped === 'b') return EMPTY_PREFIX;
      return /[a-zA-Z]/.test(escaped) ? ANY_PREFIX : [{ text: escaped, isExtendable: true }];
    }
    if (char === '^' || char === '$') return EMPTY_PREFIX;
    return char === '.' ? ANY_PREFIX : [{ text: char, isExtendable: true }];
  };

  const prefixes = [...new Set(alternatives().map(({ text }) => text))];
  return prefixes.includes('') || prefixes.length > MAX_PREFIXES ? null : prefixes;
};
