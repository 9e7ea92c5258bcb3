/** The zeros of the decimal digits in use; the other nine follow each. */
const ZEROS = [
  0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040, 0x17e0,
  0x1810, 0xff10,
];
const OTHER_DIGIT = /(?![0-9])\p{Nd}|[\u066b\u066c]/gu;

const plainDigit = (digit: string): string => {
  const point = digit.codePointAt(0) ?? 0;
  if (point === 0x66b) return '.';
  if (point === 0x66c) return ',';
  const zero = ZEROS.find((first) => point >= first && point < first + 10);
  return zero === undefined ? digit : String(point - zero);
};

/** Digits of any script, and Arabic separators, as ASCII. The length stays. */
export const withPlainDigits = (text: string): string => text.replace(OTHER_DIGIT, plainDigit);
