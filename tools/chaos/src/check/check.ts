import { type Violation, type ViolationKind, violation, violationKinds } from '@warmline/testing/history-violation';
import { readAsOutsideConsumer } from '@warmline/testing/outside-reader';
import { isAccepted } from '../client-log.ts';
import type { History } from '../history.ts';
import { checkConversations, checkStreams, checkTimeline } from './conversations.ts';
import { checkDeadLetters, deadLettersByReason } from './dead-letters.ts';
import { checkHandoffs, checkHumanRequests } from './handoffs.ts';
import { checkAssessments, checkCommands, checkMessages } from './messages.ts';

export interface Verdict extends Readonly<Record<ViolationKind, number>> {
  readonly accepted: number;
  /** Events in the topics after the rule for outside readers. */
  readonly effects: number;
  /** Records that readers drop as repeats. */
  readonly repeats: number;
  readonly handoffs: number;
  readonly deadLetters: Readonly<Record<string, number>>;
  readonly violations: readonly Violation[];
}

const checkDrained = ({ outbox, unread }: History): Violation[] => [
  ...Object.entries(outbox)
    .filter(([, rows]) => rows > 0)
    .map(([service, rows]) => violation('lost', 'outbox', `${service}: ${rows} outbox rows remain`)),
  ...unread.map((what) => violation('lost', 'unread', `not read to its end: ${what}`)),
];

/** All checks of a run. */
export const check = (history: History): Verdict => {
  const { applied, repeats, violations: readerViolations } = readAsOutsideConsumer(history.records);
  const { clientLog } = history;
  const violations = [
    ...history.observed,
    ...readerViolations,
    ...checkMessages(applied, clientLog),
    ...checkCommands(applied, clientLog),
    ...checkAssessments(applied),
    ...checkHandoffs(applied, history),
    ...checkHumanRequests(applied, clientLog.expectedHandoffs),
    ...checkConversations(applied),
    ...checkTimeline(applied, history.timeline),
    ...checkStreams(history),
    ...checkDeadLetters(applied),
    ...checkDrained(history),
  ];
  const counts = Object.fromEntries(
    violationKinds.map((kind) => [kind, violations.filter((v) => v.kind === kind).length]),
  ) as Record<ViolationKind, number>;
  return {
    ...counts,
    accepted: clientLog.requests.filter(isAccepted).length,
    effects: applied.filter((record) => record.shard !== null).length,
    repeats,
    handoffs: new Set(applied.filter((r) => r.type === 'HandoffRequested').map((r) => r.data.handoffId)).size,
    deadLetters: deadLettersByReason(applied),
    violations,
  };
};
