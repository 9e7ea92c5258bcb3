import { Body, Controller, Get, Headers, Inject, Param, Post, Put, Res } from '@nestjs/common';
import { MAX_TEXT, resolution, skill, transferTarget } from '@warmline/contracts';
import { checked, send } from '@warmline/messaging/service';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { findCards } from '../cards.ts';
import { Door } from '../door.ts';
import { inPath, name } from './fields.ts';
import { noAgent, nobodyTo } from './not-found.ts';
import { resumeFrom } from './resume.ts';

const presenceBody = z.strictObject({
  status: z.enum(['online', 'away', 'offline']),
  tenantId: name.optional(),
  name: z.string().min(1).max(200).optional(),
  teams: z.array(name).max(50).optional(),
  skills: z.array(skill).max(50).optional(),
  languages: z.array(z.string().min(2).max(20)).max(20).optional(),
  channels: z.array(name).min(1).max(20).optional(),
  capacity: z.int().min(0).max(50).optional(),
});
const declineBody = z.strictObject({ reason: z.string().max(300).optional() });
const messageBody = z.strictObject({ text: z.string().trim().min(1).max(MAX_TEXT) });
const transferBody = z.strictObject({ to: transferTarget.strict(), note: z.string().trim().min(1).max(2_000) });
const acceptBody = z.strictObject({});

/** Agents. */
@Controller('v1/desk/agents')
export class DeskController {
  constructor(@Inject(Door) private readonly door: Door) {}

  @Put(':agentId/presence')
  async presence(
    @Param('agentId') agentId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { status, ...given } = checked(presenceBody, body);
    const profile = await this.door.profileOf(inPath(agentId), given);
    if (profile === null) throw noAgent(agentId);
    send(reply, await this.door.atDesk(agentId, { type: 'SetPresence', data: { ...profile, status } }, key));
  }

  @Post(':agentId/offers/:offerId/accept')
  async accept(
    @Param('agentId') agentId: string,
    @Param('offerId') offerId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    checked(acceptBody, body);
    send(reply, await this.door.atDesk(inPath(agentId), { type: 'Accept', data: { offerId } }, key));
  }

  @Post(':agentId/offers/:offerId/decline')
  async decline(
    @Param('agentId') agentId: string,
    @Param('offerId') offerId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    send(
      reply,
      await this.door.atDesk(
        inPath(agentId),
        { type: 'Decline', data: { offerId, ...checked(declineBody, body) } },
        key,
      ),
    );
  }

  @Post(':agentId/conversations/:id/messages')
  async say(
    @Param('agentId') agentId: string,
    @Param('id') conversationId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { text } = checked(messageBody, body);
    const data = { role: 'agent' as const, text, agentId: inPath(agentId) };
    send(reply, await this.door.say(inPath(conversationId), { type: 'Post', data }, key));
  }

  @Post(':agentId/conversations/:id/resolve')
  async resolve(
    @Param('agentId') agentId: string,
    @Param('id') conversationId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    send(
      reply,
      await this.door.say(
        inPath(conversationId),
        { type: 'Resolve', data: { agentId: inPath(agentId), resolution: checked(resolution.strict(), body) } },
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
    const data = { agentId: inPath(agentId), ...checked(transferBody, body) };
    if (data.to.kind === 'agent' && (await this.door.profileOf(data.to.id, {})) === null) throw nobodyTo(data.to.id);
    send(reply, await this.door.say(inPath(conversationId), { type: 'Transfer', data }, key));
  }

  @Post(':agentId/wrap-ups/:handoffId/done')
  async done(
    @Param('agentId') agentId: string,
    @Param('handoffId') handoffId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    checked(acceptBody, body);
    const command = { type: 'WrapUpDone' as const, data: { handoffId: inPath(handoffId) } };
    send(reply, await this.door.atDesk(inPath(agentId), command, key));
  }

  @Get(':agentId')
  async find(@Param('agentId') agentId: string): Promise<unknown> {
    const desk = await this.door.reads.findDesk(inPath(agentId));
    if (desk === null) throw noAgent(agentId);
    const { name, status, teams, capacity, offers, conversations, wrapUps, consults, callbacks = {} } = desk;
    const all = Object.values(offers);
    const asked = Object.entries(consults);
    const cards = await findCards(
      this.door.reads,
      [
        ...all.map((o) => o.handoffId),
        ...[...Object.keys(conversations), ...Object.keys(callbacks)],
        ...asked.map(([, { handoffId }]) => handoffId),
      ],
      name,
    );
    return {
      agentId,
      name,
      status,
      teams,
      capacity,
      offers: all.map((offer) => ({ ...offer, ...cards.get(offer.handoffId) })),
      conversations: Object.entries(conversations).map(([handoffId, c]) => ({
        handoffId,
        ...c,
        ...cards.get(handoffId),
      })),
      consults: asked.map(([consultId, consult]) => ({ consultId, ...consult, ...cards.get(consult.handoffId) })),
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
    const after = resumeFrom(last);
    const desk = await this.door.reads.findDesk(inPath(agentId));
    if (desk === null) throw noAgent(agentId);
    // Without a position a screen starts from what is: it reads the desk first and hears what comes after.
    const from = last === undefined ? desk.seq : after;
    this.door.feed.open('agent', agentId, from, reply, async ({ type, at, data }, wanted) => {
      const shown = ['offer', 'assigned', 'consult', 'callback'].includes(type) ? String(data.handoffId) : null;
      const cards = await findCards(this.door.reads, shown === null ? [] : [shown], desk.name, wanted);
      return { event: type, data: { ...data, ...cards.get(shown ?? ''), at } };
    });
  }
}
