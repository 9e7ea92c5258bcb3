import { type DynamicModule, Module } from '@nestjs/common';
import { type Policy, topics } from '@warmline/contracts';
import { readWhole } from '@warmline/messaging';
import type { Platform } from '@warmline/messaging/service';
import { Policies } from './policies.ts';
import { stages } from './stages.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, { policy }: { readonly policy: Policy }): DynamicModule {
    const service = platform.service('escalation-detection');
    const policies = new Policies({
      shipped: policy,
      readAll: (heard) => readWhole(platform.transport, topics.policy, heard),
      now: platform.clock.now,
      log: service.logger,
    });
    service.processes(stages(policies.of));
    return { module: AppModule };
  }
}
