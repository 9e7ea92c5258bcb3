import type { CallbackWindow, DataOf, EventOf } from '@warmline/contracts';
import type { CommandResult, Context } from '@warmline/messaging/decider';
import { OK, stateOnly } from '../results.ts';
import { type Conversation, type PromisedCallback, withSurvey } from './conversation.ts';
import type { CallbackEventType } from './conversation-commands.ts';
import { ConversationUpdate } from './conversation-update.ts';
import {
  callEndedText,
  callMissedText,
  callOverdueText,
  callTimeText,
  noCallbackWindowsText,
  windowRefusedText,
  windowsWithText,
} from './notices.ts';

type Result = CommandResult<Conversation>;
type CallbackNotice = Extract<DataOf<'CustomerNotified'>['notice'], { kind: 'callback' }>;

export const promisedCallback = ({
  at,
  data: { handoffId, poolId, notBefore = at, dueBy },
}: EventOf<'CallbackBooked'>): PromisedCallback => ({
  handoffId,
  poolId,
  notBefore,
  dueBy,
});

const notifyCallbackState = (
  update: ConversationUpdate,
  { handoffId, notBefore, dueBy }: PromisedCallback,
  state: CallbackNotice['state'],
): void => {
  const choices: CallbackNotice['choices'] = state === 'ended' ? [] : ['cancel-callback'];
  const when = callTimeText(update.state, notBefore, dueBy);
  update.emit('CustomerNotified', {
    notice: { kind: 'callback', handoffId, state, notBefore, dueBy, ...when, choices },
  });
};

export const notifyCallbackPlanned = (update: ConversationUpdate): void => {
  if (update.state.callback) notifyCallbackState(update, update.state.callback, 'planned');
};

/** Asks routing to cancel the callback. Its answer ends the callback here. */
export const cancelCallback = (update: ConversationUpdate): void => {
  const { callback, tenantId, conversationId } = update.state;
  if (!callback) return;
  const { handoffId, poolId } = callback;
  update.emitDeskEvent('CustomerLeft', { poolId, tenantId, handoffId, conversationId, reason: 'back-to-bot' });
};

/** Offers callback windows to a customer who is still in the queue. */
const onCallbackWindows = (
  before: Conversation,
  event: EventOf<'CallbackWindowsOffered' | 'CallbackRefused'>,
  context: Context,
): Result => {
  const { handoffId } = event.data;
  const { windows } = event.data;
  const { handoff } = before;
  if (before.is === 'ended' || handoff?.is !== 'queued' || handoff.handoffId !== handoffId)
    return stateOnly(before, OK);
  const update = new ConversationUpdate(before, event.at, context.id);
  update.updateState({ callbackWindows: { handoffId, windows } });
  if ((windows as readonly CallbackWindow[]).length === 0) update.postMessage('system', noCallbackWindowsText(before));
  else if (event.type === 'CallbackRefused') update.postMessage('system', windowRefusedText(before, event.data.reason));
  update.emit('CustomerNotified', {
    notice: {
      kind: 'callback-windows',
      handoffId,
      windows: windowsWithText(before, windows),
      choices: ['schedule-call', 'wait'],
    },
  });
  return update.result(200);
};

/** Progress of a booked callback. In an ended conversation it changes the state only, without a message. */
export const onCallbackEvent = (before: Conversation, event: EventOf<CallbackEventType>, context: Context): Result => {
  if (event.type === 'CallbackWindowsOffered' || event.type === 'CallbackRefused')
    return onCallbackWindows(before, event, context);
  const { callback } = before;
  if (!callback || callback.handoffId !== event.data.handoffId) return stateOnly(before, OK);
  const update = new ConversationUpdate(before, event.at, context.id);
  switch (event.type) {
    case 'CallbackAttempted': {
      const { retryAt } = event.data;
      if (retryAt === undefined) return stateOnly(before, OK);
      update.updateState({ callback: { ...callback, notBefore: retryAt, dueBy: Math.max(retryAt, callback.dueBy) } });
      if (before.is === 'ended') break;
      update.postMessage('system', callMissedText(before, retryAt - event.at));
      if (update.state.callback) notifyCallbackState(update, update.state.callback, 'no-answer');
      break;
    }
    case 'CallbackOverdue':
      if (before.is === 'ended') break;
      update.postMessage('system', callOverdueText(before));
      notifyCallbackState(update, callback, 'late');
      break;
    case 'CallbackEnded':
      update.updateState({ callback: null });
      // Only a customer who talked to a person is asked how it went.
      if (event.data.reason === 'done') update.updateState({ surveys: withSurvey(before, callback.handoffId) });
      if (before.is === 'ended') break;
      update.postMessage('system', callEndedText(before, event.data.reason));
      notifyCallbackState(update, callback, 'ended');
      if (event.data.reason === 'done')
        update.emit('CustomerNotified', { notice: { kind: 'survey', handoffId: callback.handoffId } });
      break;
  }
  return update.result(200);
};
