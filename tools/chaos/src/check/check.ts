import type { History } from '../history.ts';
import { accepted } from '../ledger.ts';
import { checkConversations, checkStreams, checkTimeline } from './conversations.ts';
import { checkHandoffs, checkWishes } from './handoffs.ts';
import { checkLetters, lettersByReason } from './letters.ts';
import { checkCommands, checkJudgements, checkMessages } from './messages.ts';
import { readAsOutsider } from './reader.ts';
import { type Fault, faults, type Violation, violation } from './violation.ts';

export interface Verdict extends Readonly<Record<Fault, number>> {
  readonly accepted: number;
  /** Events in the topics, after the reader's rule. */
  readonly effects: number;
  /** Records that readers had to drop. */
  readonly repeats: number;
  readonly handoffs: number;
  readonly deadLetters: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
}

const checkRest = ({ outbox, unread }: History): Violation[] => [
  ...Object.entries(outbox)
    .filter(([, rows]) => rows > 0)
    .map(([service, rows]) => violation('lost', 'outbox', `${service}: ${rows} outbox rows are left`)),
  ...unread.map((what) => violation('lost', 'unread', `not read to its end: ${what}`)),
];

/** Everything a run must have kept to. */
export const check = (history: History): Verdict => {
  const { applied, repeats, violations: misread } = readAsOutsider(history.records);
  const { ledger } = history;
  const violations = [
    ...history.observed,
    ...misread,
    ...checkMessages(applied, ledger),
    ...checkCommands(applied, ledger),
    ...checkJudgements(applied),
    ...checkHandoffs(applied, history),
    ...checkWishes(applied, ledger.wanted),
    ...checkConversations(applied),
    ...checkTimeline(applied, history.timeline),
    ...checkStreams(history),
    ...checkLetters(applied),
    ...checkRest(history),
  ];
  const counts = Object.fromEntries(
    faults.map((fault) => [fault, violations.filter((v) => v.fault === fault).length]),
  ) as Record<Fault, number>;
  return {
    ...counts,
    accepted: ledger.asked.filter(accepted).length,
    effects: applied.filter((record) => record.shard !== null).length,
    repeats,
    handoffs: new Set(applied.filter((r) => r.type === 'HandoffRequested').map((r) => r.data.handoffId)).size,
    deadLetters: lettersByReason(applied),
    violations,
  };
};
