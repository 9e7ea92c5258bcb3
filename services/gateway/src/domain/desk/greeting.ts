import type { DataOf } from '@warmline/contracts';
import { say } from '@warmline/locale';
import { greetingName } from '@warmline/text';
import { customerQuote, isUntold, subjectText } from '../conversation/issue.ts';
import { shortName } from '../conversation/notices.ts';

const MAX_QUOTE_CHARS = 160;

const hasBotSpoken = ({ context }: DataOf<'HandoffRequested'>): boolean =>
  context.transcript.some(({ role, withheld }) => role === 'bot' && withheld !== true);

/**
 * A first message the agent can send as it is, in the customer's language: name, apology for a bot that has spoken, and what the customer
 * wants now.
 */
export const suggestedGreeting = (handoff: DataOf<'HandoffRequested'>, agentName: string): string => {
  const { language } = handoff;
  const name = greetingName(handoff.context.customer?.name ?? '');
  const agent = shortName(agentName);
  const hello =
    name === null ? say(language, 'greeting.hello', { agent }) : say(language, 'greeting.hello-name', { agent, name });
  const quote = customerQuote(language, handoff, MAX_QUOTE_CHARS);
  const apology = handoff.sentiment_recovery && hasBotSpoken(handoff) ? [say(language, 'greeting.apology')] : [];
  if (isUntold(handoff)) return [hello, ...apology, say(language, 'greeting.ask')].join(' ');
  return [
    hello,
    ...apology,
    quote === null
      ? say(language, 'greeting.read-issue', { issue: subjectText(language, handoff) })
      : say(language, 'greeting.read-quote', { quote }),
  ].join(' ');
};
