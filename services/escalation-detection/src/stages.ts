import { topics } from '@warmline/contracts';
import { type AnyEvent, deciderStep, joinBySequence, type Stage, stage, statelessStep } from '@warmline/messaging';
import { handOffOnFault } from './domain/judging-fault.ts';
import { contextFromSummary } from './domain/model-summary.ts';
import { type PolicyLookup, withPinnedPolicy } from './domain/pinned-policy.ts';
import { journalRowOf } from './domain/transcript.ts';
import { scoreJoin } from './score-join.ts';

export { loadPolicy } from '@warmline/service-kit/policy-file';

/** The stages of the service, also run by the simulation and the benchmark. */
export const stages = (policyOf: PolicyLookup): readonly Stage[] => [
  stage({
    name: 'escalation',
    inputs: [topics.conversation, topics.sentiment],
    key: 'conversationId',
    step: joinBySequence({
      ...scoreJoin,
      inner: deciderStep(withPinnedPolicy(policyOf)),
      fallback: handOffOnFault(policyOf),
    }),
    ordersTicks: true,
    journal: journalRowOf,
  }),
  stage({
    name: 'summary',
    inputs: [topics.escalationIntake],
    key: 'conversationId',
    stateless: true,
    step: statelessStep((event: AnyEvent) => [contextFromSummary(event as Parameters<typeof contextFromSummary>[0])]),
  }),
];
