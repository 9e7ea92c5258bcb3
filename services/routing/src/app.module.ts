import { type DynamicModule, Module } from '@nestjs/common';
import { type Platform, PublishedTeams } from '@warmline/service-kit';
import { alarmLabel } from './alarm-label.ts';
import { queueMetrics } from './queue-metrics.ts';
import { stages } from './stages.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, _config: object): DynamicModule {
    const service = platform.service('routing');
    const published = new PublishedTeams(platform.transport, service.logger);
    service.addRunner(published);
    service.addRunner(queueMetrics(service.database, published.current, service.metrics, platform.clock));
    service.addProcessor(stages(published.current), {
      onCommitted: (happened) => {
        for (const output of happened.flatMap(({ outputs }) => outputs)) {
          const alarm = alarmLabel(output);
          if (alarm !== null) service.metrics.routingAlarms.inc({ alarm });
        }
      },
    });
    return { module: AppModule };
  }
}
