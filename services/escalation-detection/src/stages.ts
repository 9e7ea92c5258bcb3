import { topics } from '@warmline/contracts';
import { type Anything, decided, joinBySequence, passing, type Stage, stage } from '@warmline/messaging';
import { added } from './domain/better-summary.ts';
import { journalOf } from './domain/transcript.ts';
import { type PolicyOf, underStamped } from './domain/under-stamped.ts';
import { scores } from './scores.ts';

export { loadPolicy } from './policy-file.ts';

/** What the service runs: by the service itself, by the simulation, by the benchmark. */
export const stages = (policyOf: PolicyOf): readonly Stage[] => [
  stage({
    name: 'escalation',
    inputs: [topics.conversation, topics.sentiment],
    key: 'conversationId',
    step: joinBySequence({ ...scores, inner: decided(underStamped(policyOf)) }),
    ordersTicks: true,
    journal: journalOf,
  }),
  stage({
    name: 'summary',
    inputs: [topics.escalationIntake],
    key: 'conversationId',
    stateless: true,
    step: passing((event: Anything) => [added(event as Parameters<typeof added>[0])]),
  }),
];
