import { type DynamicModule, Module } from '@nestjs/common';
import type { Platform } from '@warmline/service-kit';
import type { SentimentConfig } from './config.ts';
import { httpModel } from './http-model.ts';
import { stages } from './stages.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, config: SentimentConfig): DynamicModule {
    const { SENTIMENT_MODEL_URL: url, SENTIMENT_MODEL_TIMEOUT_MS: timeoutMs } = config;
    const model = url === undefined ? undefined : httpModel({ url, timeoutMs, log: platform.logger });
    platform.service('sentiment').addProcessor(stages(model));
    return { module: AppModule };
  }
}
