import type { Instant, Subject } from '@warmline/contracts';
import type { Entry, OrderedSet } from '@warmline/messaging/ordered-set';
import type { WaitSettings } from './settings.ts';

export interface WaitingHandoff {
  readonly handoffId: string;
  readonly conversationId: string;
  readonly tenantId: string;
  readonly subject: Subject;
  readonly priority: number;
  /** The first request; the age counts from here even after a return to the queue. */
  readonly requestedAt: Instant;
  /** The last entry into the queue. */
  readonly queuedAt: Instant;
  readonly steps: readonly { readonly team: string; readonly opensAt: Instant }[];
  readonly offeredAt: Instant | null;
  /** All its teams are closed until then. */
  readonly closedUntil: Instant | null;
  readonly lastAnnouncement: LastAnnouncement | null;
}

/** What the customer was last told. */
export interface LastAnnouncement {
  readonly at: Instant;
  readonly announcementKey: string;
  /** The announced range, minutes; null: that end was left out. */
  readonly lowMinutes: number | null;
  readonly highMinutes: number | null;
  /** The end of the announced range, as last promised, and the earliest of all promises so far. */
  readonly promisedUntil: Instant | null;
  readonly earliestPromise: Instant | null;
}

/** Waiting hand-offs in routing order, one line for each set of teams. Keyed by `lineKey`. */
export type QueueLines = ReadonlyMap<string, { readonly teams: readonly string[]; readonly order: OrderedSet }>;

export const teamsOf = (handoff: WaitingHandoff): readonly string[] =>
  [...new Set(handoff.steps.map((step) => step.team))].sort();
export const lineKey = (handoff: WaitingHandoff): string => JSON.stringify(teamsOf(handoff));

export const priorityLevel = (priority: number, { priorityLevels }: WaitSettings): number =>
  priorityLevels.filter((points) => priority >= points).length;

/** Routing order: the oldest request first, a level of priority counting as time already waited. */
export const sortKeyOf = ({ handoffId, priority, requestedAt }: WaitingHandoff, settings: WaitSettings): Entry => {
  return { at: requestedAt - priorityLevel(priority, settings) * settings.creditSeconds * 1000, id: handoffId };
};

/** The lines after `edit` has inserted or removed one hand-off; an empty line is dropped. */
export const editLine = (
  known: QueueLines,
  handoff: WaitingHandoff,
  settings: WaitSettings,
  edit: (order: OrderedSet, key: Entry) => OrderedSet,
): QueueLines => {
  const key = lineKey(handoff);
  const order = edit(known.get(key)?.order ?? null, sortKeyOf(handoff, settings));
  const next = new Map(known);
  if (order === null) next.delete(key);
  else next.set(key, { teams: teamsOf(handoff), order });
  return next;
};
