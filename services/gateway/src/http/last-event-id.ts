import { invalidLastEventId } from './problems.ts';

/** The sequence a stream resumes after; 0 = from the first event. */
export const parseLastEventId = (lastEventId: string | undefined): number => {
  if (lastEventId === undefined || lastEventId === '') return 0;
  if (!/^\d{1,15}$/.test(lastEventId)) throw invalidLastEventId(lastEventId);
  return Number(lastEventId);
};
