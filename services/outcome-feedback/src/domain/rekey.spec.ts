import { expect, test } from '@jest/globals';
import { abandoned, assigned, closed, estimated, posted, requested, resolved, START } from './outcome.fixtures.ts';
import { rekey } from './rekey.ts';

const heard = <E extends object>(event: E): E & { id: string; at: number } => ({ ...event, id: 'e-1', at: START });

test.each([assigned, abandoned(), closed(), resolved(), estimated].map((event) => [event.type, event] as const))(
  '%s is told again unchanged under its conversation',
  (type, event) => {
    expect(rekey(heard(event))).toEqual([{ type, data: event.data, topic: 'handoff.outcome-intake.v1' }]);
    expect(event.data.conversationId).toBe('c-1');
  },
);

test('what is keyed by conversation already is not copied', () => {
  expect(rekey(heard(requested()))).toEqual([]);
  expect(rekey(heard(posted(2, 'Hello')))).toEqual([]);
});
