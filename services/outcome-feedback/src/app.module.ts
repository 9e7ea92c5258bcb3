import { type DynamicModule, Module } from '@nestjs/common';
import type { Platform } from '@warmline/service-kit';
import { OutcomesController } from './http/outcomes.controller.ts';
import { ConversationRow, HandoffRow } from './persistence/entities.ts';
import { Outcomes1760000000200 } from './persistence/migration.ts';
import { OutcomeQueries, projectOutcomes } from './persistence/outcomes.ts';
import { stages } from './stages.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, _config: object): DynamicModule {
    const service = platform.service('outcome-feedback', {
      entities: [HandoffRow, ConversationRow],
      migrations: [Outcomes1760000000200],
    });
    // Nobody waits for an outcome, so larger batches leave processor time to the other services.
    service.addProcessor(stages(), { projection: projectOutcomes, lingerMs: 250 });
    return {
      module: AppModule,
      controllers: [OutcomesController],
      providers: [{ provide: OutcomeQueries, useValue: new OutcomeQueries(service.database) }],
    };
  }
}
