import { ownValue } from '@warmline/contracts';
import { disputeCancellation, handleCancellation, lookupDetails } from './cancellation-replies.ts';
import { type BotReply, type CustomerTurn, type DialogueState, reply } from './dialogue.ts';
import { addressIn } from './intent.ts';
import { dollars, findOrder } from './shop.ts';
import type { Order } from './shop-data.ts';

type OrderIntent = NonNullable<DialogueState['pendingIntent']>;

const ORDER_NUMBER_QUESTION: Readonly<Record<OrderIntent, string>> = {
  order_status: 'Which order shall I look up? Its number has five digits and is in the confirmation e-mail.',
  cancel_order: 'I can cancel an order that has not shipped yet. What is its number?',
  refund: 'Refunds go by order. Tell me the order number and I will see what is possible.',
  change_address: 'For which order should I change the delivery address? I need its five-digit number.',
  cancellation_dispute: 'Let me look into that cancellation. What is the order number?',
};

/** The order with the changes made in this conversation. */
const withConversationChanges = (order: Order, state: DialogueState): Order =>
  state.cancelled.includes(order.number)
    ? { ...order, status: 'cancelled', statusText: 'it was cancelled in this conversation' }
    : order;

const status = (order: Order, { state }: CustomerTurn): BotReply => {
  const address = ownValue(state.addresses, order.number);
  const where = address === undefined ? '' : ` It goes to ${address}.`;
  const text = `Order #${order.number} (${order.item}) is ${order.status}: ${order.statusText}.${where}`;
  return reply('order_status', 0.95, text, state, lookupDetails(order));
};

const refund = (order: Order, { state }: CustomerTurn): BotReply => {
  const amount = order.total === null ? 'the amount you paid' : dollars(order.total);
  const words: Readonly<Record<Order['status'], string>> = {
    'in preparation': `Order #${order.number} has not been charged yet. Say “cancel it” and nothing will be.`,
    shipped: `Order #${order.number} is still travelling. Send it back unopened and ${amount} returns to you within five working days of its arrival.`,
    delivered: `You may send order #${order.number} back within 30 days of delivery. The label is in your account, and ${amount} follows within five working days of its arrival.`,
    cancelled: `Order #${order.number} is cancelled; whatever was charged goes back by itself.`,
    returned: `Order #${order.number} came back to us and ${amount} has been refunded.`,
  };
  return reply('refund', 0.85, words[order.status], state, {
    entities: { order: order.number, ...(order.total === null ? {} : { amount: order.total, currency: 'USD' }) },
    attempted: `Explained the refund of order #${order.number} (${order.status})`,
  });
};

const changeAddress = (order: Order, { text, state }: CustomerTurn): BotReply => {
  if (order.status !== 'in preparation') {
    const words = `Order #${order.number} is ${order.status}, so its address is out of my hands. ${
      order.status === 'shipped'
        ? 'The carrier’s tracking page can redirect it.'
        : 'I can change it for your next order.'
    }`;
    return reply('change_address', 0.8, words, state, lookupDetails(order));
  }
  const address = addressIn(text.replace(/#?\s?\b\d{5}\b(?=\s+to\b)/, ''));
  if (address === null) {
    const asked = reply(
      'change_address',
      0.85,
      `Where should order #${order.number} go? Please write street, number and town.`,
      state,
      {
        entities: { order: order.number },
      },
    );
    return { ...asked, state: { ...asked.state, pendingIntent: 'change_address', expectsAddress: true } };
  }
  const addresses = { ...state.addresses, [order.number]: address };
  return reply(
    'change_address',
    0.9,
    `Order #${order.number} will now be delivered to ${address}.`,
    { ...state, addresses },
    {
      entities: { order: order.number, address },
      attempted: `Changed the delivery address of order #${order.number}`,
    },
  );
};

const ORDER_REPLIES: Readonly<Record<OrderIntent, (order: Order, turn: CustomerTurn) => BotReply>> = {
  order_status: status,
  cancel_order: handleCancellation,
  refund,
  change_address: changeAddress,
  cancellation_dispute: disputeCancellation,
};

/** The order in question: the one mentioned, or the only one in the profile. */
const orderNumberOf = ({ state, customer }: CustomerTurn): string | null => {
  const listed = customer?.recentOrders ?? [];
  return state.order ?? (listed.length === 1 ? (listed[0]?.id.replace(/^#/, '') ?? null) : null);
};

export const replyAboutOrder = (intent: OrderIntent, turn: CustomerTurn): BotReply => {
  const number = orderNumberOf(turn);
  const listed = (turn.customer?.recentOrders ?? []).map((order) => `#${order.id.replace(/^#/, '')}`);
  if (number === null) {
    const which = listed.length > 1 ? ` Your latest: ${listed.join(', ')}.` : '';
    const asked = reply(intent, Math.min(0.7, turn.confidence), `${ORDER_NUMBER_QUESTION[intent]}${which}`, turn.state);
    return { ...asked, state: { ...asked.state, pendingIntent: intent } };
  }
  const order = findOrder(number, turn.customer);
  if (order === undefined) {
    const words = `I cannot find an order #${number}. Could you check the number?`;
    const asked = reply(
      intent,
      0.5,
      words,
      { ...turn.state, order: null },
      {
        entities: { order: number },
        attempted: `Looked order #${number} up: not found`,
      },
    );
    return { ...asked, state: { ...asked.state, pendingIntent: intent } };
  }
  const state = { ...turn.state, order: number };
  return ORDER_REPLIES[intent](withConversationChanges(order, state), { ...turn, state });
};
