/** UTF-16 offsets of a text: first unit, and the one after the last. */
export type Span = readonly [from: number, to: number];

/** In order and without overlaps. */
export const mergeSpans = (spans: readonly Span[]): Span[] => {
  const merged: [number, number][] = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else merged.push([from, to]);
  }
  return merged;
};

/** The parts of a text of `length` units outside of merged spans. */
export const outside = (length: number, spans: readonly Span[]): Span[] => {
  const left: Span[] = [];
  let at = 0;
  for (const [from, to] of spans) {
    if (from > at) left.push([at, from]);
    at = to;
  }
  if (at < length) left.push([at, length]);
  return left;
};

/** The text with spans replaced by blanks, so that offsets stay; line breaks are kept. */
export const blank = (text: string, spans: readonly Span[]): string => {
  if (spans.length === 0) return text;
  let out = '';
  let at = 0;
  for (const [from, to] of mergeSpans(spans)) {
    out += text.slice(at, from) + text.slice(from, to).replace(/[^\n]/g, ' ');
    at = to;
  }
  return out + text.slice(at);
};

/** The spans of all matches. */
export const spansOf = (text: string, pattern: RegExp): Span[] =>
  [...text.matchAll(pattern)].map((match) => [match.index, match.index + match[0].length] as const);
