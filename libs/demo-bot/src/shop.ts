import type { Customer } from '@warmline/contracts';
import { ORDERS } from './shop-data.ts';

export type OrderStatus = 'in preparation' | 'shipped' | 'delivered' | 'cancelled' | 'returned';

export interface Order {
  readonly number: string;
  readonly status: OrderStatus;
  readonly item: string;
  /** In US dollars; null where the record has none. */
  readonly total: number | null;
  /** Where it is or when it comes, as a clause. */
  readonly statusText: string;
}

export interface Product {
  readonly name: string;
  readonly words: RegExp;
  readonly price: number;
  readonly about: string;
}

export const dollars = (amount: number): string => `$${amount.toFixed(2)}`;

const STATUSES: readonly OrderStatus[] = ['in preparation', 'shipped', 'delivered', 'cancelled', 'returned'];

/** The order by its number: the shop's, or one the channel listed in the customer's profile. */
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
