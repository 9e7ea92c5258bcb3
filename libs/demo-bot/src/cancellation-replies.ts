import { type BotReply, type CustomerTurn, reply } from './dialogue.ts';
import type { Order } from './shop-data.ts';

const cancelOrder = (
  order: Order,
  { state }: CustomerTurn,
  intent: 'cancel_order' | 'cancellation_dispute',
  text: string,
): BotReply =>
  reply(
    intent,
    0.9,
    text,
    { ...state, cancelled: [...state.cancelled, order.number] },
    {
      entities: { order: order.number },
      attempted: `Cancelled order #${order.number} before it shipped`,
    },
  );

export const lookupDetails = (order: Order) => ({
  entities: { order: order.number },
  attempted: `Looked order #${order.number} up: ${order.status}`,
});

export const handleCancellation = (order: Order, turn: CustomerTurn): BotReply => {
  switch (order.status) {
    case 'in preparation':
      return cancelOrder(
        order,
        turn,
        'cancel_order',
        `Done: order #${order.number} (${order.item}) is cancelled and nothing will be charged.`,
      );
    case 'shipped':
      return reply(
        'cancel_order',
        0.7,
        `Order #${order.number} has already shipped, so I cannot stop it. You can refuse the parcel or send it back free of charge.`,
        turn.state,
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
        turn.state,
        lookupDetails(order),
      );
    case 'cancelled':
    case 'returned':
      return reply(
        'cancel_order',
        0.9,
        `There is nothing left to cancel: order #${order.number} is ${order.status} already.`,
        turn.state,
        lookupDetails(order),
      );
  }
};

/** Reply to a question about cancelling; nothing is cancelled. */
export const explainCancellation = ({ confidence, state }: CustomerTurn): BotReply => {
  const order = state.order === null ? 'with its number' : `#${state.order}`;
  const text = `Nothing is cancelled so far. You can cancel an order free of charge until it ships: write “cancel order ${order}” and I will do it.`;
  return reply('cancellation_question', confidence, text, state);
};

/** Used in turn, never the same twice in a row: low confidence, but no repetition that would count as a loop. */
const NO_CANCELLATION_REPLIES: readonly ((order: Order) => readonly [text: string, confidence: number])[] = [
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

export const disputeCancellation = (order: Order, turn: CustomerTurn): BotReply => {
  const { state } = turn;
  switch (order.status) {
    case 'in preparation':
      return cancelOrder(
        order,
        turn,
        'cancellation_dispute',
        `Your cancellation had not reached us, I am sorry. Order #${order.number} had not shipped yet: I have cancelled it now.`,
      );
    case 'cancelled':
    case 'returned':
      return reply(
        'cancellation_dispute',
        0.9,
        `You are right, and it is on record: order #${order.number} is ${order.status}.`,
        state,
        lookupDetails(order),
      );
    case 'shipped':
    case 'delivered': {
      const round =
        state.disputeCount < NO_CANCELLATION_REPLIES.length ? state.disputeCount : 2 + (state.disputeCount % 2);
      const [text, confidence] = NO_CANCELLATION_REPLIES[round]?.(order) ?? ['', 0];
      const answer = reply('cancellation_dispute', confidence, text, state, {
        entities: { order: order.number },
        attempted: `Looked order #${order.number} up: ${order.status}, no cancellation on record`,
      });
      const disputes = state.disputeCount + 1;
      return { ...answer, state: { ...answer.state, disputeCount: disputes, pendingIntent: 'cancellation_dispute' } };
    }
  }
};
