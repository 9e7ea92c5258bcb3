import type { DataOf } from '@warmline/contracts';
import { suggestedGreeting } from '../domain/desk/greeting.ts';
import type { Queries } from '../persistence/queries.ts';

/** What a desk shows of a hand-off; `handoff: null` once the payload is past its retention. */
export interface HandoffCard {
  readonly handoff: DataOf<'HandoffRequested'> | null;
  readonly suggestedGreeting?: string;
}

/** The cards of hand-offs, in one query. */
export const findHandoffCards = async (
  queries: Queries,
  handoffIds: readonly string[],
  agentName: string,
): Promise<ReadonlyMap<string, HandoffCard>> => {
  const cards = new Map<string, HandoffCard>(handoffIds.map((id) => [id, { handoff: null }]));
  if (cards.size > 0)
    for (const [id, handoff] of await queries.findHandoffs([...cards.keys()]))
      cards.set(id, { handoff, suggestedGreeting: suggestedGreeting(handoff, agentName) });
  return cards;
};
