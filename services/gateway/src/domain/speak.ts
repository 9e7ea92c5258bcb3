import type { Commanded } from '@warmline/messaging';
import type { Context } from '@warmline/messaging/decider';
import { type Conversation, defaults, type Incoming, type Settings } from './conversation.ts';
import { assessed, assigned, closed, missed, offered, requested, returned, waiting } from './handoff.ts';
import { answerSurvey, askHuman, choose, end, post, resolve, start } from './requests.ts';
import { nothing, problem, Telling } from './telling.ts';

/** Everything a conversation can be asked or told, in one switch. */
export const speak =
  (changed: Partial<Settings> = {}) =>
  (before: Conversation | null, event: Incoming, context: Context): Commanded<Conversation> => {
    const settings = { ...defaults, ...changed };
    if (event.type === 'Start') return start(before, event, context);
    if (before === null) return nothing<Conversation>(null, problem(404, 'Not found', 'there is no such conversation'));
    switch (event.type) {
      case 'Post':
        return post(before, event, settings, context);
      case 'Resolve':
        return resolve(before, event, context);
      case 'AnswerSurvey':
        return answerSurvey(before, event, context);
      case 'AskHuman':
        return before.is === 'ended' ? ended(before) : askHuman(before, event, context);
      case 'Choose':
        return before.is === 'ended' ? ended(before) : choose(before, event, context);
      case 'End':
        return before.is === 'ended' ? nothing(before, { status: 202, body: { seq: before.seq } }) : end(before, event, context);
      case 'EscalationAssessed':
        return assessed(before, event);
      case 'ScoreMissed':
        return missed(before, event);
      case 'HandoffOffered':
        return offered(before, event, context);
      case 'HandoffRequested':
        return requested(before, event, settings, context);
      case 'HandoffAssigned':
        return assigned(before, event, context);
      case 'HandoffReturned':
        return returned(before, event, context);
      case 'HandoffClosed':
        return closed(before, event, context);
      case 'WaitEstimated':
        return waiting(before, event, context);
      case 'Tick':
        return tick(before, event.at, settings, context);
    }
  };

const ended = (before: Conversation): Commanded<Conversation> => nothing(before, problem(409, 'Conversation ended', 'start it again first'));

/** A bot that is silent has failed: said as its own turn, so that the policy hands over. Silence of everyone ends the conversation. */
const tick = (before: Conversation, at: number, settings: Settings, context: Context): Commanded<Conversation> => {
  if (before.is === 'ended') return at >= before.lastAt + settings.forgetMs ? nothing<Conversation>(null, { status: 200, body: {} }) : nothing(before, { status: 200, body: {} });
  if (before.awaiting !== null && before.awaiting.deadline <= at) {
    const t = new Telling(before, at, context.id);
    t.message('bot', '', { bot: { error: 'timeout' } });
    t.change({ awaiting: null });
    return t.done(200);
  }
  if (at >= before.lastAt + settings.idleEndMs) return end(before, { type: 'End', id: context.id('idle'), at, data: { by: 'system' } }, context);
  return nothing(before, { status: 200, body: {} });
};
