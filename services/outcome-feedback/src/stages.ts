import { topics } from '@warmline/contracts';
import { deciderStep, type Stage, stage, statelessStep } from '@warmline/messaging';
import { outcomeDecider } from './domain/outcome.ts';
import { rekey } from './domain/rekey.ts';
import { journalRowOf } from './domain/training-ticket.ts';

/** The stages of the service; the simulation and the benchmark run the same ones. */
export const stages = (): readonly Stage[] => [
  stage({
    name: 'rekey',
    inputs: [topics.routing],
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
