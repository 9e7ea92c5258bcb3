import { type DynamicModule, Module } from '@nestjs/common';
import { topics } from '@warmline/contracts';
import { decided, passing, stage } from '@warmline/messaging';
import type { Platform } from '@warmline/messaging/service';
import { outcome } from './domain/outcome.ts';
import { rekey } from './domain/rekey.ts';
import { journalOf } from './domain/ticket.ts';
import { OutcomesController } from './http/outcomes.controller.ts';
import { ConversationRow, HandoffRow } from './persistence/entities.ts';
import { Outcomes1760000000200 } from './persistence/migration.ts';
import { Outcomes, project } from './persistence/outcomes.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, _config: object): DynamicModule {
    const service = platform.service('outcome-feedback', {
      entities: [HandoffRow, ConversationRow],
      migrations: [Outcomes1760000000200],
    });
    service.processes(
      [
        stage({
          name: 'rekey',
          inputs: [topics.routing, topics.desk, topics.queue],
          key: 'conversationId',
          step: passing(rekey),
          stateless: true,
        }),
        stage({
          name: 'outcome',
          inputs: [topics.conversation, topics.escalation, topics.outcomeIntake],
          key: 'conversationId',
          step: decided(outcome),
          journal: journalOf,
        }),
      ],
      project,
    );
    return {
      module: AppModule,
      controllers: [OutcomesController],
      providers: [{ provide: Outcomes, useValue: new Outcomes(service.database) }],
    };
  }
}
