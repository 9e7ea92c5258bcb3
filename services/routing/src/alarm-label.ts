import type { DataOf } from '@warmline/contracts';

/** The metric label of an event that a supervisor should act on; null for all others. */
export const alarmLabel = (event: { readonly type: string; readonly data: unknown }): string | null => {
  if (event.type === 'CallbackOverdue') return 'callback-overdue';
  if (event.type !== 'TeamUnstaffed') return null;
  return (event.data as DataOf<'TeamUnstaffed'>).closed === undefined ? 'unstaffed' : 'closed';
};
