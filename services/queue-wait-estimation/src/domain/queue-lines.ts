import type { Instant, Subject } from '@warmline/contracts';
import type { OrderedSet, SortKey } from './ordered-set.ts';
import type { WaitSettings } from './settings.ts';

export interface WaitingHandoff {
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
  readonly lastAnnouncement: LastAnnouncement | null;
}

/** What was last published, and when. */
export interface LastAnnouncement {
  readonly at: Instant;
  readonly announcementKey: string;
  /** Both ends, minutes. */
  readonly lowMinutes?: number | null;
  readonly highMinutes?: number | null;
  /** The instant of the longer end, as last promised, and the earliest of all that were promised. */
  readonly promisedUntil?: Instant | null;
  readonly earliestPromise?: Instant | null;
}

/** Those who wait in the order they are taken, by the teams they wait for. */
export type QueueLines = ReadonlyMap<string, { readonly teams: readonly string[]; readonly order: OrderedSet }>;

export const teamsOf = (handoff: WaitingHandoff): readonly string[] =>
  [...new Set(handoff.steps.map((step) => step.team))].sort();
export const lineKey = (handoff: WaitingHandoff): string => JSON.stringify(teamsOf(handoff));

export const priorityLevel = (priority: number, { priorityLevels }: WaitSettings): number =>
  priorityLevels.filter((points) => priority >= points).length;

/** Where routing takes a hand-off from: the oldest request, a level of priority counting as waiting. */
export const sortKeyOf = ({ handoffId, priority, requestedAt }: WaitingHandoff, settings: WaitSettings): SortKey => {
  return { at: requestedAt - priorityLevel(priority, settings) * settings.creditSeconds * 1000, id: handoffId };
};

/** The lines with one more or one fewer. */
export const editLine = (
  known: QueueLines,
  handoff: WaitingHandoff,
  settings: WaitSettings,
  edit: (order: OrderedSet, place: SortKey) => OrderedSet,
): QueueLines => {
  const key = lineKey(handoff);
  const order = edit(known.get(key)?.order ?? null, sortKeyOf(handoff, settings));
  const next = new Map(known);
  if (order === null) next.delete(key);
  else next.set(key, { teams: teamsOf(handoff), order });
  return next;
};
