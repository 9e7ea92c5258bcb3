export type OrderStatus = 'in preparation' | 'shipped' | 'delivered' | 'cancelled' | 'returned';

export interface Order {
  readonly number: string;
  readonly status: OrderStatus;
  readonly item: string;
  /** In US dollars; null where the record has no total. */
  readonly total: number | null;
  /** Where the order is or when it arrives, as a clause. */
  readonly statusText: string;
}

export interface Product {
  readonly name: string;
  readonly words: RegExp;
  readonly price: number;
  readonly about: string;
}

/** The hours of the calendar `office` in deploy/defaults/teams.yaml, in words. */
export const OFFICE_HOURS = 'Monday to Friday from 9:00 to 18:00, New York time';

/** Data of the demo shop. Change it freely; the specs name the orders they use. Prices are in US dollars. */
export const ORDERS: readonly Order[] = [
  {
    number: '12345',
    status: 'shipped',
    item: 'Aurora standing desk',
    total: 649,
    statusText: 'it left our warehouse and is with the carrier',
  },
  {
    number: '20017',
    status: 'in preparation',
    item: 'Halo desk lamp',
    total: 89.9,
    statusText: 'it is being packed and leaves within two working days',
  },
  {
    number: '20018',
    status: 'in preparation',
    item: 'Nimbus office chair',
    total: 329,
    statusText: 'it is being packed and leaves tomorrow',
  },
  {
    number: '18204',
    status: 'delivered',
    item: 'Tern laptop stand',
    total: 59,
    statusText: 'it was handed over at the front door',
  },
  {
    number: '17733',
    status: 'delivered',
    item: 'Atlas shelving set',
    total: 780,
    statusText: 'it was handed over to a neighbour',
  },
  {
    number: '16001',
    status: 'returned',
    item: 'Pebble keyboard',
    total: 75,
    statusText: 'the refund went to the original payment method',
  },
];

export const PRODUCTS: readonly Product[] = [
  {
    name: 'Aurora standing desk',
    words: /\b(aurora|desks?)\b(?! lamp)/,
    price: 649,
    about: 'It is 140 x 70 cm, rises from 65 to 128 cm, carries 80 kg and has a five-year warranty.',
  },
  {
    name: 'Nimbus office chair',
    words: /\b(nimbus|chairs?)\b/,
    price: 329,
    about: 'It has an adjustable back and arms, suits people up to 120 kg and has a three-year warranty.',
  },
  {
    name: 'Halo desk lamp',
    words: /\b(halo|lamps?)\b/,
    price: 89.9,
    about: 'It gives 900 lumen from warm to cold white, draws 9 W and has a two-year warranty.',
  },
  {
    name: 'Tern laptop stand',
    words: /\b(tern|laptop stands?)\b/,
    price: 59,
    about: 'It folds flat, holds laptops up to 17 inches and has a two-year warranty.',
  },
];
