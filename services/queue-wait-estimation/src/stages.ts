import { topics } from '@warmline/contracts';
import { deciderStep, type Stage, stage } from '@warmline/messaging';
import { poolSchemaVersion, poolTables, upcastPool } from './domain/pool.ts';
import { defaults } from './domain/settings.ts';
import { waitEstimation } from './domain/wait-estimation.ts';

/** What the service runs: by the service itself, by the simulation, by the benchmark. */
export const stages = (): readonly Stage[] => [
  stage({
    name: 'pool',
    inputs: [topics.routing, topics.desk],
    key: 'poolId',
    step: deciderStep(waitEstimation(defaults)),
    tables: poolTables,
    schema: poolSchemaVersion,
    upcast: upcastPool,
  }),
];
