import type { Customer } from '@warmline/contracts';
import { newId } from '../api.ts';
import { readStorage, writeStorage } from '../storage.ts';

export type DemoCustomer = 'ada' | 'guest';

/** Customers of the demo, with the data a channel would have at the start. */
export const demoCustomers: Readonly<Record<DemoCustomer, Customer | undefined>> = {
  ada: { customerId: 'c-7', name: 'Ada Byron', tier: 'premium' },
  guest: undefined,
};

/** The conversation of this browser. `externalId` identifies it to the gateway and survives a reload. */
export interface Session {
  readonly externalId: string;
  readonly customer: DemoCustomer;
  /** Absent until the gateway has started the conversation; a reload resumes it. */
  readonly conversationId?: string;
}

const STORAGE_KEY = 'warmline.widget';
const storage = () => localStorage;

export const newSession = (customer: DemoCustomer): Session => ({
  externalId: `web-${newId()}`,
  customer,
});

export const loadSession = (): Session => {
  const stored = readStorage(storage, STORAGE_KEY) as Partial<Session> | undefined;
  if (typeof stored?.externalId !== 'string') return newSession('ada');
  return {
    externalId: stored.externalId,
    customer: stored.customer === 'guest' ? 'guest' : 'ada',
    ...(typeof stored.conversationId === 'string' ? { conversationId: stored.conversationId } : {}),
  };
};

export const saveSession = (session: Session): void => writeStorage(storage, STORAGE_KEY, session);
