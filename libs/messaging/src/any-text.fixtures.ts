import fc from 'fast-check';

/** ASCII, the rest of the basic plane and the planes beyond it, a third each; no surrogates, control characters included. */
const character = fc
  .oneof(
    fc.integer({ min: 0x20, max: 0x7e }),
    fc.integer({ min: 0, max: 0xd7ff }),
    fc.integer({ min: 0xe000, max: 0x10ffff }),
  )
  .map((codePoint) => String.fromCodePoint(codePoint));

/** Any text. The units of fast-check for such texts index all of Unicode first, which takes a third of a second in every file. */
export const anyText = (maxLength = 20): fc.Arbitrary<string> => fc.string({ unit: character, maxLength });
