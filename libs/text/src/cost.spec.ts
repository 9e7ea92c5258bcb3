import { expect, test } from '@jest/globals';
import { prepare } from './prepare.ts';
import { masked } from './secrets.ts';

const LENGTH = 64 * 1024;
/** Processor time. Usual are a few milliseconds; a pattern that tries every start against every end takes minutes. */
const LIMIT_MS = 500;
/** Texts of the greatest length, made of the parts the patterns look for. */
const PARTS = [
  'a',
  ' ',
  '\n',
  '>',
  '> a\n',
  '"',
  '{"',
  '{"a":',
  '[{',
  '}',
  '`',
  '```',
  '<',
  '<a ',
  '/',
  '/a',
  '/a/',
  '_',
  'a_',
  'a.',
  '.',
  '-',
  '--\n',
  ':',
  '@',
  'a@',
  'a@b',
  'a@b.',
  'https://',
  'https://,',
  'www.',
  '1',
  '1 ',
  '4111 ',
  '4-',
  'AB12 ',
  'DE89 3704 ',
  'pin ',
  'pin 1',
  'password ',
  'password: ',
  'password is ',
  'token ',
  'token=',
  'Bearer ',
  'a b ',
  'a ',
  'a.a.',
  'fս',
  'ｆ',
  '𝒇',
  '\u200b',
  'а',
  'A1',
  'aB',
  'aBcDe',
  'On 1 a wrote',
  'On 1 a wrote:\n',
  'From: a\n',
  'From: a\nSent: b\n',
  'Regards\nAnn\n',
  'at a (',
  'at a(b)\n',
  '10:00:00 INFO a\n',
  'const a =',
  'const a = b;\n',
  'if (a) {\n',
  'you said: ',
  'you say "',
  'your a site says',
  'eyJaaaaaaaa.',
  'sk_live_',
  'a@a.a@',
  '((((',
  '{{{{',
  '[1:11',
  '[a, 10:00]: a\n',
  'this message is ',
  'This message is confidential ',
  '0123456789abcdef',
  'File "a", line 1\n',
  '1/1/2025, 10:00 a',
  '\\',
  'C:\\a',
  'cvv 12',
  '٤١١١ ',
  'a"b"c',
] as const;

test.each(PARTS)('64 KB of %j are prepared and masked without a cost that grows faster than they do', (part) => {
  const text = part.repeat(Math.ceil(LENGTH / part.length)).slice(0, LENGTH);
  // The better of two runs: the first one compiles.
  const cost = (run: () => unknown): number =>
    Math.min(
      ...[1, 2].map(() => {
        const before = process.cpuUsage();
        run();
        const used = process.cpuUsage(before);
        return (used.user + used.system) / 1_000;
      }),
    );
  expect(cost(() => prepare(text))).toBeLessThan(LIMIT_MS);
  expect(cost(() => masked(text))).toBeLessThan(LIMIT_MS);
});
