import { type DynamicModule, Module } from '@nestjs/common';
import type { Platform } from '@warmline/service-kit';
import type { OutcomeFeedbackConfig } from './config.ts';
import { OutcomesController } from './http/outcomes.controller.ts';
import { ConversationRow, HandoffRow } from './persistence/entities.ts';
import { OutcomeRetention1760000000300, Outcomes1760000000200 } from './persistence/migration.ts';
import { OutcomeQueries, projectOutcomes } from './persistence/outcomes.ts';
import { expiredOutcomes } from './persistence/retention.ts';
import { stages } from './stages.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, config: OutcomeFeedbackConfig): DynamicModule {
    const service = platform.service('outcome-feedback', {
      entities: [HandoffRow, ConversationRow],
      migrations: [Outcomes1760000000200, OutcomeRetention1760000000300],
    });
    // Nobody waits for an outcome, so larger batches leave processor time to the other services.
    service.addProcessor(stages(), { projection: projectOutcomes, lingerMs: 250 });
    service.deleteExpired(...expiredOutcomes(config.retention));
    return {
      module: AppModule,
      controllers: [OutcomesController],
      providers: [{ provide: OutcomeQueries, useValue: new OutcomeQueries(service.database) }],
    };
  }
}
