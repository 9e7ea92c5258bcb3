import { type DynamicModule, Module } from '@nestjs/common';
import { topics } from '@warmline/contracts';
import { readWhole } from '@warmline/messaging';
import type { Platform } from '@warmline/messaging/service';
import type { EscalationConfig } from './config.ts';
import { Policies } from './policies.ts';
import { stages } from './stages.ts';
import { endpoint } from './summary/endpoint.ts';
import { summaries } from './summary/summaries.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, { policy, summary }: Pick<EscalationConfig, 'policy' | 'summary'>): DynamicModule {
    const service = platform.service('escalation-detection');
    const policies = new Policies({
      shipped: policy,
      readAll: (heard) => readWhole(platform.transport, topics.policy, heard),
      now: platform.clock.now,
      log: service.logger,
    });
    if (summary === null) {
      service.processes(stages(policies.of));
      return { module: AppModule };
    }
    const written = summaries({
      ask: endpoint(summary),
      model: summary.model,
      append: (records) => platform.transport.append(records),
      now: platform.clock.now,
      log: service.logger,
      counted: (outcome) => service.metrics.summaryTexts.inc({ outcome }),
    });
    service.processes(stages(policies.of), { committed: written.committed });
    service.runs(written);
    return { module: AppModule };
  }
}
