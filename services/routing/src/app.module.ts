import { type DynamicModule, Module } from '@nestjs/common';
import type { Platform } from '@warmline/messaging/service';
import type { Teams } from './domain/teams.ts';
import { stages } from './stages.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, { teams }: { readonly teams: Teams }): DynamicModule {
    platform.service('routing').processes(stages(teams));
    return { module: AppModule };
  }
}
