import 'reflect-metadata';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { defaultRetention } from '@warmline/contracts';
import { commandStage, Executor, systemClock } from '@warmline/messaging';
import { ProblemFilter } from '@warmline/service-kit';
import { CommandBus } from '../command-bus.ts';
import type { Conversation } from '../domain/conversation/conversation.ts';
import type { ConversationInput } from '../domain/conversation/conversation-commands.ts';
import { handleCommand } from '../domain/conversation/handle-command.ts';
import { settings } from '../domain/story.fixtures.ts';
import { ExpectedConversations } from '../expected-conversations.ts';
import { Queries } from '../persistence/queries.ts';
import { ConversationsController } from './conversations.controller.ts';
import { Feed } from './feed.ts';

const handle = handleCommand(settings, defaultRetention);
let app: NestFastifyApplication | undefined;
/** Ends the transaction that hangs, and every later one. */
let failTransactions: (() => void) | undefined;
afterEach(async () => {
  failTransactions?.();
  await app?.close();
});

@Module({})
class Edge {}

test('given a database that does not answer, then the gateway refuses requests with a time to retry before its memory fills', async () => {
  let transactionCount = 0;
  const executor = new Executor({
    service: 'gateway',
    stages: [
      commandStage<Conversation>({
        name: 'conversation',
        step: (state, event, context) => handle(state, event as ConversationInput, context),
        due: () => null,
      }),
    ],
    store: {
      transact: () => {
        transactionCount++;
        return new Promise((_, fail) => {
          const before = failTransactions;
          failTransactions = () => {
            before?.();
            setImmediate(() => fail(new Error('over')));
          };
          if (transactionCount > 1) fail(new Error('over'));
        });
      },
      isDataError: () => false,
    },
    clock: systemClock,
    onCommitted: () => undefined,
    onDueChanged: () => undefined,
  });
  // What a conversation is asked here reads nothing and streams nothing.
  const unusedDependency = {} as never;
  const now = (): number => 1_760_000_000_000;
  const commandBus = new CommandBus({
    executor,
    queries: unusedDependency,
    now,
    expectedConversations: new ExpectedConversations(),
    agents: new Map(),
    traceparent: () => undefined,
  });
  const edge = {
    module: Edge,
    controllers: [ConversationsController],
    providers: [
      { provide: CommandBus, useValue: commandBus },
      { provide: Queries, useValue: unusedDependency },
      { provide: Feed, useValue: unusedDependency },
    ],
  };
  app = await NestFactory.create<NestFastifyApplication>(edge, new FastifyAdapter(), { logger: false });
  const unforeseen: unknown[] = [];
  app.useGlobalFilters(new ProblemFilter((error) => unforeseen.push(error)));
  await app.init();
  const post = (text: string) =>
    app?.inject({ method: 'POST', url: '/v1/conversations/c-1/messages', payload: { role: 'customer', text } });

  let waiting = 0;
  let refused: Awaited<ReturnType<typeof post>>;
  for (let n = 0; refused === undefined && n < 4_000; n += 100) {
    const round = Array.from({ length: 100 }, (_, i) => post(`Hello ${n + i}`));
    const answers = await Promise.race([Promise.any(round), pause(30, undefined)]);
    refused = answers;
    waiting += 100;
  }
  expect(waiting).toBeLessThan(2_500);
  expect([refused?.statusCode, refused?.headers['retry-after'], refused?.headers['content-type']]).toEqual([
    503,
    '1',
    expect.stringContaining('application/problem+json'),
  ]);
  expect(refused?.json()).toMatchObject({ title: 'Overloaded', status: 503 });
  expect([transactionCount, unforeseen]).toEqual([1, []]);
}, 20_000);
