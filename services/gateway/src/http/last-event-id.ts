import { ProblemException } from '@warmline/service-kit';

/** The sequence a stream goes on after; 0 = from the first event. */
export const parseLastEventId = (lastEventId: string | undefined): number => {
  if (lastEventId === undefined || lastEventId === '') return 0;
  if (!/^\d{1,15}$/.test(lastEventId))
    throw new ProblemException({
      type: 'about:blank',
      title: 'Bad request',
      status: 400,
      detail: `Last-Event-ID: ${JSON.stringify(lastEventId.slice(0, 40))} is not a sequence`,
    });
  return Number(lastEventId);
};
