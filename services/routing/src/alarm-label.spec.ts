import { expect, test } from '@jest/globals';
import { alarmLabel } from './alarm-label.ts';

test.each([
  ['TeamUnstaffed', {}, 'unstaffed'],
  ['TeamUnstaffed', { closed: { hours: 'Mon-Fri' } }, 'closed'],
  ['CallbackOverdue', {}, 'callback-overdue'],
  ['CallbackBooked', {}, null],
])('given %s with %o, then it is counted as %s', (type, data, alarm) => {
  expect(alarmLabel({ type, data })).toBe(alarm);
});
