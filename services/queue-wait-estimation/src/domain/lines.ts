import type { Instant, Subject } from '@warmline/contracts';
import type { Order, Place } from './order.ts';
import type { WaitSettings } from './settings.ts';

export interface Waiting {
  readonly handoffId: string;
  readonly conversationId: string;
  readonly tenantId: string;
  readonly subject: Subject;
  readonly priority: number;
  /** Its age counts from here, however often it comes back. */
  readonly requestedAt: Instant;
  /** When it last entered the queue. */
  readonly queuedAt: Instant;
  readonly steps: readonly { readonly team: string; readonly opensAt: Instant }[];
  readonly offeredAt: Instant | null;
  /** All its teams are closed until then. Absent in rows saved before schema 3, as are the promises. */
  readonly closedUntil?: Instant | null;
  readonly announced: Announced | null;
}

/** What was last published, and when. */
export interface Announced {
  readonly at: Instant;
  readonly what: string;
  /** Both ends, minutes. */
  readonly low?: number | null;
  readonly high?: number | null;
  /** The instant of the longer end, as last promised, and the earliest of all that were promised. */
  readonly until?: Instant | null;
  readonly promised?: Instant | null;
}

/** Those who wait in the order they are taken, by the teams they wait for. */
export type Lines = ReadonlyMap<string, { readonly teams: readonly string[]; readonly order: Order }>;

export const teamsOf = (handoff: Waiting): readonly string[] =>
  [...new Set(handoff.steps.map((step) => step.team))].sort();
export const lineKey = (handoff: Waiting): string => JSON.stringify(teamsOf(handoff));

export const levelOf = (priority: number, { levels }: WaitSettings): number =>
  levels.filter((points) => priority >= points).length;

/** Where routing takes a hand-off from: the oldest request, a level of priority counting as waiting. */
export const placeOf = ({ handoffId, priority, requestedAt }: Waiting, settings: WaitSettings): Place => {
  return { at: requestedAt - levelOf(priority, settings) * settings.creditSeconds * 1000, id: handoffId };
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
