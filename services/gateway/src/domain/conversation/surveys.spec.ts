import { describe, expect, test } from '@jest/globals';
import { answersSurvey, assignedTo, ends, given, requested, resolves, starts, writes } from '../story.fixtures.ts';

const withBot = [starts({}, 0), writes('Where is my order?', 1)];
const withAgent = [...withBot, requested(), assignedTo('mia')];
const resolved = [...withAgent, resolves('mia')];

describe('the survey', () => {
  test('is answered once', () => {
    given(...resolved)
      .when(answersSurvey('h-1', 4))
      .thenResponds(201)
      .thenEmits({ type: 'SurveyAnswered', data: { handoffId: 'h-1', stars: 4, context: 'yes' } });
    given(...resolved, answersSurvey('h-1'))
      .when(answersSurvey('h-1', 1))
      .thenResponds(409, { title: 'Survey already answered' })
      .thenNothing();
  });

  test('can be answered after the end, and after a new start', () => {
    for (const later of [[ends()], [ends(), writes('Hello again')]])
      given(...resolved, ...later)
        .when(answersSurvey('h-1'))
        .thenResponds(201);
  });

  test('of each hand-off is answered for itself, also when the next one has begun', () => {
    const secondHandoff = [...resolved, requested('h-2'), assignedTo('ben', 'h-2')];
    for (const later of [[...resolved, requested('h-2')], secondHandoff, [...secondHandoff, resolves('ben')]]) {
      given(...later)
        .when(answersSurvey('h-1', 1))
        .thenResponds(201)
        .thenEmits({ type: 'SurveyAnswered', data: { handoffId: 'h-1', stars: 1 } });
    }
    const both = [...secondHandoff, resolves('ben'), answersSurvey('h-2', 5), answersSurvey('h-1', 1)];
    expect(given(...both).state()?.surveys).toEqual([
      { handoffId: 'h-1', isAnswered: true },
      { handoffId: 'h-2', isAnswered: true },
    ]);
    given(...both)
      .when(answersSurvey('h-1', 5))
      .thenResponds(409, { title: 'Survey already answered' });
  });

  test('does not exist for an open hand-off or for another hand-off', () => {
    given(...withAgent)
      .when(answersSurvey('h-1'))
      .thenResponds(409, { title: 'No survey open' });
    given(...resolved)
      .when(answersSurvey('h-2'))
      .thenResponds(409, { title: 'No survey open' });
  });
});
