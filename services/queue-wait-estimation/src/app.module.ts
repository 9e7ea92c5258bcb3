import { type DynamicModule, Module } from '@nestjs/common';
import { topics } from '@warmline/contracts';
import { decided, stage } from '@warmline/messaging';
import type { Platform } from '@warmline/messaging/service';
import { tables } from './domain/pool.ts';
import { defaults } from './domain/settings.ts';
import { waitEstimation } from './domain/wait.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, _config: object): DynamicModule {
    const service = platform.service('queue-wait-estimation');
    service.processes([
      stage({
        name: 'pool',
        inputs: [topics.routing, topics.desk],
        key: 'poolId',
        step: decided(waitEstimation(defaults)),
        tables,
      }),
    ]);
    return { module: AppModule };
  }
}
