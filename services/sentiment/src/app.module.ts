import { type DynamicModule, Module } from '@nestjs/common';
import { topics } from '@warmline/contracts';
import { decided, stage } from '@warmline/messaging';
import type { Platform } from '@warmline/messaging/service';
import { sentiment } from './domain/sentiment.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, _config: object): DynamicModule {
    const service = platform.service('sentiment');
    service.processes([
      stage({ name: 'mood', inputs: [topics.conversation], key: 'conversationId', step: decided(sentiment) }),
    ]);
    return { module: AppModule };
  }
}
