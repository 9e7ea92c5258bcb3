import { type DynamicModule, Module } from '@nestjs/common';
import { topics } from '@warmline/contracts';
import { decided, joinBySequence, stage } from '@warmline/messaging';
import type { Platform } from '@warmline/messaging/service';
import { escalation } from './domain/escalation.ts';
import type { Policy } from './domain/policy.ts';
import { journalOf } from './domain/transcript.ts';
import { scores } from './scores.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, { policy }: { readonly policy: Policy }): DynamicModule {
    const service = platform.service('escalation-detection');
    service.processes([
      stage({
        name: 'escalation',
        inputs: [topics.conversation, topics.sentiment],
        key: 'conversationId',
        step: joinBySequence({ ...scores, inner: decided(escalation(policy)) }),
        ordersTicks: true,
        journal: journalOf,
      }),
    ]);
    return { module: AppModule };
  }
}
