import type { DataOf } from '@warmline/contracts';
import type { Commanded } from '@warmline/messaging';
import type { Anything } from '@warmline/messaging/decider';
import { nothing } from './telling.ts';

type Kept = DataOf<'HandoffRequested'>;

/** The payload of a hand-off as the desk shows it, with details the customer added later. */
export const keep = (before: Kept | null, event: Anything): Commanded<Kept> => {
  if (event.type === 'HandoffRequested') return nothing(before ?? (event.data as Kept), { status: 200, body: {} });
  if (event.type !== 'HandoffContextAdded' || before === null) return nothing(before, { status: 200, body: {} });
  const { details } = event.data as DataOf<'HandoffContextAdded'>;
  const summary = { ...before.context.summary, text: `${before.context.summary.text}\nAdded by the customer: ${details}`.slice(0, 2_000) };
  return nothing({ ...before, context: { ...before.context, summary } }, { status: 200, body: {} });
};
