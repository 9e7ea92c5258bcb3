import { expect, test } from '@jest/globals';
import { abandoned, assigned, closed, posted, requested, START } from './outcome.fixtures.ts';
import { rekey } from './rekey.ts';

const received = <E extends object>(event: E): E & { id: string; at: number } => ({ ...event, id: 'e-1', at: START });

test.each([abandoned(), closed()].map((event) => [event.type, event] as const))(
  '%s is copied unchanged to the intake topic of its conversation',
  (type, event) => {
    expect(rekey(received(event))).toEqual([{ type, data: event.data, topic: 'handoff.outcome-intake.v1' }]);
    expect(event.data.conversationId).toBe('c-1');
  },
);

test.each([assigned, requested(), posted(2, 'Hello')].map((event) => [event.type, event] as const))(
  '%s is not copied',
  (_type, event) => expect(rekey(received(event))).toEqual([]),
);
