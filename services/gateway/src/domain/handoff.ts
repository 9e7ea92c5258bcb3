import type { DataOf, Heard, VerdictName } from '@warmline/contracts';
import type { Commanded } from '@warmline/messaging';
import type { Context } from '@warmline/messaging/decider';
import type { Conversation, Settings } from './conversation.ts';
import { nothing, Telling } from './telling.ts';

type Result = Commanded<Conversation>;
const OK = { status: 200, body: {} };
const rank: Record<VerdictName, number> = { none: 0, offer: 1, immediate: 2 };

export const assessed = (before: Conversation, event: Heard<'EscalationAssessed'>): Result => {
  const { seq, verdict, reasons, rules } = event.data;
  const known = before.assessment;
  const stronger = rank[verdict] > rank[known.verdict];
  const assessment = { ...known, throughSeq: Math.max(known.throughSeq, seq), ...(stronger ? { verdict, reasons, rules } : {}) };
  return nothing({ ...before, assessment }, OK);
};

export const missed = (before: Conversation, event: Heard<'ScoreMissed'>): Result =>
  nothing({ ...before, assessment: { ...before.assessment, missed: [...before.assessment.missed, event.data.seq].slice(-100) } }, OK);

/** The customer is asked once; the bot goes on answering meanwhile. */
export const offered = (before: Conversation, event: Heard<'HandoffOffered'>, context: Context): Result => {
  if (before.is === 'ended' || before.owner.kind !== 'bot') return nothing(before, OK);
  const t = new Telling(before, event.at, context.id);
  t.message('system', event.data.text);
  t.change({ offer: event.data.offerId });
  t.tell('NoticeGiven', { notice: { kind: 'handoff-offer', offerId: event.data.offerId, choices: ['accept-offer', 'decline-offer'] } });
  return t.done(200);
};

/** Nobody is handed over without warning: the words come first, then the conversation leaves the bot. */
export const requested = (before: Conversation, event: Heard<'HandoffRequested'>, settings: Settings, context: Context): Result => {
  const { handoffId, poolId, text, reasons } = event.data;
  if (before.is === 'ended' || before.handoff?.handoffId === handoffId || before.owner.kind !== 'bot') return nothing(before, OK);
  const t = new Telling(before, event.at, context.id);
  t.message('system', text);
  t.change({ handoff: { is: 'queued', handoffId, poolId }, offer: null, waitTold: null });
  t.pass('queue', handoffId, 'handed over');
  t.tell('NoticeGiven', { notice: { kind: 'queued', handoffId, choices: ['wait', 'callback', 'back-to-bot'] } });
  if (reasons.includes('human_request'))
    t.tell('NoticeGiven', { notice: { kind: 'share-details', handoffId, choices: ['connect-now', 'share-details'], closesAt: t.at + settings.detailsMs } });
  return t.done(200);
};

/** Warm: the agent is introduced by name and team, to the customer by name, with what was passed on. */
export const assigned = (before: Conversation, event: Heard<'HandoffAssigned'>, context: Context): Result => {
  const { handoffId, poolId, agentId, agentName, team } = event.data;
  if (before.handoff?.handoffId === handoffId && before.handoff.is === 'closed') return nothing(before, OK);
  const t = new Telling(before, event.at, context.id);
  t.change({ handoff: { is: 'assigned', handoffId, poolId, agentId, agentName, team }, waitTold: null });
  if (before.is === 'ended') return t.done(200);
  t.pass('agent', agentId, 'assigned');
  const name = before.customer?.name;
  t.message('system', `${name === undefined ? '' : `${name}, `}${agentName} from the ${teamName(team)} is with you now. ${agentName} has the summary, the whole conversation and what was tried, so there is no need to repeat it.`);
  t.tell('NoticeGiven', { notice: { kind: 'agent-joined', handoffId, agentName, team } });
  return t.done(200);
};

export const teamName = (team: string): string => team.replaceAll('_', ' ');

/** An assigned agent is gone: the customer is told and keeps the place. A declined offer is nothing the customer need know of. */
export const returned = (before: Conversation, event: Heard<'HandoffReturned'>, context: Context): Result => {
  const { handoff } = before;
  const { handoffId, agentId } = event.data;
  if (before.is === 'ended' || handoff?.is !== 'assigned' || handoff.handoffId !== handoffId || handoff.agentId !== agentId) return nothing(before, OK);
  const t = new Telling(before, event.at, context.id);
  t.change({ handoff: { is: 'queued', handoffId, poolId: handoff.poolId } });
  t.pass('queue', handoffId, event.data.reason);
  t.message('system', event.data.reason === 'transferred' ? 'I am connecting you with the colleague who can take this further; nothing you said is lost.' : 'The connection to your agent was lost. You keep your place, and a colleague takes over with everything you told us.');
  return t.done(200);
};

/** Routing closed it without the agent saying so here (agent tool elsewhere): back to the bot. */
export const closed = (before: Conversation, event: Heard<'HandoffClosed'>, context: Context): Result => {
  const { handoff } = before;
  if (handoff?.is !== 'assigned' || handoff.handoffId !== event.data.handoffId) return nothing(before, OK);
  const t = new Telling(before, event.at, context.id);
  t.change({ handoff: { is: 'closed', handoffId: handoff.handoffId, poolId: handoff.poolId, surveyed: false } });
  if (before.is === 'open') {
    t.pass('bot', before.bot ?? 'external', 'closed');
    t.tell('NoticeGiven', { notice: { kind: 'survey', handoffId: handoff.handoffId } });
  }
  return t.done(200);
};

/** The wait as it may be told: position and an honest range, only when it changed. */
export const waiting = (before: Conversation, event: Heard<'WaitEstimated'>, context: Context): Result => {
  const { handoffId, position, announce } = event.data;
  if (before.is === 'ended' || before.handoff?.is !== 'queued' || before.handoff.handoffId !== handoffId) return nothing(before, OK);
  const told = JSON.stringify([position, announce]);
  if (told === before.waitTold) return nothing(before, OK);
  const t = new Telling(before, event.at, context.id);
  t.change({ waitTold: told });
  const notice: DataOf<'NoticeGiven'>['notice'] = {
    kind: 'wait',
    handoffId,
    position,
    underOneMinute: announce.underOneMinute,
    ...(announce.lowMinutes === undefined ? {} : { lowMinutes: announce.lowMinutes }),
    ...(announce.highMinutes === undefined ? {} : { highMinutes: announce.highMinutes }),
  };
  t.tell('NoticeGiven', { notice });
  return t.done(200);
};
