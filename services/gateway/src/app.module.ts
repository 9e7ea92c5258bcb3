import { randomUUID } from 'node:crypto';
import { type DynamicModule, Module } from '@nestjs/common';
import { demoBot, webhookBot } from '@warmline/demo-bot';
import type { CommittedEffect } from '@warmline/messaging';
import { type Platform, requestTraceparent } from '@warmline/service-kit';
import { tracerFor } from '@warmline/telemetry';
import { ActivePolicies } from './active-policies.ts';
import { BotResponder } from './bot-responder.ts';
import { CommandBus } from './command-bus.ts';
import { commandTargets } from './command-targets.ts';
import type { GatewayConfig } from './config.ts';
import { consolePages } from './console-pages.ts';
import { DeskStreams } from './desk-streams.ts';
import { ExpectedConversations } from './expected-conversations.ts';
import { CallbacksController } from './http/callbacks.controller.ts';
import { ConsultsController } from './http/consults.controller.ts';
import { ConversationsController } from './http/conversations.controller.ts';
import { DecisionsController } from './http/decisions.controller.ts';
import { DeskController } from './http/desk.controller.ts';
import { Feed } from './http/feed.ts';
import { PoliciesController } from './http/policies.controller.ts';
import { PoolsController } from './http/pools.controller.ts';
import { rateLimits } from './http/rate-limits.ts';
import { expiredRows } from './persistence/expired-rows.ts';
import { Queries } from './persistence/queries.ts';
import { startReplicaHints } from './replica-hints.ts';
import { type GatewayEffect, type RefreshDesk, stages } from './stages.ts';
import { publicationOf, TeamsPublisher } from './teams-publisher.ts';

@Module({})
export class AppModule {
  static on(platform: Platform, config: GatewayConfig): DynamicModule {
    const service = platform.service('gateway', { handlesCommands: true });
    const bot = config.BOT_URL === undefined ? demoBot : webhookBot(config.BOT_URL);
    const queries = new Queries(service.database);
    const {
      sseClients,
      sseSlowClientsDropped: sseCut,
      commandsRefused,
      botCallsInFlight: botCalls,
      botCallsRefused,
    } = service.metrics;
    const tracer = tracerFor('warmline/gateway');
    const feed = new Feed(queries, {
      streamsChanged: (clients) => sseClients.set(clients),
      slowClientDropped: () => sseCut.inc(),
      tracer,
    });
    const activePolicies = new ActivePolicies(queries, config.defaultPolicy, service.logger);
    service.addRunner(activePolicies);
    const expectedConversations = new ExpectedConversations();
    const executor = service.addCommandProcessor(
      stages(
        {
          botTimeoutMs: config.BOT_TIMEOUT_MS,
          policyVersionOf: (tenantId, channel) => activePolicies.find(tenantId, channel).version,
          verdictWaitMsOf: (tenantId, channel) => activePolicies.find(tenantId, channel).verdictWaitMs,
          defaultPolicyVersion: config.defaultPolicy.version,
          botOf: (channel) => (config.BOT_CHANNELS.has(channel) ? bot.id : null),
          desk: {
            heartbeatMs: config.DESK_HEARTBEAT_MS,
            disconnectGraceMs: config.teamsFile.teams.settings.disconnectGraceSeconds * 1_000,
          },
        },
        config.retention,
      ),
      commandTargets(platform.clock.now, expectedConversations, randomUUID),
      (timeline, effects) => {
        for (const { stage, key } of timeline) feed.hint(stage, key);
        for (const { effect, traceparent } of effects as readonly CommittedEffect<GatewayEffect>[]) {
          if (effect.type === 'ask-bot') void botResponder.respond(effect, traceparent);
          else if (effect.type === 'refresh-desk') refreshDesk(effect);
          else expectedConversations.found(effect.address, effect.conversationId);
        }
      },
    );
    const botResponder = new BotResponder({
      bots: new Map([[bot.id, bot]]),
      queries,
      executor,
      timeoutMs: config.BOT_TIMEOUT_MS,
      now: platform.clock.now,
      log: service.logger,
      onCallsChanged: (calls) => botCalls.set(calls),
      onCallRefused: () => botCallsRefused.inc(),
      tracer,
    });
    const commandBus = new CommandBus({
      executor,
      queries,
      now: platform.clock.now,
      expectedConversations,
      agents: new Map(config.teamsFile.teams.agents.map((agent) => [agent.id, agent])),
      traceparent: requestTraceparent,
    });
    const refreshDesk = ({ agentId, handoffId }: RefreshDesk): void => {
      commandBus.toDesk(agentId, { type: 'ShowContext', data: { handoffId } }).catch((error: unknown) => {
        service.logger.warn({ err: error, agentId, handoffId }, 'a desk was not told about new context');
      });
    };
    const deskStreams = new DeskStreams({
      heartbeatMs: config.DESK_HEARTBEAT_MS,
      now: platform.clock.now,
      command: (agentId, body) => commandBus.toDesk(agentId, body),
    });
    const publication = publicationOf(config.teamsFile.raw);
    service.addRunner(new TeamsPublisher(() => commandBus.publishTeams(publication), service.logger));
    service.addRunner(botResponder);
    platform.onDrain(() => {
      deskStreams.stop();
      feed.close();
    });
    service.addRunner(startReplicaHints(platform, feed, () => service.isOnlyReplica()));
    service.deleteExpired(...expiredRows(config.retention));
    platform.onHttp(
      rateLimits(config.RATE_LIMIT, config.START_RATE_LIMIT, () => commandsRefused.inc({ reason: 'rate-limited' })),
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
        PoolsController,
      ],
      providers: [
        { provide: CommandBus, useValue: commandBus },
        { provide: Queries, useValue: queries },
        { provide: Feed, useValue: feed },
        { provide: DeskStreams, useValue: deskStreams },
        { provide: ActivePolicies, useValue: activePolicies },
      ],
    };
  }
}
