import { expect, test } from '@jest/globals';
import { loadTeams } from '@warmline/service-kit/teams-file';
import { inputsOf, throwsOnStrangeTexts } from '@warmline/testing/strange-texts';
import { stages } from './stages.ts';

const { settings } = loadTeams(new URL('../../../deploy/defaults/teams.yaml', import.meta.url).pathname);

test.each(stages(() => settings))('no text in an input makes stage $name throw', ({ inputs, step }) => {
  expect(throwsOnStrangeTexts(inputsOf(inputs), step.step)).toEqual([]);
});
