import { expect, test } from '@jest/globals';
import { alarmOf } from './alarm.ts';

test.each([
  ['TeamUnstaffed', {}, 'unstaffed'],
  ['TeamUnstaffed', { closed: { hours: 'Mon-Fri' } }, 'closed'],
  ['CallbackOverdue', {}, 'callback-overdue'],
  ['CallbackBooked', {}, null],
])('given %s with %o, then it is counted as %s', (type, data, alarm) => {
  expect(alarmOf({ type, data })).toBe(alarm);
});
