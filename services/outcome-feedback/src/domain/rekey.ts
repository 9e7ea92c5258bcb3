import { type EventOf, topics } from '@warmline/contracts';
import type { AnyEvent, Output } from '@warmline/messaging/decider';

const topic = topics.outcomeIntake.name;

/** Copies the end of a hand-off, unchanged, to the intake topic, whose key is the conversation. The runtime has validated the event. */
export const rekey = (input: AnyEvent): Output[] => {
  const event = input as EventOf;
  switch (event.type) {
    case 'HandoffAbandoned':
      return [{ type: event.type, data: event.data, topic }];
    case 'HandoffClosed':
      return [{ type: event.type, data: event.data, topic }];
    default:
      return [];
  }
};
