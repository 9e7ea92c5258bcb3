import { type DynamicModule, Module } from '@nestjs/common';
import type { Platform } from '@warmline/messaging/service';
import { alarmOf } from './alarm.ts';
import type { Teams } from './domain/teams.ts';
import { stages } from './stages.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, { teams }: { readonly teams: Teams }): DynamicModule {
    const service = platform.service('routing');
    service.processes(stages(teams), {
      committed: (happened) => {
        for (const output of happened.flatMap(({ outputs }) => outputs)) {
          const alarm = alarmOf(output);
          if (alarm !== null) service.metrics.routingAlarms.inc({ alarm });
        }
      },
    });
    return { module: AppModule };
  }
}
