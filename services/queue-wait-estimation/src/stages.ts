import { topics } from '@warmline/contracts';
import { configuredStep, deciderStep, type Stage, stage } from '@warmline/messaging';
import { poolTables } from './domain/pool.ts';
import { type RoutingRules, waitSettings } from './domain/settings.ts';
import { waitEstimation } from './domain/wait-estimation.ts';

/** The stages of the service, for the service itself, the simulation and the benchmark. */
export const stages = (currentRules: () => RoutingRules): readonly Stage[] => [
  stage({
    name: 'pool',
    inputs: [topics.routing, topics.desk],
    key: 'poolId',
    step: configuredStep(currentRules, (rules) => deciderStep(waitEstimation(waitSettings(rules)))),
    tables: poolTables,
  }),
];
