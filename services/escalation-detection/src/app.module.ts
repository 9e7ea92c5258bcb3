import { type DynamicModule, Module } from '@nestjs/common';
import type { Platform } from '@warmline/messaging/service';
import type { Policy } from './domain/policy.ts';
import { stages } from './stages.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, { policy }: { readonly policy: Policy }): DynamicModule {
    platform.service('escalation-detection').processes(stages(policy));
    return { module: AppModule };
  }
}
