import type { ConversationView } from './conversation-view.ts';

/** A person the customer talks to, or their place in the queue. */
export type GivenUp = { readonly is: 'person'; readonly name: string | null } | { readonly is: 'place' };

/** What a customer who starts a new conversation gives up; undefined: nothing. */
export const givenUpBy = ({
  owner,
  agent,
  waiting,
  isHumanRequested,
  isEnded,
}: ConversationView): GivenUp | undefined => {
  if (isEnded) return undefined;
  if (owner?.kind === 'agent') return { is: 'person', name: agent?.name ?? null };
  return waiting !== undefined || isHumanRequested ? { is: 'place' } : undefined;
};
