import { type EventOf, isStrongerVerdict } from '@warmline/contracts';
import type { CommandResult, Context } from '@warmline/messaging/decider';
import { OK, stateOnly } from '../results.ts';
import type { Conversation } from './conversation.ts';
import { releaseJudged } from './held-answers.ts';

const MAX_UNSCORED_SEQS = 100;

export const onEscalationAssessed = (
  before: Conversation,
  event: EventOf<'EscalationAssessed'>,
  context: Context,
): CommandResult<Conversation> => {
  const { seq, verdict, reasons, rules } = event.data;
  const current = before.assessment;
  const throughSeq = Math.max(current.throughSeq, seq);
  const assessment = {
    ...current,
    throughSeq,
    latest: { seq, verdict },
    ...(isStrongerVerdict(verdict, current.verdict) ? { verdict, reasons, rules } : {}),
  };
  return releaseJudged({ ...before, assessment }, event, context);
};

export const onScoreMissed = (before: Conversation, event: EventOf<'ScoreMissed'>): CommandResult<Conversation> => {
  const { assessment } = before;
  const unscoredSeqs = [...assessment.unscoredSeqs, event.data.seq].slice(-MAX_UNSCORED_SEQS);
  return stateOnly({ ...before, assessment: { ...assessment, unscoredSeqs } }, OK);
};
