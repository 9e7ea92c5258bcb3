import { topics } from '@warmline/contracts';
import { deciderStep, type Stage, stage, statelessStep } from '@warmline/messaging';
import { outcomeDecider } from './domain/outcome.ts';
import { rekey } from './domain/rekey.ts';
import { journalRowOf } from './domain/training-ticket.ts';

/** What the service runs: by the service itself, by the simulation, by the benchmark. */
export const stages = (): readonly Stage[] => [
  stage({
    name: 'rekey',
    inputs: [topics.routing, topics.desk, topics.queue],
    key: 'conversationId',
    step: statelessStep(rekey),
    stateless: true,
  }),
  stage({
    name: 'outcome',
    inputs: [topics.conversation, topics.escalation, topics.outcomeIntake],
    key: 'conversationId',
    step: deciderStep(outcomeDecider),
    journal: journalRowOf,
  }),
];
