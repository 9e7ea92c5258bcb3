import { topics } from '@warmline/contracts';
import { decided, passing, type Stage, stage } from '@warmline/messaging';
import { outcome } from './domain/outcome.ts';
import { rekey } from './domain/rekey.ts';
import { journalOf } from './domain/ticket.ts';

/** What the service runs: by the service itself, by the simulation, by the benchmark. */
export const stages = (): readonly Stage[] => [
  stage({
    name: 'rekey',
    inputs: [topics.routing, topics.desk, topics.queue],
    key: 'conversationId',
    step: passing(rekey),
    stateless: true,
  }),
  stage({
    name: 'outcome',
    inputs: [topics.conversation, topics.escalation, topics.outcomeIntake],
    key: 'conversationId',
    step: decided(outcome),
    journal: journalOf,
  }),
];
