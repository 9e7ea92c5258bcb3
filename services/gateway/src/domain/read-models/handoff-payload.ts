import type { DataOf } from '@warmline/contracts';
import type { AnyEvent, CommandResult } from '@warmline/messaging/decider';
import { OK, stateOnly } from '../conversation/conversation-update.ts';

type HandoffPayload = DataOf<'HandoffRequested'>;

/** Characters of a summary with everything added to it: the last addition is always whole. */
const MAX_SUMMARY_CHARS = 4_500;
const CUSTOMER_ADDITION_PREFIX = '\nAdded by the customer: ';
/** What stands after the summary: by the customer, or by the agent who passed it on. */
const ADDITION_PATTERN = /\n(?:Added by the customer|Passed on by [^\n]+ with the note): /;

const DAY = 24 * 3_600_000;
/** As long as the subject it came from keeps it: who opens it later finds the outcome, not the conversation. */
export const payloadExpiresAt = (payload: HandoffPayload): number => payload.requestedAt + 30 * DAY;

const appendToSummary = (before: HandoffPayload, addition: string): HandoffPayload => {
  const { summary } = before.context;
  const text = `${summary.text.slice(0, MAX_SUMMARY_CHARS - addition.length)}${addition}`;
  return { ...before, context: { ...before.context, summary: { ...summary, text } } };
};

/** The payload of a hand-off as the desk shows it, with details the customer added later and the notes it was passed on with. A summary written better takes the place of the first one, not of what was added. */
export const updateHandoffPayload = (before: HandoffPayload | null, event: AnyEvent): CommandResult<HandoffPayload> => {
  if (event.type === 'HandoffRequested') return stateOnly(before ?? (event.data as HandoffPayload), OK);
  if (event.type === 'Tick')
    return stateOnly<HandoffPayload>(before !== null && event.at >= payloadExpiresAt(before) ? null : before, OK);
  if (before === null) return stateOnly<HandoffPayload>(before, OK);
  if (event.type === 'HandoffReturned') {
    const { agentId, transfer } = event.data as DataOf<'HandoffReturned'>;
    return stateOnly(
      transfer === undefined
        ? before
        : appendToSummary(before, `\nPassed on by ${agentId} with the note: ${transfer.note}`),
      OK,
    );
  }
  if (event.type !== 'HandoffContextAdded') return stateOnly(before, OK);
  const { details, model } = event.data as DataOf<'HandoffContextAdded'>;
  const { summary } = before.context;
  if (model !== undefined) {
    const additionsStart = summary.text.search(ADDITION_PATTERN);
    const additions = additionsStart < 0 ? '' : summary.text.slice(additionsStart);
    const text = `${details.replaceAll(CUSTOMER_ADDITION_PREFIX, ' ').slice(0, Math.max(0, MAX_SUMMARY_CHARS - additions.length))}${additions}`;
    return stateOnly(
      { ...before, context: { ...before.context, summary: { ...summary, text, written_by: model } } },
      OK,
    );
  }
  return stateOnly(appendToSummary(before, `${CUSTOMER_ADDITION_PREFIX}${details}`), OK);
};
