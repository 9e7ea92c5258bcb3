import type { DataOf } from '@warmline/contracts';
import { subjectOf, wordsOf } from './issue.ts';
import { firstName } from './words.ts';

/** The agent's first line, ready to send: who I am and what I know, so that nobody has to repeat it. */
export const firstLine = (handoff: DataOf<'HandoffRequested'>, agentName: string): string => {
  const name = handoff.context.customer?.name;
  const hello = name === undefined ? 'Hello' : `Hello ${firstName(name)}`;
  const sorry = handoff.sentiment_recovery ? ' I am sorry for the trouble so far.' : '';
  const words = wordsOf(handoff);
  const about = words === null ? `I see it is about ${subjectOf(handoff)}` : `you wrote “${words}”`;
  return `${hello}, I'm ${firstName(agentName)}.${sorry} I have read it all, so you need not repeat anything: ${about}. Let me take care of it now.`;
};
