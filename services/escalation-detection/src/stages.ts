import { topics } from '@warmline/contracts';
import { decided, joinBySequence, type Stage, stage } from '@warmline/messaging';
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
];
