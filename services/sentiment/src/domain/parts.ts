/**
 * A text in parts of at most `maxLength` UTF-16 units. A part ends at the last line, else sentence, else word within its last
 * `cutWithin` units, else between any two. Joined, the parts are the text.
 */
export const partsOf = (text: string, maxLength: number, cutWithin: number): string[] => {
  const parts: string[] = [];
  let from = 0;
  while (text.length - from > maxLength) {
    const tail = text.slice(from + maxLength - cutWithin, from + maxLength);
    const cut = [/\n(?=[^\n]*$)/, /[.!?](?=\s[^.!?]*$)/, /\s(?=\S*$)/]
      .map((end) => tail.search(end))
      .find((at) => at >= 0);
    const to = from + maxLength - cutWithin + (cut === undefined ? cutWithin : cut + 1);
    parts.push(text.slice(from, to));
    from = to;
  }
  parts.push(text.slice(from));
  return parts;
};
