import type { DataOf, EventOf, Instant } from '@warmline/contracts';

/** What is known of a wait. The card follows from these facts alone, so that no state contradicts another. */
export interface WaitingFacts {
  /** The open offer to an agent, and their team. */
  readonly ringing?: { readonly offerId: string; readonly team: string };
  /** All its teams are closed; `hours` absent: not heard yet, `opensAt` absent: without an opening. */
  readonly closed?: Partial<NonNullable<DataOf<'TeamUnstaffed'>['closed']>>;
  /** Its teams are open, and nobody on duty can serve it. */
  readonly unstaffed?: true;
  readonly estimate?: Pick<DataOf<'WaitEstimated'>, 'position' | 'announcement'>;
  /** The customer asked for a person: until then they are asked whether to connect now or to share details first. */
  readonly detailsUntil?: Instant;
  /** Until then nothing is shown while it is not known whether somebody is free. */
  readonly silentUntil?: Instant;
}
export type WaitingFact = EventOf<
  'HandoffQueued' | 'HandoffOfferedToAgent' | 'HandoffReturned' | 'TeamUnstaffed' | 'WaitEstimated'
>;

/** How long the first card waits for routing and estimate, milliseconds. */
const SILENCE_MS = 1_500;

export const newWait = (at: Instant): WaitingFacts => ({ silentUntil: at + SILENCE_MS });

/** True before the opening of teams that are all closed. */
export const isBeforeOpening = ({ closed }: WaitingFacts, at: Instant): boolean =>
  closed !== undefined && at < (closed.opensAt ?? Number.POSITIVE_INFINITY);

const withEstimate = (facts: WaitingFacts, { at, data }: EventOf<'WaitEstimated'>): WaitingFacts => {
  if (isBeforeOpening(facts, at)) return facts;
  const { unstaffed, closed: _over, ...others } = facts;
  const { position, announcement } = data;
  const stillUnstaffed = unstaffed !== undefined && announcement.lowMinutes === undefined;
  return { ...others, ...(stillUnstaffed ? { unstaffed } : {}), estimate: { position, announcement } };
};

export const withFact = (facts: WaitingFacts, event: WaitingFact): WaitingFacts => {
  const { ringing, closed, unstaffed, ...others } = facts;
  switch (event.type) {
    case 'HandoffQueued':
      return event.data.closed === undefined ? facts : { ...facts, closed: { ...event.data.closed, ...closed } };
    case 'TeamUnstaffed':
      return event.data.closed === undefined
        ? { ...others, unstaffed: true }
        : { ...others, closed: event.data.closed };
    case 'HandoffOfferedToAgent':
      return { ...others, ringing: { offerId: event.data.offerId, team: event.data.team } };
    case 'HandoffReturned': {
      const { ringing: ended, ...rest } = facts;
      return ended !== undefined && ended.offerId === event.data.offerId ? rest : facts;
    }
    case 'WaitEstimated':
      return withEstimate(facts, event);
  }
};
