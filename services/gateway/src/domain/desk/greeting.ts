import type { DataOf } from '@warmline/contracts';
import { say } from '@warmline/locale';
import { greetingName } from '@warmline/text';
import { customerQuote, subjectText } from '../conversation/issue.ts';
import { shortName } from '../conversation/notices.ts';

/** A first message the agent can send as it is, in the customer's language: name, apology if due, and what the agent knows. */
export const suggestedGreeting = (handoff: DataOf<'HandoffRequested'>, agentName: string): string => {
  const { language } = handoff;
  const name = greetingName(handoff.context.customer?.name ?? '');
  const agent = shortName(agentName);
  const quote = customerQuote(handoff);
  return [
    name === null ? say(language, 'greeting.hello', { agent }) : say(language, 'greeting.hello-name', { agent, name }),
    ...(handoff.sentiment_recovery ? [say(language, 'greeting.apology')] : []),
    quote === null
      ? say(language, 'greeting.read-issue', { issue: subjectText(language, handoff) })
      : say(language, 'greeting.read-quote', { quote }),
  ].join(' ');
};
