import { type Heard, topics } from '@warmline/contracts';
import type { Anything, Output } from '@warmline/messaging/decider';

const topic = topics.outcomeIntake.name;

/** Routing's, the desk's and the queue's facts, told again unchanged under their conversation's key. Stateless; the edge has checked the event. */
export const rekey = (anything: Anything): Output[] => {
  const event = anything as Heard;
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
