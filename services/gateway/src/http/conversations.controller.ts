import { Body, Controller, Get, Headers, Inject, Param, Post, Res } from '@nestjs/common';
import { botTurnDetails, customer, customerChoice, id, instant, MAX_TEXT_LENGTH } from '@warmline/contracts';
import { parseRequest, sendAnswer } from '@warmline/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CommandBus } from '../command-bus.ts';
import { identifier, pathParam } from './identifiers.ts';
import { parseLastEventId } from './last-event-id.ts';
import { callbackWindowsNotRequested, conversationNotFound } from './problems.ts';

const text = z.string().max(MAX_TEXT_LENGTH);
const startBody = z.strictObject({
  tenantId: identifier.default('default'),
  channel: identifier,
  externalId: id,
  language: z.string().min(2).max(20).optional(),
  customer: customer.optional(),
});
const messageBody = z
  .strictObject({
    role: z.enum(['customer', 'bot']),
    text,
    externalId: identifier.optional(),
    epoch: z.int().min(0).optional(),
    bot: botTurnDetails.optional(),
  })
  .refine((m) => m.role === 'bot' || m.text.trim() !== '', { path: ['text'], message: 'may not be empty' })
  .refine((m) => m.role === 'bot' || m.bot === undefined, { path: ['bot'], message: 'only a bot turn may carry it' });
const humanBody = z.strictObject({ details: z.string().max(2_000).optional() });
const choiceBody = z.strictObject({
  choice: customerChoice,
  offerId: identifier.optional(),
  handoffId: identifier.optional(),
  details: z.string().max(2_000).optional(),
  windowStart: instant.optional(),
});
const surveyBody = z.strictObject({
  handoffId: identifier,
  context: z.enum(['yes', 'partially', 're-explain']),
  stars: z.int().min(1).max(5),
  suggestion: z.string().max(2_000).optional(),
});
const endBody = z.strictObject({});

/** Turns a transcript gives at most: the last ones. */
const MAX_TRANSCRIPT_TURNS = 10_000;

/** Customers, channels and bots. */
@Controller('v1/conversations')
export class ConversationsController {
  constructor(@Inject(CommandBus) private readonly commandBus: CommandBus) {}

  @Post()
  async start(
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendAnswer(reply, await this.commandBus.startConversation(parseRequest(startBody, body), key));
  }

  @Post(':id/messages')
  async postMessage(
    @Param('id') conversationId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { externalId, ...data } = parseRequest(messageBody, body);
    const idempotencyKey = key ?? (externalId === undefined ? undefined : `external/${externalId}`);
    sendAnswer(
      reply,
      await this.commandBus.toConversation(pathParam(conversationId), { type: 'Post', data }, idempotencyKey),
    );
  }

  @Post(':id/human')
  async requestHuman(
    @Param('id') conversationId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendAnswer(
      reply,
      await this.commandBus.toConversation(
        pathParam(conversationId),
        { type: 'AskHuman', data: parseRequest(humanBody, body) },
        key,
      ),
    );
  }

  @Post(':id/choices')
  async choose(
    @Param('id') conversationId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendAnswer(
      reply,
      await this.commandBus.toConversation(
        pathParam(conversationId),
        { type: 'Choose', data: parseRequest(choiceBody, body) },
        key,
      ),
    );
  }

  @Post(':id/survey')
  async survey(
    @Param('id') conversationId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendAnswer(
      reply,
      await this.commandBus.toConversation(
        pathParam(conversationId),
        { type: 'AnswerSurvey', data: parseRequest(surveyBody, body) },
        key,
      ),
    );
  }

  @Post(':id/end')
  async end(
    @Param('id') conversationId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    parseRequest(endBody, body);
    sendAnswer(
      reply,
      await this.commandBus.toConversation(pathParam(conversationId), { type: 'End', data: { by: 'customer' } }, key),
    );
  }

  @Get(':id')
  async find(@Param('id') conversationId: string): Promise<unknown> {
    const found = await this.commandBus.queries.findConversation(pathParam(conversationId));
    if (found === null) throw conversationNotFound(conversationId);
    const { tenantId, channel, seq, owner, handoff, callback } = found;
    const handoffView =
      handoff === null
        ? {}
        : {
            handoff: {
              handoffId: handoff.handoffId,
              state: handoff.is,
              ...(handoff.is === 'assigned' ? { agentName: handoff.agentName } : {}),
            },
          };
    const callbackView = callback
      ? { callback: { handoffId: callback.handoffId, notBefore: callback.notBefore, dueBy: callback.dueBy } }
      : {};
    return {
      conversationId,
      tenantId,
      channel,
      seq,
      owner,
      ...handoffView,
      ...callbackView,
      ended: found.is === 'ended',
    };
  }

  @Get(':id/callback-windows')
  async callbackWindows(@Param('id') conversationId: string): Promise<unknown> {
    const found = await this.commandBus.queries.findConversation(pathParam(conversationId));
    if (found === null) throw conversationNotFound(conversationId);
    const { handoff, callbackWindows } = found;
    if (!callbackWindows || handoff?.is !== 'queued' || handoff.handoffId !== callbackWindows.handoffId)
      throw callbackWindowsNotRequested();
    return callbackWindows;
  }

  @Get(':id/transcript')
  async transcript(@Param('id') conversationId: string): Promise<unknown> {
    if ((await this.commandBus.queries.findConversation(pathParam(conversationId))) === null)
      throw conversationNotFound(conversationId);
    return { conversationId, turns: await this.commandBus.queries.findTurns(conversationId, MAX_TRANSCRIPT_TURNS) };
  }

  @Get(':id/assessment')
  async assessment(@Param('id') conversationId: string): Promise<unknown> {
    const found = await this.commandBus.queries.findConversation(pathParam(conversationId));
    if (found === null) throw conversationNotFound(conversationId);
    return found.assessment;
  }

  @Get(':id/events')
  async events(
    @Param('id') conversationId: string,
    @Headers('last-event-id') last: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const after = parseLastEventId(last);
    if ((await this.commandBus.queries.findConversation(pathParam(conversationId))) === null)
      throw conversationNotFound(conversationId);
    this.commandBus.feed.open('conversation', conversationId, after, reply, async (row) => ({
      event: row.type,
      data: { ...row.data, at: row.at },
    }));
  }
}
