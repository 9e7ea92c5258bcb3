import { Body, Controller, Get, Headers, Inject, Param, Post, Res } from '@nestjs/common';
import { botTurn, choice, customer, id, instant, MAX_TEXT } from '@warmline/contracts';
import { checked, send } from '@warmline/messaging/service';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Door } from '../door.ts';
import { inPath, name } from './fields.ts';
import { noConversation, noSlots } from './not-found.ts';
import { resumeFrom } from './resume.ts';

const text = z.string().max(MAX_TEXT);
const startBody = z.strictObject({
  tenantId: name.default('default'),
  channel: name,
  externalId: id,
  language: z.string().min(2).max(20).optional(),
  customer: customer.optional(),
});
const messageBody = z
  .strictObject({
    role: z.enum(['customer', 'bot']),
    text,
    externalId: name.optional(),
    epoch: z.int().min(0).optional(),
    bot: botTurn.optional(),
  })
  .refine((m) => m.role === 'bot' || m.text.trim() !== '', { path: ['text'], message: 'may not be empty' })
  .refine((m) => m.role === 'bot' || m.bot === undefined, { path: ['bot'], message: 'only a bot turn may carry it' });
const humanBody = z.strictObject({ details: z.string().max(2_000).optional() });
const choiceBody = z.strictObject({
  choice,
  offerId: name.optional(),
  handoffId: name.optional(),
  details: z.string().max(2_000).optional(),
  windowStart: instant.optional(),
});
const surveyBody = z.strictObject({
  handoffId: name,
  context: z.enum(['yes', 'partially', 're-explain']),
  stars: z.int().min(1).max(5),
  suggestion: z.string().max(2_000).optional(),
});
const endBody = z.strictObject({});

/** Turns a transcript gives at most: the last ones. */
const TRANSCRIPT = 10_000;

/** Customers, channels and bots. */
@Controller('v1/conversations')
export class ConversationsController {
  constructor(@Inject(Door) private readonly door: Door) {}

  @Post()
  async start(
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    send(reply, await this.door.start(checked(startBody, body), key));
  }

  @Post(':id/messages')
  async post(
    @Param('id') conversationId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { externalId, ...data } = checked(messageBody, body);
    const idempotencyKey = key ?? (externalId === undefined ? undefined : `external/${externalId}`);
    send(reply, await this.door.say(inPath(conversationId), { type: 'Post', data }, idempotencyKey));
  }

  @Post(':id/human')
  async human(
    @Param('id') conversationId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    send(reply, await this.door.say(inPath(conversationId), { type: 'AskHuman', data: checked(humanBody, body) }, key));
  }

  @Post(':id/choices')
  async choose(
    @Param('id') conversationId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    send(reply, await this.door.say(inPath(conversationId), { type: 'Choose', data: checked(choiceBody, body) }, key));
  }

  @Post(':id/survey')
  async survey(
    @Param('id') conversationId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    send(
      reply,
      await this.door.say(inPath(conversationId), { type: 'AnswerSurvey', data: checked(surveyBody, body) }, key),
    );
  }

  @Post(':id/end')
  async end(
    @Param('id') conversationId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    checked(endBody, body);
    send(reply, await this.door.say(inPath(conversationId), { type: 'End', data: { by: 'customer' } }, key));
  }

  @Get(':id')
  async find(@Param('id') conversationId: string): Promise<unknown> {
    const found = await this.door.reads.findConversation(inPath(conversationId));
    if (found === null) throw noConversation(conversationId);
    const { tenantId, channel, seq, owner, handoff, callback } = found;
    const life =
      handoff === null
        ? {}
        : {
            handoff: {
              handoffId: handoff.handoffId,
              state: handoff.is,
              ...(handoff.is === 'assigned' ? { agentName: handoff.agentName } : {}),
            },
          };
    const call = callback
      ? { callback: { handoffId: callback.handoffId, notBefore: callback.notBefore, dueBy: callback.dueBy } }
      : {};
    return { conversationId, tenantId, channel, seq, owner, ...life, ...call, ended: found.is === 'ended' };
  }

  @Get(':id/callback-windows')
  async callbackWindows(@Param('id') conversationId: string): Promise<unknown> {
    const found = await this.door.reads.findConversation(inPath(conversationId));
    if (found === null) throw noConversation(conversationId);
    const { handoff, callbackWindows } = found;
    if (!callbackWindows || handoff?.is !== 'queued' || handoff.handoffId !== callbackWindows.handoffId)
      throw noSlots();
    return callbackWindows;
  }

  @Get(':id/transcript')
  async transcript(@Param('id') conversationId: string): Promise<unknown> {
    if ((await this.door.reads.findConversation(inPath(conversationId))) === null) throw noConversation(conversationId);
    return { conversationId, turns: await this.door.reads.turns(conversationId, TRANSCRIPT) };
  }

  @Get(':id/assessment')
  async assessment(@Param('id') conversationId: string): Promise<unknown> {
    const found = await this.door.reads.findConversation(inPath(conversationId));
    if (found === null) throw noConversation(conversationId);
    return found.assessment;
  }

  @Get(':id/events')
  async events(
    @Param('id') conversationId: string,
    @Headers('last-event-id') last: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const after = resumeFrom(last);
    if ((await this.door.reads.findConversation(inPath(conversationId))) === null) throw noConversation(conversationId);
    this.door.feed.open('conversation', conversationId, after, reply, async (row) => ({
      event: row.type,
      data: { ...row.data, at: row.at },
    }));
  }
}
