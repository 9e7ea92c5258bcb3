import { type Heard, topics } from '@warmline/contracts';
import { decided, passing, type Stage, stage } from '@warmline/messaging';
import { type EscalationEvent, rekey } from './domain/rekey.ts';
import { routing } from './domain/routing.ts';
import type { Teams } from './domain/teams.ts';

export { loadTeams } from './teams-file.ts';

/** What the service runs: by the service itself, by the simulation, by the benchmark. */
export const stages = (teams: Teams): readonly Stage[] => [
  stage({
    name: 'rekey',
    inputs: [topics.escalation],
    key: 'poolId',
    step: passing((event) => rekey(event as Heard<EscalationEvent>)),
    stateless: true,
  }),
  stage({
    name: 'pool',
    inputs: [topics.routingIntake, topics.desk],
    key: 'poolId',
    step: decided(routing(teams)),
    tables: ['agents', 'handoffs', 'callbacks'],
  }),
];
