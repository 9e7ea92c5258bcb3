import { expect, test } from '@jest/globals';
import {
  answersSurvey,
  ends,
  given,
  message,
  notice,
  requested,
  starts,
  ticketFiled,
  writes,
} from '../story.fixtures.ts';

const filed = [starts({}, 0), writes('I need a colleague', 1), requested(), ticketFiled()];
const answered = (handoffId = 'h-1') => ({ type: 'AnswerTicket', data: { handoffId } });

test('given a ticket, when a colleague has answered it, then the customer hears it and is asked how it went', () => {
  given(...filed)
    .when(answered())
    .thenResponds(202)
    .thenEmits(message('A colleague has answered your request by e-mail.'), notice('survey', { handoffId: 'h-1' }));
  given(...filed, answered())
    .when(answersSurvey('h-1'))
    .thenResponds(201);
});

test('given an ended conversation, then the survey opens without a message', () => {
  const { state } = given(...filed, ends())
    .when(answered())
    .thenResponds(202)
    .thenAddsToTimeline();
  expect(state?.surveys).toEqual([{ handoffId: 'h-1', isAnswered: false }]);
});

test.each([
  ['answered before', [...filed, answered()], 'h-1'],
  ['of another hand-off', filed, 'h-2'],
  ['that was never filed', filed.slice(0, 3), 'h-1'],
])('given a ticket %s, then the answer is refused', (_which, past, handoffId) => {
  given(...past)
    .when(answered(handoffId))
    .thenResponds(409)
    .thenNothing();
});
