import type { DataOf } from '@warmline/contracts';

/** The label under which an event is counted that somebody should act on; null: nobody need. */
export const alarmLabel = (event: { readonly type: string; readonly data: unknown }): string | null => {
  if (event.type === 'CallbackOverdue') return 'callback-overdue';
  if (event.type !== 'TeamUnstaffed') return null;
  return (event.data as DataOf<'TeamUnstaffed'>).closed === undefined ? 'unstaffed' : 'closed';
};
