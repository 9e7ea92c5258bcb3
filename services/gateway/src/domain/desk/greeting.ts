import type { DataOf } from '@warmline/contracts';
import { greetingName } from '@warmline/text';
import { customerQuote, subjectText } from '../conversation/issue.ts';
import { shortName } from '../conversation/notices.ts';

/** A first message the agent can send as it is: name, apology if due, and what the agent knows. */
export const suggestedGreeting = (handoff: DataOf<'HandoffRequested'>, agentName: string): string => {
  const name = greetingName(handoff.context.customer?.name ?? '');
  const salutation = name === null ? 'Hello' : `Hello ${name}`;
  const apology = handoff.sentiment_recovery ? ' I am sorry for the trouble so far.' : '';
  const quote = customerQuote(handoff);
  const issue = quote === null ? `I see it is about ${subjectText(handoff)}` : `you wrote “${quote}”`;
  return `${salutation}, I'm ${shortName(agentName)}.${apology} I have read it all, so you need not repeat anything: ${issue}. Let me take care of it now.`;
};
