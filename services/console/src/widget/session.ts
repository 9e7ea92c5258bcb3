import type { Customer } from '@warmline/contracts';
import { newId } from '../api.ts';
import { readStorage, writeStorage } from '../storage.ts';

export type DemoCustomer = 'ada' | 'guest';

/** Who the demo can be. Nothing but what a channel would know at the start. */
export const demoCustomers: Readonly<Record<DemoCustomer, { label: string; customer?: Customer }>> = {
  ada: { label: 'Ada Byron, premium', customer: { customerId: 'c-7', name: 'Ada Byron', tier: 'premium' } },
  guest: { label: 'Guest' },
};

/** One conversation of this browser: `externalId` names it to the gateway, also after a reload. */
export interface Session {
  readonly externalId: string;
  readonly customer: DemoCustomer;
  /** Known once the gateway knows it: a reload takes it up again. */
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
