import { type Heard, stronger } from '@warmline/contracts';
import type { Commanded } from '@warmline/messaging/decider';
import type { Conversation } from './conversation.ts';
import { nothing, OK } from './telling.ts';

const MISSED_KEPT = 100;

export const assessed = (before: Conversation, event: Heard<'EscalationAssessed'>): Commanded<Conversation> => {
  const { seq, verdict, reasons, rules } = event.data;
  const known = before.assessment;
  const throughSeq = Math.max(known.throughSeq, seq);
  const assessment = { ...known, throughSeq, ...(stronger(verdict, known.verdict) ? { verdict, reasons, rules } : {}) };
  return nothing({ ...before, assessment }, OK);
};

export const missed = (before: Conversation, event: Heard<'ScoreMissed'>): Commanded<Conversation> => {
  const { assessment } = before;
  const all = [...assessment.missed, event.data.seq].slice(-MISSED_KEPT);
  return nothing({ ...before, assessment: { ...assessment, missed: all } }, OK);
};
