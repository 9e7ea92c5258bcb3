import { expect, test } from '@jest/globals';
import { topics } from '@warmline/contracts';
import { addedToSummary, briefingOf } from './briefing.ts';
import type { Handoff } from './desk-view.ts';

const handoff: Handoff = topics.escalation.events.HandoffRequested.sample;
const withSummary = (text: string, writtenBy?: string): Handoff => {
  const summary = { ...handoff.context.summary, text, ...(writtenBy !== undefined && { written_by: writtenBy }) };
  return { ...handoff, context: { ...handoff.context, summary } };
};

test('the briefing has what is wanted now, known, tried and earlier, in this order, with the source of each fact', () =>
  expect(briefingOf('en', handoff).map(({ title, lines }) => [title, lines])).toEqual([
    ['Now', ['“I cancelled order #12345 by telephone”']],
    ['Known', ['order: #12345 (Customer)']],
    ['Tried', ['Looked order #12345 up', 'Answered: “It was delivered.”']],
    ['Earlier', ['Before: “Where is my order?”']],
  ]));

test('the summary adds only what is in no part: details, notes, and the text of a model', () => {
  expect(addedToSummary(withSummary('Now: “x”.'))).toEqual([]);
  expect(
    addedToSummary(withSummary('Now: “x”.\nAdded by the customer: broken\ntoo\nPassed on by mia with the note: y')),
  ).toEqual(['Added by the customer: broken\ntoo', 'Passed on by mia with the note: y']);
  expect(addedToSummary(withSummary('Better.\nAdded by the customer: broken', 'a-model'))).toEqual([
    'Better.',
    'Added by the customer: broken',
  ]);
});
