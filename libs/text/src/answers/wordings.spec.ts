import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from '@jest/globals';
import { answerTo } from './answer-to.ts';

/** Wordings of yes, of no, and of what is neither. The kept half was not read while the words were collected. */
type Lists = Record<string, Record<'yes' | 'no' | 'other', readonly string[]>>;

const load = (half: string): Lists =>
  JSON.parse(readFileSync(new URL(`../../test/data/answers-${half}.json`, import.meta.url), 'utf8')) as Lists;

const read = (text: string, language: string): string => answerTo({ kind: 'yes-no' }, text, language).is;
const figures: string[] = [];

describe.each(['dev', 'kept'])('wordings of the half “%s”', (half) => {
  test.each(Object.entries(load(half)))(
    'in “%s”: at least 98 %% of yes and no are read, and nothing else is a yes',
    (language, lists) => {
      const missed = (['yes', 'no'] as const).map((is) => lists[is].filter((text) => read(text, language) !== is));
      const wrongYes = [...lists.other, ...lists.no].filter((text) => read(text, language) === 'yes');
      const [yes = [], no = []] = missed;
      figures.push(
        `${half} ${language}: yes ${lists.yes.length - yes.length}/${lists.yes.length}, no ${lists.no.length - no.length}/${lists.no.length}, wrong yes ${wrongYes.length}/${lists.other.length + lists.no.length}`,
      );
      expect(wrongYes).toEqual([]);
      for (const is of ['yes', 'no'] as const) {
        const unread = lists[is].filter((text) => read(text, language) !== is);
        expect({ is, enough: unread.length <= lists[is].length * 0.02, unread }).toMatchObject({ is, enough: true });
      }
    },
  );
});

afterAll(() => console.info(figures.join('\n')));
