import type { DataOf } from '@warmline/contracts';
import type { Anything, Commanded } from '@warmline/messaging/decider';
import { nothing, OK } from './telling.ts';

type Kept = DataOf<'HandoffRequested'>;

/** Characters of a summary with everything added to it: the last addition is always whole. */
const LONGEST = 4_500;

const DAY = 24 * 3_600_000;
/** As long as the topic it came from keeps it: who opens it later finds the outcome, not the conversation. */
export const forgottenAt = (kept: Kept): number => kept.requestedAt + 30 * DAY;

/** The payload of a hand-off as the desk shows it, with details the customer added later. */
export const keep = (before: Kept | null, event: Anything): Commanded<Kept> => {
  if (event.type === 'HandoffRequested') return nothing(before ?? (event.data as Kept), OK);
  if (event.type === 'Tick')
    return nothing<Kept>(before !== null && event.at >= forgottenAt(before) ? null : before, OK);
  if (event.type !== 'HandoffContextAdded' || before === null) return nothing(before, OK);
  const added = `\nAdded by the customer: ${(event.data as DataOf<'HandoffContextAdded'>).details}`;
  const { summary } = before.context;
  const text = `${summary.text.slice(0, LONGEST - added.length)}${added}`;
  return nothing({ ...before, context: { ...before.context, summary: { ...summary, text } } }, OK);
};
