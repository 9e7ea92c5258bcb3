import { expect, test } from '@jest/globals';
import { inputsOf, throwsOnStrangeTexts } from '@warmline/testing/strange-texts';
import { teams } from './domain/testing/story.fixtures.ts';
import { stages } from './stages.ts';

test.each(stages(() => teams))('no text in an input makes stage $name throw', ({ inputs, step }) => {
  expect(throwsOnStrangeTexts(inputsOf(inputs), step.step)).toEqual([]);
});
