import { type DynamicModule, Module } from '@nestjs/common';
import { topics } from '@warmline/contracts';
import { readToEnd } from '@warmline/messaging';
import { type Platform, PolicyVersions, type Service } from '@warmline/service-kit';
import { modelEndpoint } from '@warmline/service-kit/model-endpoint';
import type { GuidanceConfig, SentimentConfig } from './config.ts';
import { guidanceModel } from './guidance-model.ts';
import { type GuidanceReader, guidanceReader } from './guidance-reader.ts';
import { httpModel } from './http-model.ts';
import { openIntentModel } from './intent-model.ts';
import { intentReader } from './intent-reader.ts';
import { stages } from './stages.ts';

const readerOf = (config: GuidanceConfig, platform: Platform, { logger, metrics }: Service): GuidanceReader => {
  const policies = new PolicyVersions({
    defaultPolicy: config.policy,
    readPublished: (onEvent) => readToEnd(platform.transport, topics.policy, onEvent),
    now: platform.clock.now,
    log: logger,
    // Escalation-detection counts them.
    countFaults: () => {},
  });
  const judge = guidanceModel({
    ask: modelEndpoint(config),
    callsPerMinute: config.callsPerMinute,
    now: platform.clock.now,
    log: logger,
    countOutcome: (outcome) => metrics.guidanceJudgements.inc({ outcome }),
  });
  return guidanceReader({ ...config, judge, policyOf: policies.find, log: logger });
};

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
    const guidance = config.guidance === null ? undefined : readerOf(config.guidance, platform, service);
    metrics.guidanceEnabled.set(guidance === undefined ? 0 : 1);
    if (guidance === undefined) logger.info('the guidance of policies is not judged: GUIDANCE_MODEL_URL is not set');
    service.addProcessor(stages({ sentiment, intents, guidance }));
    return { module: AppModule };
  }
}
