import { type DynamicModule, Module } from '@nestjs/common';
import type { Platform } from '@warmline/messaging/service';
import { stages } from './stages.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, _config: object): DynamicModule {
    platform.service('queue-wait-estimation').processes(stages());
    return { module: AppModule };
  }
}
