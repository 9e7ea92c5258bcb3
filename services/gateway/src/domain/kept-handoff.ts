import type { DataOf } from '@warmline/contracts';
import type { Anything, Commanded } from '@warmline/messaging/decider';
import { nothing, OK } from './telling.ts';

type Kept = DataOf<'HandoffRequested'>;

/** Characters of a summary with everything added to it: the last addition is always whole. */
const LONGEST = 4_500;
const ADDED = '\nAdded by the customer: ';
/** What stands after the summary: by the customer, or by the agent who passed it on. */
const ADDITION = /\n(?:Added by the customer|Passed on by [^\n]+ with the note): /;

const DAY = 24 * 3_600_000;
/** As long as the subject it came from keeps it: who opens it later finds the outcome, not the conversation. */
export const forgottenAt = (kept: Kept): number => kept.requestedAt + 30 * DAY;

const longer = (before: Kept, added: string): Kept => {
  const { summary } = before.context;
  const text = `${summary.text.slice(0, LONGEST - added.length)}${added}`;
  return { ...before, context: { ...before.context, summary: { ...summary, text } } };
};

/** The payload of a hand-off as the desk shows it, with details the customer added later and the notes it was passed on with. A summary written better takes the place of the first one, not of what was added. */
export const keep = (before: Kept | null, event: Anything): Commanded<Kept> => {
  if (event.type === 'HandoffRequested') return nothing(before ?? (event.data as Kept), OK);
  if (event.type === 'Tick')
    return nothing<Kept>(before !== null && event.at >= forgottenAt(before) ? null : before, OK);
  if (before === null) return nothing<Kept>(before, OK);
  if (event.type === 'HandoffReturned') {
    const { agentId, transfer } = event.data as DataOf<'HandoffReturned'>;
    return nothing(
      transfer === undefined ? before : longer(before, `\nPassed on by ${agentId} with the note: ${transfer.note}`),
      OK,
    );
  }
  if (event.type !== 'HandoffContextAdded') return nothing(before, OK);
  const { details, model } = event.data as DataOf<'HandoffContextAdded'>;
  const { summary } = before.context;
  if (model !== undefined) {
    const from = summary.text.search(ADDITION);
    const kept = from < 0 ? '' : summary.text.slice(from);
    const text = `${details.replaceAll(ADDED, ' ').slice(0, Math.max(0, LONGEST - kept.length))}${kept}`;
    return nothing({ ...before, context: { ...before.context, summary: { ...summary, text, written_by: model } } }, OK);
  }
  return nothing(longer(before, `${ADDED}${details}`), OK);
};
