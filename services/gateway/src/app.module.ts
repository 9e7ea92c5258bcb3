import { type DynamicModule, Module } from '@nestjs/common';
import { demoBot, webhookBot } from '@warmline/demo-bot';
import { type Platform, requestTraceparent } from '@warmline/messaging/service';
import { Bots } from './bots.ts';
import type { GatewayConfig } from './config.ts';
import { consolePages } from './console-pages.ts';
import { deliver } from './delivery.ts';
import type { AskBot } from './domain/requests.ts';
import { Door } from './door.ts';
import { CallbacksController } from './http/callbacks.controller.ts';
import { ConsultsController } from './http/consults.controller.ts';
import { ConversationsController } from './http/conversations.controller.ts';
import { DecisionsController } from './http/decisions.controller.ts';
import { DeskController } from './http/desk.controller.ts';
import { Feed } from './http/feed.ts';
import { PoliciesController } from './http/policies.controller.ts';
import { QueuesController } from './http/queues.controller.ts';
import { rateLimits } from './http/rate-limits.ts';
import { InForce } from './in-force.ts';
import { Reads } from './persistence/reads.ts';
import { routes } from './routes.ts';
import { stages } from './stages.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, config: GatewayConfig): DynamicModule {
    const service = platform.service('gateway', { commands: true });
    const bot = config.BOT_URL === undefined ? demoBot : webhookBot(config.BOT_URL);
    const reads = new Reads(service.database);
    const { sseClients, sseCut, commandsRefused, botCalls, botCallsRefused } = service.metrics;
    const feed = new Feed(reads, { open: (clients) => sseClients.set(clients), cut: () => sseCut.inc() });
    const inForce = new InForce(reads, config.policyVersion, (error) =>
      service.logger.warn({ err: error }, 'the policies in force could not be read'),
    );
    service.runs(inForce);
    const executor = service.commands(
      stages({
        botTimeoutMs: config.BOT_TIMEOUT_MS,
        policyVersionOf: inForce.of,
        shippedPolicy: config.policyVersion,
        botOf: (channel) => (config.BOT_CHANNELS.has(channel) ? bot.id : null),
      }),
      routes(platform.clock.now),
      (timeline, effects) => {
        for (const { stage, key } of timeline) feed.hint(stage, key);
        for (const effect of effects) void bots.answer(effect as AskBot);
      },
    );
    const bots = new Bots({
      bots: new Map([[bot.id, bot]]),
      reads,
      executor,
      timeoutMs: config.BOT_TIMEOUT_MS,
      now: platform.clock.now,
      log: service.logger,
      asking: (calls) => botCalls.set(calls),
      refused: () => botCallsRefused.inc(),
    });
    const door = new Door({
      executor,
      reads,
      feed,
      now: platform.clock.now,
      agents: new Map(config.agents.map((agent) => [agent.id, agent])),
      traceparent: () => requestTraceparent('command'),
    });
    service.runs(bots);
    service.runs(deliver(platform, feed, reads, () => service.alone()));
    platform.onHttp(
      rateLimits(config.RATE_LIMIT, config.START_RATE_LIMIT, () => commandsRefused.inc({ reason: 'rate' })),
    );
    if (config.CONSOLE_DIR !== undefined) platform.onHttp(consolePages(config.CONSOLE_DIR));
    return {
      module: AppModule,
      controllers: [
        CallbacksController,
        ConsultsController,
        ConversationsController,
        DecisionsController,
        DeskController,
        PoliciesController,
        QueuesController,
      ],
      providers: [
        { provide: Door, useValue: door },
        { provide: InForce, useValue: inForce },
      ],
    };
  }
}
