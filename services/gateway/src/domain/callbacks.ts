import type { CallbackWindow, DataOf, Heard } from '@warmline/contracts';
import type { Commanded, Context } from '@warmline/messaging/decider';
import type { Conversation, OfCall, Promised } from './conversation.ts';
import { nothing, OK, Telling } from './telling.ts';
import { callEnded, callMissed, callOverdue, noSlots, slotGone } from './words.ts';

type Result = Commanded<Conversation>;
type Notice = Extract<DataOf<'CustomerNotified'>['notice'], { kind: 'callback' }>;

export const promised = ({
  at,
  data: { handoffId, poolId, notBefore = at, dueBy },
}: Heard<'CallbackBooked'>): Promised => ({
  handoffId,
  poolId,
  notBefore,
  dueBy,
});

const tellState = (t: Telling, { handoffId, notBefore, dueBy }: Promised, state: Notice['state']): void => {
  const choices: Notice['choices'] = state === 'ended' ? [] : ['cancel-callback'];
  t.tell('CustomerNotified', { notice: { kind: 'callback', handoffId, state, notBefore, dueBy, choices } });
};

export const tellPlanned = (t: Telling): void => {
  if (t.state.callback) tellState(t, t.state.callback, 'planned');
};

/** Asks routing not to call; its answer ends the call here too. */
export const giveUpCall = (t: Telling): void => {
  const { callback, tenantId, conversationId } = t.state;
  if (!callback) return;
  const { handoffId, poolId } = callback;
  t.also('CustomerLeft', { poolId, tenantId, handoffId, conversationId, reason: 'back-to-bot' });
};

/** When a call could be: for who still waits. */
const slotsTold = (
  before: Conversation,
  event: Heard<'CallbackWindowsOffered' | 'CallbackRefused'>,
  context: Context,
): Result => {
  const { handoffId, windows } = event.data;
  const { handoff } = before;
  if (before.is === 'ended' || handoff?.is !== 'queued' || handoff.handoffId !== handoffId) return nothing(before, OK);
  const t = new Telling(before, event.at, context.id);
  t.change({ callbackWindows: { handoffId, windows } });
  const some: readonly CallbackWindow[] = windows;
  if (some.length === 0) t.message('system', noSlots);
  else if (event.type === 'CallbackRefused') t.message('system', slotGone(event.data.reason));
  t.tell('CustomerNotified', {
    notice: { kind: 'callback-windows', handoffId, windows, choices: ['schedule-call', 'wait'] },
  });
  return t.done(200);
};

/** What became of the call that was promised; an ended conversation is told nothing. */
export const calls = (before: Conversation, event: Heard<OfCall>, context: Context): Result => {
  if (event.type === 'CallbackWindowsOffered' || event.type === 'CallbackRefused')
    return slotsTold(before, event, context);
  const { callback } = before;
  if (!callback || callback.handoffId !== event.data.handoffId) return nothing(before, OK);
  const t = new Telling(before, event.at, context.id);
  switch (event.type) {
    case 'CallbackAttempted': {
      const { retryAt: again } = event.data;
      if (again === undefined) return nothing(before, OK);
      t.change({ callback: { ...callback, notBefore: again, dueBy: Math.max(again, callback.dueBy) } });
      if (before.is === 'ended') break;
      t.message('system', callMissed(again - event.at));
      if (t.state.callback) tellState(t, t.state.callback, 'no-answer');
      break;
    }
    case 'CallbackOverdue':
      if (before.is === 'ended') break;
      t.message('system', callOverdue);
      tellState(t, callback, 'late');
      break;
    case 'CallbackEnded':
      t.change({ callback: null });
      if (before.is === 'ended') break;
      t.message('system', callEnded(event.data.reason));
      tellState(t, callback, 'ended');
      break;
  }
  return t.done(200);
};
