import { expect, test } from '@jest/globals';
import { parseScenario, readScenario } from './scenario.ts';
import { smallForm } from './small.fixtures.ts';

test('a scenario gets defaults for missing fields, and shifts on every day', () => {
  const { scenario, ignoredPaths } = parseScenario({ subjects: { a: smallForm.subjects.anything } }, 'f.json');
  expect(scenario).toMatchObject({ days: 1, seed: 1, credit_s: 300, capacity: 3, answer: { mean_s: 0, back_s: 60 } });
  expect(parseScenario(smallForm, 'f.json').scenario.shifts.general_team).toEqual([
    { from: 0, to: 24, agents: 1, days: [1, 2, 3, 4, 5, 6, 7] },
  ]);
  expect(ignoredPaths).toEqual([]);
});

test('the default scenario is valid, and none of its fields is ignored', () => {
  const file = new URL('../../../../deploy/scenarios/contact-centre.json', import.meta.url).pathname;
  const { scenario, ignoredPaths } = readScenario(file);
  expect(ignoredPaths).toEqual([]);
  expect(Object.keys(scenario.subjects)).toEqual(['billing', 'technical', 'cancellation', 'enterprise', 'general']);
});

test.each([
  [{ subjects: {} }, 'at least one subject\n  → at subjects'],
  [
    { subjects: { a: { ...smallForm.subjects.anything, rate_per_hour: [1, 2] } } },
    'a rate for each of 24 hours\n  → at subjects.a.rate_per_hour',
  ],
  [
    { subjects: { a: { ...smallForm.subjects.anything, fallback_after_s: [] } } },
    'a delay for each group\n  → at subjects.a.fallback_after_s',
  ],
  [{ ...smallForm, shifts: { a: [[9, 8, 1]] } }, 'a shift ends after it began, within a day\n  → at shifts.a[0]'],
  [{ ...smallForm, priority_probs: { b: [1] } }, 'no such subject\n  → at priority_probs.b'],
  [{ ...smallForm, days: 1, warmup_days: 1 }, 'fewer than the days\n  → at warmup_days'],
])('given what is no scenario (%#), then the error says what and where', (form, why) => {
  expect(() => parseScenario(form, 'f.json')).toThrow(`f.json: ✖ ${why}`);
});

test('an unknown field is reported, and the rest is read', () => {
  const { ignoredPaths } = parseScenario(
    { ...smallForm, breaks: { every_s: 1, length_s: 1, lenght: 2 }, note: 'x' },
    'f',
  );
  expect(ignoredPaths).toEqual(['breaks.lenght', 'note']);
});
