import { type Reply, reply, type Said } from './dialogue.ts';
import type { Order } from './shop.ts';

const cancelledNow = (
  order: Order,
  { memory }: Said,
  intent: 'cancel_order' | 'cancellation_dispute',
  text: string,
): Reply =>
  reply(
    intent,
    0.9,
    text,
    { ...memory, cancelled: [...memory.cancelled, order.number] },
    {
      entities: { order: order.number },
      attempted: `Cancelled order #${order.number} before it left`,
    },
  );

export const lookedUp = (order: Order) => ({
  entities: { order: order.number },
  attempted: `Looked order #${order.number} up: ${order.status}`,
});

export const cancel = (order: Order, said: Said): Reply => {
  switch (order.status) {
    case 'in preparation':
      return cancelledNow(
        order,
        said,
        'cancel_order',
        `Done: order #${order.number} (${order.item}) is cancelled and nothing will be charged.`,
      );
    case 'shipped':
      return reply(
        'cancel_order',
        0.7,
        `Order #${order.number} has left already, so I cannot stop it. You can refuse the parcel or send it back free of charge.`,
        said.memory,
        {
          entities: { order: order.number },
          attempted: `Could not cancel order #${order.number}: shipped`,
        },
      );
    case 'delivered':
      return reply(
        'cancel_order',
        0.7,
        `Order #${order.number} has been delivered. A cancellation is too late, a return is not: you have 30 days from delivery.`,
        said.memory,
        lookedUp(order),
      );
    case 'cancelled':
    case 'returned':
      return reply(
        'cancel_order',
        0.9,
        `There is nothing left to cancel: order #${order.number} is ${order.status} already.`,
        said.memory,
        lookedUp(order),
      );
  }
};

/** Asking about a cancellation, or wanting none, cancels nothing. */
export const mayCancel = ({ confidence, memory }: Said): Reply => {
  const order = memory.order === null ? 'with its number' : `#${memory.order}`;
  const text = `Nothing is cancelled so far. Until an order leaves it can be, free of charge: write “cancel order ${order}” and I do it.`;
  return reply('cancellation_question', confidence, text, memory);
};

/** Said one after the other, never the same twice in a row: the bot is honest about its limits, and unsure, but not stuck. */
const NO_CANCELLATION: readonly ((order: Order) => readonly [text: string, confidence: number])[] = [
  (order) => [
    `I have order #${order.number} in front of me: the ${order.item} was ${order.status}, and I see no request to cancel it.`,
    0.58,
  ],
  () => [
    'I went through the history once more. Nobody entered a cancellation there, and what was agreed by telephone is not visible to me.',
    0.5,
  ],
  () => [
    'My view ends at the shop’s own log. A colleague can listen to what was said on the line; Talk to human takes you there.',
    0.47,
  ],
  (order) => [
    `Number ${order.number} still carries no note of your call. Someone with access to telephone notes has to put this right.`,
    0.45,
  ],
];

export const dispute = (order: Order, said: Said): Reply => {
  const { memory } = said;
  switch (order.status) {
    case 'in preparation':
      return cancelledNow(
        order,
        said,
        'cancellation_dispute',
        `Your cancellation had not reached us, I am sorry. Order #${order.number} had not left yet: I have cancelled it now.`,
      );
    case 'cancelled':
    case 'returned':
      return reply(
        'cancellation_dispute',
        0.9,
        `You are right, and it is on record: order #${order.number} is ${order.status}.`,
        memory,
        lookedUp(order),
      );
    case 'shipped':
    case 'delivered': {
      const round = memory.disputes < NO_CANCELLATION.length ? memory.disputes : 2 + (memory.disputes % 2);
      const [text, confidence] = NO_CANCELLATION[round]?.(order) ?? ['', 0];
      const told = reply('cancellation_dispute', confidence, text, memory, {
        entities: { order: order.number },
        attempted: `Looked order #${order.number} up: ${order.status}, no cancellation on record`,
      });
      const disputes = memory.disputes + 1;
      return { ...told, memory: { ...told.memory, disputes, pending: 'cancellation_dispute' } };
    }
  }
};
