import type { Commanded, Context } from '@warmline/messaging/decider';
import { assessed, missed } from './assessment.ts';
import { calls } from './callbacks.ts';
import { type Conversation, FORGET_MS, IDLE_END_MS, type Incoming, type Settings } from './conversation.ts';
import { answerSurvey, end, resolve } from './endings.ts';
import { assigned, gone, offered, requested, returned, unstaffed, waiting } from './handoff.ts';
import { askHuman, choose, post, start } from './requests.ts';
import { nothing, OK, problem, Telling } from './telling.ts';
import { transfer, transferRefused } from './transfers.ts';

/** Everything a conversation can be asked or told, in one switch. */
export const speak =
  (settings: Settings) =>
  (before: Conversation | null, event: Incoming, context: Context): Commanded<Conversation> => {
    if (event.type === 'Start') return start(before, event, settings, context);
    if (before === null) return nothing<Conversation>(null, problem(404, 'Not found', 'there is no such conversation'));
    switch (event.type) {
      case 'Post':
        return post(before, event, settings, context);
      case 'Resolve':
        return resolve(before, event, context);
      case 'Transfer':
        return transfer(before, event, context);
      case 'AnswerSurvey':
        return answerSurvey(before, event, context);
      case 'AskHuman':
        return before.is === 'ended' ? ended(before) : askHuman(before, event, context);
      case 'Choose':
        return before.is === 'ended' ? ended(before) : choose(before, event, context);
      case 'End':
        return before.is === 'ended'
          ? nothing(before, { status: 202, body: { seq: before.seq } })
          : end(before, event, context);
      case 'EscalationAssessed':
        return assessed(before, event);
      case 'ScoreMissed':
        return missed(before, event);
      case 'HandoffOffered':
        return offered(before, event, context);
      case 'HandoffRequested':
        return requested(before, event, context);
      case 'HandoffAssigned':
        return assigned(before, event, context);
      case 'HandoffReturned':
        return returned(before, event, context);
      case 'TransferRefused':
        return transferRefused(before, event);
      case 'HandoffClosed':
      case 'HandoffAbandoned':
      case 'CallbackBooked':
      case 'TicketFiled':
        return gone(before, event, context);
      case 'CallbackWindowsOffered':
      case 'CallbackRefused':
      case 'CallbackAttempted':
      case 'CallbackOverdue':
      case 'CallbackEnded':
        return calls(before, event, context);
      case 'TeamUnstaffed':
        return unstaffed(before, event, context);
      case 'WaitEstimated':
        return waiting(before, event, context);
      case 'Tick':
        return tick(before, event.at, context);
    }
  };

const ended = (before: Conversation): Commanded<Conversation> =>
  nothing(before, problem(409, 'Conversation ended', 'start it again first'));

/** A bot that is silent has failed: said as its own turn, so that the policy hands over. Silence of everyone ends the conversation. */
const tick = (before: Conversation, at: number, context: Context): Commanded<Conversation> => {
  if (before.is === 'ended') return nothing(at >= before.lastAt + FORGET_MS ? null : before, OK);
  if (before.awaiting !== null && before.awaiting.deadline <= at) {
    const t = new Telling(before, at, context.id);
    t.message('bot', '', { bot: { error: 'timeout' } });
    t.change({ awaiting: null });
    return t.done(200);
  }
  if (at >= before.lastAt + IDLE_END_MS)
    return end(before, { type: 'End', id: context.id('idle'), at, data: { by: 'system' } }, context);
  return nothing(before, OK);
};
