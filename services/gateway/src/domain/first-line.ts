import type { DataOf } from '@warmline/contracts';

/** The agent's first line, ready to send: who I am, what I know, so that nobody has to repeat it. */
export const firstLine = (handoff: DataOf<'HandoffRequested'>, agentName: string): string => {
  const name = handoff.context.customer?.name;
  const issue = handoff.context.likely_issue.replace(/\.$/, '');
  const sorry = handoff.sentiment_recovery ? ' I am sorry for the trouble so far.' : '';
  return `Hello${name === undefined ? '' : ` ${name.split(' ')[0]}`}, I'm ${agentName.split(' ')[0]}.${sorry} I have read the whole conversation, so you need not repeat anything. As I understand it: ${issue}. Let me take care of that now.`;
};
