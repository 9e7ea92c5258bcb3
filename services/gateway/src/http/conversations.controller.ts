import { Controller, Get, Headers, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { botTurnDetails, customer, customerChoice, id, instant, MAX_TEXT_LENGTH } from '@warmline/contracts';
import { parseRequest } from '@warmline/service-kit';
import { masked } from '@warmline/text';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CommandBus } from '../command-bus.ts';
import type { Conversation } from '../domain/conversation/conversation.ts';
import { Queries } from '../persistence/queries.ts';
import { Feed, HEARTBEAT_MS, type ToClientEvent } from './feed.ts';
import { identifier, pathParam, timeZone } from './identifiers.ts';
import { streamQuery, streamStart } from './last-event-id.ts';
import { callbackWindowsNotRequested, conversationNotFound, messageNotFound } from './problems.ts';
import { emptyBody, type RequestWith, runCommand } from './run-command.ts';

const text = z.string().max(MAX_TEXT_LENGTH);
const startBody = z.strictObject({
  tenantId: identifier.default('default'),
  channel: identifier,
  externalId: id,
  language: z.string().min(2).max(20).optional(),
  timeZone: timeZone.optional(),
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
  .refine((m) => m.role === 'customer' || m.epoch !== undefined, {
    path: ['epoch'],
    message: 'a bot must give the epoch of the owner under which it writes',
  })
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

/** The stream is the customer's: it says that an answer was withheld, so that no number is missing, and not which. */
const withoutText = ({ text: _, bot: __, ...more }: Readonly<Record<string, unknown>>) => more;

/** A page of a transcript: the last messages, or those before a sequence. */
const transcriptQuery = z.strictObject({
  before: z.coerce.number().int().min(1).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(500),
  /** With the answers of the bot that the customer did not get: for agents. */
  withheld: z.stringbool().default(false),
});

/** A turn without the secrets in its text. */
const withoutSecrets = <T extends { readonly text: string }>(turn: T): T & { readonly hasSecrets?: true } => {
  const text = masked(turn.text);
  return text === turn.text ? turn : { ...turn, text, hasSecrets: true };
};

/** `masked`: without the secrets of the messages, for agents. */
const eventsQuery = streamQuery.extend({ masked: z.stringbool().default(false) });
const secretsBody = z.strictObject({ agentId: identifier });

/** Customers, channels and bots. */
@Controller('v1/conversations')
export class ConversationsController {
  constructor(
    @Inject(CommandBus) private readonly commandBus: CommandBus,
    @Inject(Queries) private readonly queries: Queries,
    @Inject(Feed) private readonly feed: Feed,
  ) {}

  @Post()
  start(@Req() request: RequestWith<never>, @Res() reply: FastifyReply): Promise<void> {
    return runCommand(request, reply, startBody, (_, data, key) => this.commandBus.startConversation(data, key));
  }

  @Post(':id/messages')
  postMessage(@Req() request: RequestWith<'id'>, @Res() reply: FastifyReply): Promise<void> {
    return runCommand(request, reply, messageBody, ({ id }, { externalId, ...data }, key) => {
      const idempotencyKey = key ?? (externalId === undefined ? undefined : `external/${externalId}`);
      return this.commandBus.toConversation(id, { type: 'Post', data }, idempotencyKey);
    });
  }

  @Post(':id/human')
  requestHuman(@Req() request: RequestWith<'id'>, @Res() reply: FastifyReply): Promise<void> {
    return runCommand(request, reply, humanBody, ({ id }, data, key) =>
      this.commandBus.toConversation(id, { type: 'RequestHuman', data }, key),
    );
  }

  @Post(':id/choices')
  choose(@Req() request: RequestWith<'id'>, @Res() reply: FastifyReply): Promise<void> {
    return runCommand(request, reply, choiceBody, ({ id }, data, key) =>
      this.commandBus.toConversation(id, { type: 'Choose', data }, key),
    );
  }

  @Post(':id/survey')
  answerSurvey(@Req() request: RequestWith<'id'>, @Res() reply: FastifyReply): Promise<void> {
    return runCommand(request, reply, surveyBody, ({ id }, data, key) =>
      this.commandBus.toConversation(id, { type: 'AnswerSurvey', data }, key),
    );
  }

  @Post(':id/end')
  end(@Req() request: RequestWith<'id'>, @Res() reply: FastifyReply): Promise<void> {
    return runCommand(request, reply, emptyBody, ({ id }, _, key) =>
      this.commandBus.toConversation(id, { type: 'End', data: { by: 'customer' } }, key),
    );
  }

  @Get(':id')
  async find(@Param('id') conversationId: string): Promise<unknown> {
    const found = await this.findConversation(conversationId);
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

  @Post(':id/tickets/:handoffId/answered')
  answerTicket(@Req() request: RequestWith<'id' | 'handoffId'>, @Res() reply: FastifyReply): Promise<void> {
    return runCommand(request, reply, emptyBody, ({ id, handoffId }, _, key) =>
      this.commandBus.toConversation(id, { type: 'AnswerTicket', data: { handoffId } }, key),
    );
  }

  @Get(':id/callback-windows')
  async callbackWindows(@Param('id') conversationId: string): Promise<unknown> {
    const found = await this.findConversation(conversationId);
    const { handoff, callbackWindows } = found;
    if (!callbackWindows || handoff?.is !== 'queued' || handoff.handoffId !== callbackWindows.handoffId)
      throw callbackWindowsNotRequested();
    return callbackWindows;
  }

  /** The last page of the messages, or the one before a sequence; `earlier` is the path of the page before it. */
  @Get(':id/transcript')
  async transcript(@Param('id') conversationId: string, @Query() query: unknown): Promise<unknown> {
    const { before, limit, withheld } = parseRequest(transcriptQuery, query);
    await this.findConversation(conversationId);
    const turns = await this.queries.findTurns(conversationId, limit, { before, withheld });
    const first = turns[0]?.seq ?? 0;
    const [older] = first === 0 ? [] : await this.queries.findTurns(conversationId, 1, { before: first, withheld });
    const path = `/v1/conversations/${encodeURIComponent(conversationId)}/transcript?before=${first}${withheld ? '&withheld=true' : ''}`;
    return { conversationId, turns: turns.map(withoutSecrets), ...(older === undefined ? {} : { earlier: path }) };
  }

  /** The whole text of a message, secrets included, to the agent who has the conversation. Each look is recorded. */
  @Post(':id/messages/:messageId/secrets')
  async secrets(@Req() request: RequestWith<'id' | 'messageId'>, @Res() reply: FastifyReply): Promise<void> {
    await runCommand(request, reply, secretsBody, async ({ id, messageId }, { agentId }) => {
      const turn = await this.queries.findTurn(id, messageId);
      if (turn === null) throw messageNotFound(messageId);
      const answer = await this.commandBus.toConversation(id, { type: 'ShowSecrets', data: { agentId, messageId } });
      return answer.status === 200 ? { status: 200, body: { messageId, text: turn.text } } : answer;
    });
  }

  @Get(':id/assessment')
  async assessment(@Param('id') conversationId: string): Promise<unknown> {
    const found = await this.findConversation(conversationId);
    return found.assessment;
  }

  @Get(':id/events')
  async events(
    @Param('id') conversationId: string,
    @Headers('last-event-id') last: string | undefined,
    @Query() query: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { heartbeat, masked: isMasked } = parseRequest(eventsQuery, query);
    const { seq, tenantId } = await this.findConversation(conversationId);
    const shown = (type: string, data: Readonly<Record<string, unknown>>): object => {
      if (type === 'AnswerWithheld') return withoutText(data);
      return isMasked && type === 'MessagePosted' ? withoutSecrets(data as { text: string }) : data;
    };
    const toClientEvent: ToClientEvent = async ({ type, data, at }) => ({
      event: type,
      data: { ...shown(type, data), at },
    });
    const start = streamStart(last, seq);
    const stream = this.feed.open('conversation', conversationId, start, reply, toClientEvent, tenantId);
    if (heartbeat) stream?.announceHeartbeats(HEARTBEAT_MS);
  }

  private async findConversation(id: string): Promise<Conversation> {
    const found = await this.queries.findConversation(pathParam(id));
    if (found === null) throw conversationNotFound(id);
    return found;
  }
}
