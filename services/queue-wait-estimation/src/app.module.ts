import { type DynamicModule, Module } from '@nestjs/common';
import type { Platform } from '@warmline/messaging/service';
import { stages } from './stages.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, _config: object): DynamicModule {
    // An estimate is told every 30 s at most.
    platform.service('queue-wait-estimation').processes(stages(), { patienceMs: 100 });
    return { module: AppModule };
  }
}
