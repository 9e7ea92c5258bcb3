import { expect, test } from '@jest/globals';
import { inputsOf, throwsOnStrangeTexts } from '@warmline/testing/strange-texts';
import { stages } from './stages.ts';

test.each(stages())('no text in an input makes stage $name throw', ({ inputs, step }) => {
  expect(throwsOnStrangeTexts(inputsOf(inputs), step.step)).toEqual([]);
});
