import { daysInMs, defineTopic } from '../topic-definition.ts';
import { desk } from './desk.ts';
import { queue } from './queue.ts';
import { routing } from './routing.ts';

/** Routing's, the desk's and the queue's facts again, keyed by conversation. */
export const outcomeIntake = defineTopic({
  name: 'handoff.outcome-intake.v1',
  writer: 'outcome-feedback',
  key: 'conversationId',
  description: 'Re-keyed copies for outcome-feedback: a state’s key is always its input’s key.',
  retentionMs: daysInMs(7),
  events: {
    HandoffAssigned: routing.events.HandoffAssigned,
    HandoffAbandoned: routing.events.HandoffAbandoned,
    HandoffClosed: routing.events.HandoffClosed,
    HandoffResolved: desk.events.HandoffResolved,
    WaitEstimated: queue.events.WaitEstimated,
  },
});
