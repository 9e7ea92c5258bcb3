import { expect, test } from '@jest/globals';
import { deciderStep, type Stage } from '@warmline/messaging';
import { inputsOf, throwsOnStrangeTexts } from '@warmline/testing/strange-texts';
import { withPinnedPolicy } from './domain/pinned-policy.ts';
import { loadPolicy, stages } from './stages.ts';

const policy = loadPolicy(new URL('../../../deploy/defaults/policy.yaml', import.meta.url).pathname);

test('no text in an input makes the rules throw', () => {
  const { step } = deciderStep(withPinnedPolicy(() => policy));
  const inputs = inputsOf(stages(() => policy)[0]?.inputs ?? []);
  expect(throwsOnStrangeTexts(inputs, step as Stage['step']['step'])).toEqual([]);
});
