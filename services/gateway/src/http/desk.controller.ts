import { randomUUID } from 'node:crypto';
import { Controller, Get, Headers, Inject, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import { agentStatus, MAX_TEXT_LENGTH, ownValue, resolution, skill, transferTarget } from '@warmline/contracts';
import { parseRequest } from '@warmline/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CommandBus } from '../command-bus.ts';
import { DeskStreams } from '../desk-streams.ts';
import { connectionOf } from '../domain/desk/connection.ts';
import { Queries } from '../persistence/queries.ts';
import { Feed, type ToClientEvent } from './feed.ts';
import { findHandoffCards } from './handoff-cards.ts';
import { identifier, pathParam } from './identifiers.ts';
import { streamQuery, streamStart } from './last-event-id.ts';
import { agentNotFound, unknownTransferTarget } from './problems.ts';
import { emptyBody, type RequestWith, runCommand } from './run-command.ts';

const presenceBody = z.strictObject({
  status: agentStatus,
  tenantId: identifier.optional(),
  name: z.string().min(1).max(200).optional(),
  teams: z.array(identifier).max(50).optional(),
  skills: z.array(skill).max(50).optional(),
  languages: z.array(z.string().min(2).max(20)).max(20).optional(),
  channels: z.array(identifier).min(1).max(20).optional(),
  capacity: z.int().min(0).max(50).optional(),
  awaitsStream: z.boolean().optional(),
});
const declineBody = z.strictObject({ reason: z.string().max(300).optional() });
const messageBody = z.strictObject({ text: z.string().trim().min(1).max(MAX_TEXT_LENGTH) });
const transferBody = z.strictObject({ to: transferTarget.strict(), note: z.string().trim().min(1).max(2_000) });

/** Agents: presence, offers, conversations, and the stream of their desk. */
@Controller('v1/desk/agents')
export class DeskController {
  constructor(
    @Inject(CommandBus) private readonly commandBus: CommandBus,
    @Inject(Queries) private readonly queries: Queries,
    @Inject(Feed) private readonly feed: Feed,
    @Inject(DeskStreams) private readonly streams: DeskStreams,
  ) {}

  @Put(':agentId/presence')
  setPresence(@Req() request: RequestWith<'agentId'>, @Res() reply: FastifyReply): Promise<void> {
    return runCommand(
      request,
      reply,
      presenceBody,
      async ({ agentId }, { status, awaitsStream, ...overrides }, key) => {
        const profile = await this.commandBus.findAgentProfile(agentId, overrides);
        if (profile === null) throw agentNotFound(agentId);
        return this.commandBus.toDesk(
          agentId,
          { type: 'SetPresence', data: { ...profile, status, awaitsStream } },
          key,
        );
      },
    );
  }

  @Post(':agentId/streams/:streamId/heartbeat')
  answerHeartbeat(@Req() request: RequestWith<'agentId' | 'streamId'>, @Res() reply: FastifyReply): Promise<void> {
    return runCommand(request, reply, emptyBody, ({ agentId, streamId }) =>
      this.commandBus.toDesk(agentId, { type: 'AnswerHeartbeat', data: { streamId } }),
    );
  }

  @Post(':agentId/offers/:offerId/accept')
  accept(@Req() request: RequestWith<'agentId' | 'offerId'>, @Res() reply: FastifyReply): Promise<void> {
    return runCommand(request, reply, emptyBody, async ({ agentId, offerId }, _, key) => {
      const customerGone = await this.isCustomerGone(agentId, offerId);
      return this.commandBus.toDesk(agentId, { type: 'Accept', data: { offerId, customerGone } }, key);
    });
  }

  @Post(':agentId/offers/:offerId/decline')
  decline(@Req() request: RequestWith<'agentId' | 'offerId'>, @Res() reply: FastifyReply): Promise<void> {
    return runCommand(request, reply, declineBody, async ({ agentId, offerId }, body, key) => {
      const customerGone = await this.isCustomerGone(agentId, offerId);
      return this.commandBus.toDesk(agentId, { type: 'Decline', data: { offerId, customerGone, ...body } }, key);
    });
  }

  @Post(':agentId/conversations/:id/messages')
  postMessage(@Req() request: RequestWith<'agentId' | 'id'>, @Res() reply: FastifyReply): Promise<void> {
    return runCommand(request, reply, messageBody, ({ agentId, id }, { text }, key) =>
      this.commandBus.toConversation(id, { type: 'Post', data: { role: 'agent', text, agentId } }, key),
    );
  }

  @Post(':agentId/conversations/:id/resolve')
  resolve(@Req() request: RequestWith<'agentId' | 'id'>, @Res() reply: FastifyReply): Promise<void> {
    return runCommand(request, reply, resolution.strict(), ({ agentId, id }, body, key) =>
      this.commandBus.toConversation(id, { type: 'Resolve', data: { agentId, resolution: body } }, key),
    );
  }

  @Post(':agentId/conversations/:id/transfer')
  transfer(@Req() request: RequestWith<'agentId' | 'id'>, @Res() reply: FastifyReply): Promise<void> {
    return runCommand(request, reply, transferBody, async ({ agentId, id }, { to, note }, key) => {
      if (to.kind === 'agent' && (await this.commandBus.findAgentProfile(to.id, {})) === null)
        throw unknownTransferTarget(to.id);
      return this.commandBus.toConversation(id, { type: 'Transfer', data: { agentId, to, note } }, key);
    });
  }

  @Post(':agentId/wrap-ups/:handoffId/done')
  endWrapUp(@Req() request: RequestWith<'agentId' | 'handoffId'>, @Res() reply: FastifyReply): Promise<void> {
    return runCommand(request, reply, emptyBody, ({ agentId, handoffId }, _, key) =>
      this.commandBus.toDesk(agentId, { type: 'EndWrapUp', data: { handoffId } }, key),
    );
  }

  /** The conversation knows at once that its customer is gone; the desk is told later, by routing. */
  private async isCustomerGone(agentId: string, offerId: string): Promise<boolean> {
    const offer = ownValue((await this.queries.findDesk(agentId))?.offers ?? {}, offerId);
    const conversation = offer === undefined ? null : await this.queries.findConversation(offer.conversationId);
    if (offer === undefined || conversation === null) return false;
    return conversation.is === 'ended' || conversation.closedHandoffIds.includes(offer.handoffId);
  }

  @Get(':agentId')
  async find(@Param('agentId') agentId: string): Promise<unknown> {
    const desk = await this.queries.findDesk(pathParam(agentId));
    if (desk === null) throw agentNotFound(agentId);
    const { name, status, teams, capacity, offers, conversations, wrapUps, consults, callbacks = {} } = desk;
    const agentOffers = Object.values(offers);
    const openConsults = Object.entries(consults);
    const cards = await findHandoffCards(
      this.queries,
      [
        ...agentOffers.map((o) => o.handoffId),
        ...[...Object.keys(conversations), ...Object.keys(callbacks)],
        ...openConsults.map(([, { handoffId }]) => handoffId),
      ],
      name,
    );
    return {
      agentId,
      name,
      status,
      connection: connectionOf(desk),
      teams,
      capacity,
      offers: agentOffers.map((offer) => ({ ...offer, ...cards.get(offer.handoffId) })),
      conversations: Object.entries(conversations).map(([handoffId, c]) => ({
        handoffId,
        ...c,
        ...cards.get(handoffId),
      })),
      consults: openConsults.map(([consultId, consult]) => ({
        consultId,
        ...consult,
        ...cards.get(consult.handoffId),
      })),
      wrapUps: Object.entries(wrapUps).map(([handoffId, wrapUp]) => ({ handoffId, ...wrapUp })),
      callbacks: Object.entries(callbacks).map(([handoffId, call]) => ({
        handoffId,
        ...call,
        ...cards.get(handoffId),
      })),
    };
  }

  @Get(':agentId/events')
  async events(
    @Param('agentId') agentId: string,
    @Headers('last-event-id') last: string | undefined,
    @Query() query: unknown,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { heartbeat } = parseRequest(streamQuery, query);
    const desk = await this.queries.findDesk(pathParam(agentId));
    if (desk === null) throw agentNotFound(agentId);
    // Without Last-Event-ID a client starts from the desk as it is: it reads the desk first and gets what comes after.
    const toClientEvent: ToClientEvent = async ({ type, at, data }) => {
      const handoffId = ['offer', 'assigned', 'context-added', 'consult', 'callback'].includes(type)
        ? String(data.handoffId)
        : null;
      const cards = await findHandoffCards(this.queries, handoffId === null ? [] : [handoffId], desk.name);
      return { event: type, data: { ...data, ...cards.get(handoffId ?? ''), at } };
    };
    const start = streamStart(last, desk.seq, desk.seq);
    const stream = this.feed.open('desk', agentId, start, reply, toClientEvent, desk.tenantId);
    if (stream !== undefined) this.streams.add(agentId, randomUUID(), stream, heartbeat);
  }
}
