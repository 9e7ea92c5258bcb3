import type { Instant } from '@warmline/contracts';
import type { Conversation, HandoffStatus } from './conversation.ts';
import type { ConversationUpdate } from './conversation-update.ts';
import { choicesOf } from './queue-choices.ts';
import type { WaitingFacts } from './waiting-facts.ts';
import { hoursText, type WaitingNotice, waitingTexts } from './waiting-texts.ts';

type Queued = Extract<HandoffStatus, { is: 'queued' }>;

/** The state of the card; null = not known yet. */
const stateOf = (facts: WaitingFacts, at: Instant, isShown: boolean): WaitingNotice['state'] | null => {
  const { ringing, closed, unstaffed, estimate, silentUntil = at } = facts;
  const mayGuess = isShown || at >= silentUntil;
  if (ringing !== undefined) return 'ringing';
  if (closed !== undefined) return closed.hours === undefined && !mayGuess ? null : 'closed';
  if (unstaffed !== undefined) return 'nobody';
  // An estimate of less than a minute means that somebody is free: they are asked next.
  return mayGuess || (estimate !== undefined && !estimate.announcement.underOneMinute) ? 'queue' : null;
};

const waitingNotice = (
  handoff: Queued,
  { language, timeZone, shownCard }: Conversation,
  at: Instant,
): WaitingNotice | null => {
  const { handoffId, waiting: facts = {} } = handoff;
  const state = stateOf(facts, at, Boolean(shownCard));
  if (state === null) return null;
  const { ringing, closed, estimate, detailsUntil = at } = facts;
  const { lowMinutes, highMinutes } = estimate?.announcement ?? {};
  const shown = {
    kind: 'waiting' as const,
    handoffId,
    state,
    ...(state === 'ringing' && ringing !== undefined ? { team: ringing.team } : {}),
    ...(state === 'queue' && estimate !== undefined
      ? {
          position: estimate.position,
          ...(lowMinutes === undefined ? {} : { lowMinutes }),
          ...(highMinutes === undefined ? {} : { highMinutes }),
        }
      : {}),
    ...(state === 'closed' ? { hours: hoursText(language, closed, timeZone) } : {}),
    ...(state === 'closed' && closed?.opensAt !== undefined ? { opensAt: closed.opensAt } : {}),
  };
  const choices = choicesOf(state, detailsUntil > at);
  const asked = choices.choices.includes('connect-now') ? { detailsUntil } : {};
  return { ...shown, ...waitingTexts(language, shown), ...choices, ...asked };
};

/** The customer has answered whether to connect now or to share details. */
export const withoutDetailsQuestion = (update: ConversationUpdate): void => {
  const { handoff } = update.state;
  if (handoff?.is !== 'queued' || handoff.waiting === undefined) return;
  const { detailsUntil: _answered, ...waiting } = handoff.waiting;
  update.updateState({ handoff: { ...handoff, waiting } });
  if (update.state.shownCard) showCard(update);
};

/** Shows the card of the hand-off that waits, unless the customer sees the same one already. */
export const showCard = (update: ConversationUpdate): void => {
  const { handoff, shownCard } = update.state;
  if (handoff?.is !== 'queued') return;
  const notice = waitingNotice(handoff, update.state, update.at);
  const card = JSON.stringify(notice);
  if (notice === null || card === shownCard) return;
  update.updateState({ shownCard: card });
  update.emit('CustomerNotified', { notice });
};
