import { Body, Controller, Get, Headers, Inject, Param, Post, Put, Res } from '@nestjs/common';
import { MAX_TEXT_LENGTH, resolution, skill, transferTarget } from '@warmline/contracts';
import { parseRequest, sendAnswer } from '@warmline/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CommandBus } from '../command-bus.ts';
import { findHandoffCards } from './handoff-cards.ts';
import { identifier, pathParam } from './identifiers.ts';
import { parseLastEventId } from './last-event-id.ts';
import { agentNotFound, transferAgentNotFound } from './problems.ts';

const presenceBody = z.strictObject({
  status: z.enum(['online', 'away', 'offline']),
  tenantId: identifier.optional(),
  name: z.string().min(1).max(200).optional(),
  teams: z.array(identifier).max(50).optional(),
  skills: z.array(skill).max(50).optional(),
  languages: z.array(z.string().min(2).max(20)).max(20).optional(),
  channels: z.array(identifier).min(1).max(20).optional(),
  capacity: z.int().min(0).max(50).optional(),
});
const declineBody = z.strictObject({ reason: z.string().max(300).optional() });
const messageBody = z.strictObject({ text: z.string().trim().min(1).max(MAX_TEXT_LENGTH) });
const transferBody = z.strictObject({ to: transferTarget.strict(), note: z.string().trim().min(1).max(2_000) });
const emptyBody = z.strictObject({});

/** Agents. */
@Controller('v1/desk/agents')
export class DeskController {
  constructor(@Inject(CommandBus) private readonly commandBus: CommandBus) {}

  @Put(':agentId/presence')
  async presence(
    @Param('agentId') agentId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { status, ...overrides } = parseRequest(presenceBody, body);
    const profile = await this.commandBus.findAgentProfile(pathParam(agentId), overrides);
    if (profile === null) throw agentNotFound(agentId);
    sendAnswer(
      reply,
      await this.commandBus.toDesk(agentId, { type: 'SetPresence', data: { ...profile, status } }, key),
    );
  }

  @Post(':agentId/offers/:offerId/accept')
  async accept(
    @Param('agentId') agentId: string,
    @Param('offerId') offerId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    parseRequest(emptyBody, body);
    sendAnswer(reply, await this.commandBus.toDesk(pathParam(agentId), { type: 'Accept', data: { offerId } }, key));
  }

  @Post(':agentId/offers/:offerId/decline')
  async decline(
    @Param('agentId') agentId: string,
    @Param('offerId') offerId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendAnswer(
      reply,
      await this.commandBus.toDesk(
        pathParam(agentId),
        { type: 'Decline', data: { offerId, ...parseRequest(declineBody, body) } },
        key,
      ),
    );
  }

  @Post(':agentId/conversations/:id/messages')
  async postMessage(
    @Param('agentId') agentId: string,
    @Param('id') conversationId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { text } = parseRequest(messageBody, body);
    const data = { role: 'agent' as const, text, agentId: pathParam(agentId) };
    sendAnswer(reply, await this.commandBus.toConversation(pathParam(conversationId), { type: 'Post', data }, key));
  }

  @Post(':agentId/conversations/:id/resolve')
  async resolve(
    @Param('agentId') agentId: string,
    @Param('id') conversationId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    sendAnswer(
      reply,
      await this.commandBus.toConversation(
        pathParam(conversationId),
        { type: 'Resolve', data: { agentId: pathParam(agentId), resolution: parseRequest(resolution.strict(), body) } },
        key,
      ),
    );
  }

  @Post(':agentId/conversations/:id/transfer')
  async transfer(
    @Param('agentId') agentId: string,
    @Param('id') conversationId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const data = { agentId: pathParam(agentId), ...parseRequest(transferBody, body) };
    if (data.to.kind === 'agent' && (await this.commandBus.findAgentProfile(data.to.id, {})) === null)
      throw transferAgentNotFound(data.to.id);
    sendAnswer(reply, await this.commandBus.toConversation(pathParam(conversationId), { type: 'Transfer', data }, key));
  }

  @Post(':agentId/wrap-ups/:handoffId/done')
  async endWrapUp(
    @Param('agentId') agentId: string,
    @Param('handoffId') handoffId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    parseRequest(emptyBody, body);
    const command = { type: 'WrapUpDone' as const, data: { handoffId: pathParam(handoffId) } };
    sendAnswer(reply, await this.commandBus.toDesk(pathParam(agentId), command, key));
  }

  @Get(':agentId')
  async find(@Param('agentId') agentId: string): Promise<unknown> {
    const desk = await this.commandBus.queries.findDesk(pathParam(agentId));
    if (desk === null) throw agentNotFound(agentId);
    const { name, status, teams, capacity, offers, conversations, wrapUps, consults, callbacks = {} } = desk;
    const agentOffers = Object.values(offers);
    const openConsults = Object.entries(consults);
    const cards = await findHandoffCards(
      this.commandBus.queries,
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
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const after = parseLastEventId(last);
    const desk = await this.commandBus.queries.findDesk(pathParam(agentId));
    if (desk === null) throw agentNotFound(agentId);
    // Without a position a screen starts from what is: it reads the desk first and hears what comes after.
    const startAfter = last === undefined ? desk.seq : after;
    this.commandBus.feed.open('agent', agentId, startAfter, reply, async ({ type, at, data }) => {
      const handoffId = ['offer', 'assigned', 'consult', 'callback'].includes(type) ? String(data.handoffId) : null;
      const cards = await findHandoffCards(this.commandBus.queries, handoffId === null ? [] : [handoffId], desk.name);
      return { event: type, data: { ...data, ...cards.get(handoffId ?? ''), at } };
    });
  }
}
