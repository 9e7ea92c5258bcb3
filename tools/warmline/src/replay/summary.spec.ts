import { expect, test } from '@jest/globals';
import { type ResultLine, summaryText } from './summary.ts';

const resultLine = (id: string, verdict: 'none' | 'offer' | 'immediate', ...reasons: ('legal' | 'profanity')[]) => ({
  id,
  verdict,
  reasons,
  rules: [],
});

test('hand-offs and offers are counted by their leading reason, the most frequent first', () => {
  const lines: ResultLine[] = [
    resultLine('1', 'none'),
    resultLine('2', 'immediate', 'profanity'),
    resultLine('3', 'immediate', 'legal', 'profanity'),
    resultLine('4', 'immediate', 'legal'),
    { ...resultLine('5', 'offer', 'profanity'), missed: [2] },
    { id: '6', verdict: null, error: 'no verdict' },
  ];
  expect(summaryText(lines, 3)).toBe(
    [
      '6 conversations in 3.0 s (2.0/s): 3 handed over, 1 offered, 1 neither',
      'hand-offs by reason:',
      '       2  legal',
      '       1  profanity',
      'offers by reason:',
      '       1  profanity',
      '1 with a message assessed without its score',
      '1 without a verdict',
    ].join('\n'),
  );
});
