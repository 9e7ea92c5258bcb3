import { setTimeout as pause } from 'node:timers/promises';
import type { DataOf } from '@warmline/contracts';
import { firstLine } from './domain/first-line.ts';
import type { Reads } from './persistence/reads.ts';

/** What a desk shows of a hand-off; `handoff: null` where it has not arrived. */
export interface Card {
  readonly handoff: DataOf<'HandoffRequested'> | null;
  readonly firstLine?: string;
}

const PAUSES_MS = [25, 50, 100, 200, 400, 800, 1_600];

/**
 * The cards of hand-offs, in one query. A hand-off may be a moment later than its offer, since two subjects bring them: what is missing
 * is looked for again for 3 s, less and less often, and no longer than anybody wants it.
 */
export const findCards = async (
  reads: Reads,
  handoffIds: readonly string[],
  agentName: string,
  wanted: () => boolean = () => true,
): Promise<ReadonlyMap<string, Card>> => {
  const cards = new Map<string, Card>(handoffIds.map((id) => [id, { handoff: null }]));
  let missing = [...cards.keys()];
  for (const ms of [0, ...PAUSES_MS]) {
    if (missing.length === 0 || !wanted()) break;
    if (ms > 0) await pause(ms, undefined, { ref: false });
    for (const [id, handoff] of await reads.findHandoffs(missing))
      cards.set(id, { handoff, firstLine: firstLine(handoff, agentName) });
    missing = missing.filter((id) => cards.get(id)?.handoff === null);
  }
  return cards;
};
