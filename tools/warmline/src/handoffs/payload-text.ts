import { suggestedGreeting } from '@warmline/gateway/greeting';
import type { RecordedHandoff } from './handoff-of.ts';

const list = (items: readonly string[]): string =>
  items.length === 0 ? '  -' : items.map((item) => `  - ${item}`).join('\n');

/** A hand-off and its transcript as text, for a reader who scores it (docs/handoff-quality.md). Holds no label and no id of the data. */
export const payloadText = ({ handoff }: RecordedHandoff, number: number): string => {
  const { context, priority, priority_label: label, subject, agent_note: note } = handoff;
  const { summary, customer, now, known, tried, earlier } = context;
  return [
    `# ${number}`,
    '## Transcript',
    ...context.transcript.map(({ role, text, withheld }) => `${role}${withheld ? ' (withheld)' : ''}: ${text}`),
    '## Payload',
    `Priority: ${priority}, ${label}. Subject: ${subject}. Customer: ${customer?.name ?? 'not identified by the channel'}. Sentiment: ${summary.sentiment_label}.`,
    ...(note === undefined ? [] : [`Note: ${note}`]),
    `Summary: ${summary.text}`,
    `Now: ${now.text}`,
    'Known:',
    list(known.map(({ name, value, source }) => `${name}: ${value} (${source})`)),
    'Tried:',
    list(tried.map(({ text }) => text)),
    'Earlier:',
    list(earlier),
    `Likely issue: ${context.likely_issue}`,
    'Recommended actions:',
    list(context.recommended_actions),
    `First line: ${suggestedGreeting(handoff, 'Mia Torres')}`,
    '',
  ].join('\n');
};
