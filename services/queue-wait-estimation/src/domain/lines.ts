import type { Instant, RoutingTopic } from '@warmline/contracts';
import type { Order, Place } from './order.ts';
import type { WaitSettings } from './settings.ts';

export interface Waiting {
  readonly handoffId: string;
  readonly conversationId: string;
  readonly tenantId: string;
  readonly topic: RoutingTopic;
  readonly priority: number;
  /** Its age counts from here, however often it comes back. */
  readonly requestedAt: Instant;
  /** When it last entered the queue. */
  readonly queuedAt: Instant;
  readonly steps: readonly { readonly team: string; readonly opensAt: Instant }[];
  readonly offeredAt: Instant | null;
  /** What was last published, and when. */
  readonly announced: { readonly at: Instant; readonly what: string } | null;
}

/** Those who wait in the order they are taken, by the teams they wait for. */
export type Lines = ReadonlyMap<string, { readonly teams: readonly string[]; readonly order: Order }>;

export const teamsOf = (handoff: Waiting): readonly string[] =>
  [...new Set(handoff.steps.map((step) => step.team))].sort();
export const lineKey = (handoff: Waiting): string => JSON.stringify(teamsOf(handoff));

/** Where routing takes a hand-off from: the oldest request, a level of priority counting as waiting. */
export const placeOf = ({ handoffId, priority, requestedAt }: Waiting, settings: WaitSettings): Place => {
  const level = settings.levels.filter((points) => priority >= points).length;
  return { at: requestedAt - level * settings.creditSeconds * 1000, id: handoffId };
};

/** The lines with one more or one fewer. */
export const changed = (
  known: Lines,
  handoff: Waiting,
  settings: WaitSettings,
  edit: (order: Order, place: Place) => Order,
): Lines => {
  const key = lineKey(handoff);
  const order = edit(known.get(key)?.order ?? null, placeOf(handoff, settings));
  const next = new Map(known);
  if (order === null) next.delete(key);
  else next.set(key, { teams: teamsOf(handoff), order });
  return next;
};
