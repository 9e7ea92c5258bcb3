import { type EventOf, topics } from '@warmline/contracts';
import type { AnyEvent, Output } from '@warmline/messaging/decider';

const topic = topics.outcomeIntake.name;

/** Routing's, the desk's and the queue's facts, told again unchanged under their conversation's key. Stateless; the edge has checked the event. */
export const rekey = (input: AnyEvent): Output[] => {
  const event = input as EventOf;
  switch (event.type) {
    case 'HandoffAssigned':
      return [{ type: event.type, data: event.data, topic }];
    case 'HandoffAbandoned':
      return [{ type: event.type, data: event.data, topic }];
    case 'HandoffClosed':
      return [{ type: event.type, data: event.data, topic }];
    case 'HandoffResolved':
      return [{ type: event.type, data: event.data, topic }];
    case 'WaitEstimated':
      return [{ type: event.type, data: event.data, topic }];
    default:
      return [];
  }
};
