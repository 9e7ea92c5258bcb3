import { type DynamicModule, Module } from '@nestjs/common';
import { type Heard, topics } from '@warmline/contracts';
import { decided, passing, stage } from '@warmline/messaging';
import type { Platform } from '@warmline/messaging/service';
import { type EscalationEvent, rekey } from './domain/rekey.ts';
import { routing } from './domain/routing.ts';
import type { Teams } from './domain/teams.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, { teams }: { readonly teams: Teams }): DynamicModule {
    const service = platform.service('routing');
    service.processes([
      stage({
        name: 'rekey',
        inputs: [topics.escalation],
        key: 'poolId',
        step: passing((event) => rekey(event as Heard<EscalationEvent>)),
        stateless: true,
      }),
      stage({
        name: 'pool',
        inputs: [topics.routingIntake, topics.desk],
        key: 'poolId',
        step: decided(routing(teams)),
        tables: ['agents', 'handoffs'],
      }),
    ]);
    return { module: AppModule };
  }
}
