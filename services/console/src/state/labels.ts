import type { Choice } from './conversation-view.ts';

export const choiceLabels: Readonly<Record<Choice, string>> = {
  'accept-offer': 'Yes, connect me',
  'decline-offer': 'No, continue here',
  'connect-now': 'Connect now',
  'share-details': 'Share details',
  wait: 'Wait in the queue',
  callback: 'Call me back',
  'schedule-call': 'Schedule a call',
  'cancel-callback': 'Cancel the call',
  email: 'Answer by e-mail',
  ticket: 'Open a priority ticket',
  'leave-note': 'Leave a note',
  'back-to-bot': 'Continue with the assistant',
};

/** An identifier as a label: `retention_team` becomes "Retention team". */
export const humanise = (name: string): string => {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[._-]+/g, ' ')
    .trim()
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
};

/** The name of a team inside a sentence: `billing_team` becomes "billing team". */
export const teamName = (team: string): string => team.replace(/[_-]+/g, ' ');

const fieldLabels: Readonly<Record<string, string>> = {
  'summary.customer_id': 'Customer number',
  'summary.sentiment_label': 'Sentiment',
  'summary.sentiment_trend': 'Sentiment trend',
  'summary.bot_confidence': 'Bot confidence',
  'metadata.ai_confidence': 'Confidence of the last bot answer',
  'customer.name': 'Name',
  'customer.tier': 'Account type',
  'customer.since': 'Customer since',
  'customer.churnRisk': 'Risk of leaving',
  'sentiment.score': 'Sentiment score',
  'transcript.truncated': 'Start of the transcript',
};

/** A field of `context.missing` as a label: its last part, where it has no label of its own. */
export const fieldLabel = (field: string): string => fieldLabels[field] ?? humanise(field.split('.').at(-1) ?? field);

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
