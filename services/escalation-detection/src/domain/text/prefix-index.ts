import { MAX_PREFIX_LENGTH } from '@warmline/text/prefixes';

const ids = new Map<string, number>();

/** The id of a prefix, shared by all detectors. */
export const prefixIdOf = (prefix: string): number => {
  const known = ids.get(prefix);
  if (known !== undefined) return known;
  ids.set(prefix, ids.size);
  return ids.size - 1;
};

/** Ids of the prefixes in a clause text, as far as any pattern has them. */
export const prefixIdsIn = (text: string): number[] => {
  const found: number[] = [];
  for (const word of text.split(' ')) {
    const whole = `${word} `;
    for (let letters = Math.min(MAX_PREFIX_LENGTH, whole.length); letters > 0; letters--) {
      const id = ids.get(whole.slice(0, letters));
      if (id !== undefined) found.push(id);
    }
  }
  return found;
};
