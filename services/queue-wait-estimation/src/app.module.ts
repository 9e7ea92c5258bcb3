import { type DynamicModule, Module } from '@nestjs/common';
import type { DataOf } from '@warmline/contracts';
import { type Platform, PublishedTeams } from '@warmline/service-kit';
import { stages } from './stages.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, _config: object): DynamicModule {
    const service = platform.service('queue-wait-estimation');
    const { waitPromises } = service.metrics;
    const published = new PublishedTeams(platform.transport, service.logger);
    service.addRunner(published);
    service.addProcessor(
      stages(() => published.current().settings),
      {
        // An estimate is told every 30 s at most.
        lingerMs: 100,
        onCommitted: (happened) => {
          for (const { type, data } of happened.flatMap(({ outputs }) => outputs)) {
            if (type === 'WaitPromiseEnded')
              waitPromises.inc({ outcome: (data as DataOf<'WaitPromiseEnded'>).kept ? 'kept' : 'broken' });
          }
        },
      },
    );
    return { module: AppModule };
  }
}
