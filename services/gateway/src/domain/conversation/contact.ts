import { emailIn, phoneIn } from '@warmline/text';
import type { Conversation } from './conversation.ts';
import type { Choose } from './conversation-commands.ts';

/** What a promise needs to be kept: a number to call, an address to write to. */
export type Contact = 'phone' | 'email';
type Choice = Pick<Choose['data'], 'choice' | 'details' | 'windowStart'>;
type Customer = Pick<Conversation, 'channel' | 'externalId' | 'language'>;

/** Channels whose external id is the telephone number of the customer. */
const PHONE_CHANNELS: ReadonlySet<string> = new Set(['phone', 'voice', 'sms', 'whatsapp']);

/** The country of numbers without a country code: the region of the language ("en-GB"), else the likely one of Unicode's CLDR. */
export const countryOf = (language: string): string | undefined => {
  try {
    return new Intl.Locale(language.replace('_', '-')).maximize().region;
  } catch {
    return undefined;
  }
};

/** The contact that a choice needs; null = none. `schedule-call` without a window only asks for the free ones. */
export const neededContact = ({ choice, windowStart }: Choice): Contact | null => {
  if (choice === 'callback' || (choice === 'schedule-call' && windowStart !== undefined)) return 'phone';
  return choice === 'email' || choice === 'leave-note' ? 'email' : null;
};

const channelContact = ({ channel, externalId, language }: Customer, contact: Contact): string | null => {
  if (contact === 'email') return channel === 'email' ? externalId : null;
  return PHONE_CHANNELS.has(channel) ? phoneIn(externalId, countryOf(language)) : null;
};

/**
 * The number (E.164) or address in what the customer gave, else that of the channel. Words in place of a number are no reason to
 * call the number of the channel: the customer meant another one.
 */
export const contactIn = (customer: Customer, contact: Contact, details: string | undefined): string | null => {
  const given = details?.trim() ?? '';
  const found = contact === 'phone' ? phoneIn(given, countryOf(customer.language)) : emailIn(given);
  if (found !== null) return found;
  return contact === 'phone' && given !== '' ? null : channelContact(customer, contact);
};

/** The contact that is missing for a choice; null = it can be promised. */
export const missingContact = (customer: Customer, data: Choice): Contact | null => {
  const contact = neededContact(data);
  return contact !== null && contactIn(customer, contact, data.details) === null ? contact : null;
};
