import { type EventOf, topics } from '@warmline/contracts';
import { configuredStep, deciderStep, type Stage, stage, statelessStep } from '@warmline/messaging';
import { type EscalationEvent, rekey } from './domain/rekey.ts';
import { routing } from './domain/routing.ts';
import type { Teams } from './domain/teams.ts';

/** The stages of the service. The simulation and the benchmark run them too. */
export const stages = (currentTeams: () => Teams): readonly Stage[] => [
  stage({
    name: 'rekey',
    inputs: [topics.escalation],
    key: 'poolId',
    step: statelessStep((event) => rekey(event as EventOf<EscalationEvent>)),
    stateless: true,
  }),
  stage({
    name: 'pool',
    inputs: [topics.routingIntake, topics.desk],
    key: 'poolId',
    step: configuredStep(currentTeams, (teams) => deciderStep(routing(teams))),
    tables: ['agents', 'handoffs', 'callbacks'],
  }),
];
