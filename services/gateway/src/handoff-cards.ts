import { setTimeout as pause } from 'node:timers/promises';
import type { DataOf } from '@warmline/contracts';
import { suggestedGreeting } from './domain/desk/greeting.ts';
import type { Queries } from './persistence/queries.ts';

/** What a desk shows of a hand-off; `handoff: null` where it has not arrived. */
export interface HandoffCard {
  readonly handoff: DataOf<'HandoffRequested'> | null;
  readonly firstLine?: string;
}

const RETRY_DELAYS_MS = [25, 50, 100, 200, 400, 800, 1_600];

/**
 * The cards of hand-offs, in one query. A hand-off may be a moment later than its offer, since two subjects bring them: what is missing
 * is looked for again for 3 s, less and less often, and no longer than anybody wants it.
 */
export const findHandoffCards = async (
  queries: Queries,
  handoffIds: readonly string[],
  agentName: string,
  isStillNeeded: () => boolean = () => true,
): Promise<ReadonlyMap<string, HandoffCard>> => {
  const cards = new Map<string, HandoffCard>(handoffIds.map((id) => [id, { handoff: null }]));
  let missing = [...cards.keys()];
  for (const delayMs of [0, ...RETRY_DELAYS_MS]) {
    if (missing.length === 0 || !isStillNeeded()) break;
    if (delayMs > 0) await pause(delayMs, undefined, { ref: false });
    for (const [id, handoff] of await queries.findHandoffs(missing))
      cards.set(id, { handoff, firstLine: suggestedGreeting(handoff, agentName) });
    missing = missing.filter((id) => cards.get(id)?.handoff === null);
  }
  return cards;
};
