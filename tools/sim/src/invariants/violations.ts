import type { History } from '../history.ts';
import { answers } from './answers.ts';
import { assessments } from './assessments.ts';
import { consumers } from './consumers.ts';
import { conversations } from './conversations.ts';
import { deadLetters } from './dead-letters.ts';
import { desks } from './desks.ts';
import { handoffs } from './handoffs.ts';
import { describeViolation, type Invariant } from './invariant.ts';
import { outputs } from './outputs.ts';
import { readAll } from './outside-reader.ts';
import { replay } from './replay.ts';
import { unfinishedWork } from './unfinished-work.ts';

export const invariants: Readonly<Record<string, Invariant>> = {
  consumers,
  outputs,
  replay,
  conversations,
  answers,
  assessments,
  handoffs,
  desks,
  deadLetters,
  unfinishedWork,
};

/** The violations, each with its invariant; at most three of each. */
export const violations = (history: History): string[] => {
  const { events, violations } = readAll(history.records);
  return [
    ...violations.slice(0, 3).map((one) => `readers: ${describeViolation(one)}`),
    ...Object.entries(invariants).flatMap(([name, holds]) =>
      holds(history, events)
        .slice(0, 3)
        .map((fault) => `${name}: ${fault}`),
    ),
  ];
};
