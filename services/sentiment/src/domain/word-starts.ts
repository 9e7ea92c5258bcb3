import { MAX_PREFIX_LENGTH, prefixesOf } from '@warmline/text/prefixes';

/** A pattern, and what its matches mean. */
export interface Alternative<Meaning> {
  readonly pattern: string;
  readonly meaning: Meaning;
}
interface Found<Meaning> {
  readonly match: RegExpExecArray;
  readonly meaning: Meaning;
}
interface Entry<Meaning> {
  readonly regex: RegExp;
  readonly meaning: Meaning;
  readonly prefixes: readonly string[] | null;
}

/** The parts of a pattern between the `|` outside of its groups and classes. */
const partsOf = (pattern: string): string[] => {
  const parts: string[] = [];
  let [depth, from, inClass] = [0, 0, false];
  for (let i = 0; i < pattern.length; i++) {
    const char = pattern[i];
    if (char === '\\') i++;
    else if (inClass) inClass = char !== ']';
    else if (char === '[') inClass = true;
    else if (char === '(') depth++;
    else if (char === ')') depth--;
    else if (char === '|' && depth === 0) {
      parts.push(pattern.slice(from, i));
      from = i + 1;
    }
  }
  return [...parts, pattern.slice(from)];
};

const isWordCode = (code: number): boolean =>
  (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 95;

/**
 * Finds the first of many patterns at each start or end of a word (`\b`), without overlaps. A pattern is tried only where the text has one of the
 * prefixes of its matches. `around` stands before and after each.
 */
export const atWordStarts = <Meaning>(
  alternatives: readonly Alternative<Meaning>[],
  around: readonly [before: string, after: string] = ['', ''],
) => {
  const entries = alternatives.flatMap(({ pattern, meaning }) =>
    partsOf(pattern).map(
      (part): Entry<Meaning> => ({
        regex: new RegExp(`${around[0]}(?:${part})${around[1]}`, 'y'),
        meaning,
        prefixes: prefixesOf(part.replaceAll(/\(\?<[a-z]+>/g, '(?:')),
      }),
    ),
  );
  const entriesFor = (start: string) =>
    entries.filter(({ prefixes }) => prefixes?.some((prefix) => start.startsWith(prefix)) ?? true);
  const byStart = new Map(entries.flatMap(({ prefixes }) => prefixes ?? []).map((start) => [start, entriesFor(start)]));
  const anywhere = entriesFor('');
  /** By the longest known prefix, which has the entries of the shorter ones too. */
  const entriesAt = (text: string, at: number): readonly Entry<Meaning>[] => {
    for (let length = MAX_PREFIX_LENGTH; length > 0; length--) {
      const found = byStart.get(text.slice(at, at + length));
      if (found !== undefined) return found;
    }
    return anywhere;
  };
  return (text: string): Found<Meaning>[] => {
    const found: Found<Meaning>[] = [];
    let wasWord = false;
    let next = 0;
    for (let i = 0; i < text.length; i++) {
      const isWord = isWordCode(text.charCodeAt(i));
      const isBoundary = isWord !== wasWord;
      wasWord = isWord;
      if (!isBoundary || i < next) continue;
      for (const { regex, meaning } of entriesAt(text, i)) {
        regex.lastIndex = i;
        const match = regex.exec(text);
        if (match === null || match[0] === '') continue;
        found.push({ match, meaning });
        next = i + match[0].length;
        break;
      }
    }
    return found;
  };
};
