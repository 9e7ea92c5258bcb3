import { daysInMs, defineTopic } from '../topic-definition.ts';
import { routing } from './routing.ts';

/** The ends of hand-offs, copied from the routing topic and keyed by conversation. */
export const outcomeIntake = defineTopic({
  name: 'handoff.outcome-intake.v1',
  writer: 'outcome-feedback',
  key: 'conversationId',
  description: 'Copies of routing events for outcome-feedback, keyed by conversation instead of pool.',
  retentionMs: daysInMs(7),
  events: {
    HandoffAbandoned: routing.events.HandoffAbandoned,
    HandoffClosed: routing.events.HandoffClosed,
  },
});
