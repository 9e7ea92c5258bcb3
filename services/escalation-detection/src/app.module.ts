import { type DynamicModule, Module } from '@nestjs/common';
import { topics } from '@warmline/contracts';
import { readToEnd } from '@warmline/messaging';
import { type Platform, PolicyVersions } from '@warmline/service-kit';
import { modelEndpoint } from '@warmline/service-kit/model-endpoint';
import type { EscalationConfig } from './config.ts';
import { stages } from './stages.ts';
import { summaryWriter } from './summary/summary-writer.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, { policy, summary }: Pick<EscalationConfig, 'policy' | 'summary'>): DynamicModule {
    const service = platform.service('escalation-detection');
    const policies = new PolicyVersions({
      defaultPolicy: policy,
      readPublished: (onEvent) => readToEnd(platform.transport, topics.policy, onEvent),
      now: platform.clock.now,
      log: service.logger,
      countFaults: (count) => service.metrics.policyFaults.inc(count),
    });
    if (summary === null) {
      service.addProcessor(stages(policies.find));
      return { module: AppModule };
    }
    const writer = summaryWriter({
      ask: modelEndpoint(summary),
      model: summary.model,
      append: (records) => platform.transport.append(records),
      now: platform.clock.now,
      log: service.logger,
      countOutcome: (outcome) => service.metrics.modelSummaries.inc({ outcome }),
    });
    service.addProcessor(stages(policies.find), { onCommitted: writer.onCommitted });
    service.addRunner(writer);
    return { module: AppModule };
  }
}
