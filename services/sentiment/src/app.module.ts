import { type DynamicModule, Module } from '@nestjs/common';
import type { Platform } from '@warmline/service-kit';
import type { SentimentConfig } from './config.ts';
import { httpModel } from './http-model.ts';
import { openIntentModel } from './intent-model.ts';
import { intentReader } from './intent-reader.ts';
import { stages } from './stages.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, config: SentimentConfig): DynamicModule {
    const { SENTIMENT_MODEL_URL: url, SENTIMENT_MODEL_TIMEOUT_MS: timeoutMs } = config;
    const service = platform.service('sentiment');
    const { logger, metrics } = service;
    const sentiment = url === undefined ? undefined : httpModel({ url, timeoutMs, log: logger });
    const opening = openIntentModel((err) =>
      logger.warn(
        { err },
        'the intent model is not used: its runtime is missing; the rules of escalation-detection decide alone',
      ),
    );
    service.addRunner({
      start: async () => metrics.intentModelLoaded.set((await opening) === null ? 0 : 1),
      stop: async () => {},
    });
    const intents = intentReader(opening, {
      messageRead: (by) => metrics.intentsRead.inc({ by }),
      failed: (err) => logger.error({ err }, 'the intents of a batch could not be read'),
    });
    service.addProcessor(stages({ sentiment, intents }));
    return { module: AppModule };
  }
}
