import type { Customer } from '@warmline/contracts';
import { ORDERS, type Order, type OrderStatus } from './shop-data.ts';

export const dollars = (amount: number): string => `$${amount.toFixed(2)}`;

const STATUSES: readonly OrderStatus[] = ['in preparation', 'shipped', 'delivered', 'cancelled', 'returned'];

/** The order with this number: of the shop, or of the customer's profile. */
export const findOrder = (number: string, customer?: Customer): Order | undefined => {
  const known = ORDERS.find((order) => order.number === number);
  if (known !== undefined) return known;
  const listed = customer?.recentOrders?.find((order) => order.id.replace(/^#/, '') === number);
  const status = STATUSES.find((name) => name === listed?.status.toLowerCase().replaceAll('_', ' '));
  if (listed === undefined || status === undefined) return undefined;
  return {
    number,
    status,
    item: 'see your confirmation',
    total: listed.total ?? null,
    statusText: 'that is all its record says',
  };
};
