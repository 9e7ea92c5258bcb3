import type { Choice, WaitNotice } from './conversation-view.ts';

export const choiceLabels: Readonly<Record<Choice, string>> = {
  'accept-offer': 'Yes, connect me',
  'decline-offer': 'No, continue here',
  'connect-now': 'Connect now',
  'share-details': 'Share details',
  wait: 'Wait in line',
  callback: 'Call me back',
  'schedule-call': 'Choose a time for a call',
  'cancel-callback': 'Cancel the call',
  email: 'Answer by e-mail',
  ticket: 'Open a priority ticket',
  'leave-note': 'Leave a note',
  'back-to-bot': 'Continue with the assistant',
};

/** The range as it may honestly be told; nothing while it is unknown. */
export const waitText = (wait: WaitNotice): string | undefined => {
  if (wait.underOneMinute) return 'under 1 minute';
  if (wait.lowMinutes === undefined || wait.highMinutes === undefined) return undefined;
  const low = Math.max(1, Math.floor(wait.lowMinutes));
  const high = Math.max(low, Math.ceil(wait.highMinutes));
  if (low === high) return low === 1 ? 'about 1 minute' : `about ${low} minutes`;
  return `about ${low}–${high} minutes`;
};

/** `retention_team` as "Retention team", `customer.lifetimeValue` as "Customer lifetime value". */
export const humanise = (name: string): string => {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[._-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

export const durationText = (ms: number): string => {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
};

export const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((part) => part.charAt(0))
    .slice(0, 2)
    .join('')
    .toUpperCase();
