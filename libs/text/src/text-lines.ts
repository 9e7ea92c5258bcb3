/** A line of a text: its offsets, without the line break, and its words without surrounding blanks. */
export interface Line {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export const linesOf = (text: string): Line[] => {
  const lines: Line[] = [];
  let from = 0;
  for (;;) {
    const end = text.indexOf('\n', from);
    const to = end < 0 ? text.length : end;
    lines.push({ from, to, text: text.slice(from, to).trim() });
    if (end < 0) return lines;
    from = end + 1;
  }
};

export const hasWords = (text: string): boolean => /[\p{L}\p{N}]/u.test(text);

/** The customer speaks of themselves, in English, German, Spanish, French or Arabic. */
export const FIRST_PERSON =
  /(?<![\p{L}\p{N}])(?:i|i['’]\p{L}+|me|my|we|our|us|ich|mein\p{L}*|mich|mir|wir|unser\p{L}*|uns|yo|mi|mis|nosotros|quiero|necesito|je|j['’]\p{L}+|mon|ma|mes|nous|notre|moi|أنا|نحن|أريد|اريد|أحتاج|لدي)(?![\p{L}\p{N}])/iu;
