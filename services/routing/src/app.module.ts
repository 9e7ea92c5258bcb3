import { type DynamicModule, Module } from '@nestjs/common';
import type { Platform } from '@warmline/service-kit';
import { alarmLabel } from './alarm-label.ts';
import type { Teams } from './domain/teams.ts';
import { stages } from './stages.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, { teams }: { readonly teams: Teams }): DynamicModule {
    const service = platform.service('routing');
    service.addProcessor(stages(teams), {
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
