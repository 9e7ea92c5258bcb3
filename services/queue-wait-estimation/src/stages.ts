import { topics } from '@warmline/contracts';
import { decided, type Stage, stage } from '@warmline/messaging';
import { schema, tables, upcast } from './domain/pool.ts';
import { defaults } from './domain/settings.ts';
import { waitEstimation } from './domain/wait.ts';

/** What the service runs: by the service itself, by the simulation, by the benchmark. */
export const stages = (): readonly Stage[] => [
  stage({
    name: 'pool',
    inputs: [topics.routing, topics.desk],
    key: 'poolId',
    step: decided(waitEstimation(defaults)),
    tables,
    schema,
    upcast,
  }),
];
