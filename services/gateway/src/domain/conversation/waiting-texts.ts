import type { DataOf } from '@warmline/contracts';
import { openingHoursText, say, teamText } from '@warmline/locale';
import type { WaitingFacts } from './waiting-facts.ts';

export type WaitingNotice = Extract<DataOf<'CustomerNotified'>['notice'], { kind: 'waiting' }>;

/** Hours and next opening in the language and zone of the customer; in English where routing gave no more than a text. */
export const hoursText = (language: string, closed: WaitingFacts['closed'], readerZone: string | undefined): string => {
  const { hours = '', timeZone, week, opensAt } = closed ?? {};
  return timeZone === undefined || week === undefined
    ? hours
    : openingHoursText(language, { timeZone, week }, opensAt, readerZone).slice(0, 500);
};

const queueTitle = (
  language: string,
  { position, lowMinutes: low, highMinutes: high }: Partial<WaitingNotice>,
): string => {
  if (position === undefined) return say(language, 'card.queue');
  if (low === undefined) return say(language, 'card.queue-place', { position });
  const wait = say(language, 'duration.minutes', { count: high ?? low });
  if (high === undefined) return say(language, 'card.queue-longer', { position, wait });
  return low === high
    ? say(language, 'card.queue-about', { position, wait })
    : say(language, 'card.queue-range', { position, low, wait });
};

/** What the card says in each of its states: one line, and more below it. */
export const waitingTexts = (
  language: string,
  card: Pick<WaitingNotice, 'state'> & Partial<WaitingNotice>,
): Pick<WaitingNotice, 'title' | 'text'> => {
  const { state, team = '', hours = '' } = card;
  switch (state) {
    case 'ringing':
      return {
        title: say(language, 'card.ringing', { team: teamText(language, team) }),
        text: say(language, 'card.ringing-text'),
      };
    case 'queue':
      return { title: queueTitle(language, card), text: say(language, 'card.queue-text') };
    case 'nobody':
      return { title: say(language, 'card.nobody'), text: say(language, 'card.nobody-text') };
    case 'closed': {
      const opening = hours === '' ? [] : [say(language, 'card.closed-hours', { hours })];
      const text = [...opening, say(language, 'card.closed-text'), say(language, 'bot.until-then')].join(' ');
      return { title: say(language, 'card.closed'), text };
    }
  }
};
