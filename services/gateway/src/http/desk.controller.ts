import { Body, Controller, Get, Headers, Inject, Param, Post, Put, Res } from '@nestjs/common';
import { id, MAX_TEXT, outcomeForm, skill } from '@warmline/contracts';
import { checked, send } from '@warmline/messaging/service';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Door } from '../door.ts';
import { noAgent } from './not-found.ts';
import { resumeFrom } from './resume.ts';

const presenceBody = z.strictObject({
  status: z.enum(['online', 'away', 'offline']),
  tenantId: id.optional(),
  name: z.string().min(1).max(200).optional(),
  teams: z.array(id).max(50).optional(),
  skills: z.array(skill).max(50).optional(),
  languages: z.array(z.string().min(2).max(20)).max(20).optional(),
  capacity: z.int().min(0).max(50).optional(),
});
const declineBody = z.strictObject({ reason: z.string().max(300).optional() });
const messageBody = z.strictObject({ text: z.string().trim().min(1).max(MAX_TEXT) });
const acceptBody = z.strictObject({});

/** Agents. */
@Controller('v1/desk/agents')
export class DeskController {
  constructor(@Inject(Door) private readonly door: Door) {}

  @Put(':agentId/presence')
  async presence(@Param('agentId') agentId: string, @Body() body: unknown, @Headers('idempotency-key') key: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    const { status, ...given } = checked(presenceBody, body);
    const profile = await this.door.profileOf(checked(id, agentId), given);
    if (profile === null) throw noAgent(agentId);
    send(reply, await this.door.atDesk(agentId, { type: 'SetPresence', data: { ...profile, status } }, key));
  }

  @Post(':agentId/offers/:offerId/accept')
  async accept(@Param('agentId') agentId: string, @Param('offerId') offerId: string, @Body() body: unknown, @Headers('idempotency-key') key: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    checked(acceptBody, body);
    send(reply, await this.door.atDesk(agentId, { type: 'Accept', data: { offerId } }, key));
  }

  @Post(':agentId/offers/:offerId/decline')
  async decline(@Param('agentId') agentId: string, @Param('offerId') offerId: string, @Body() body: unknown, @Headers('idempotency-key') key: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    send(reply, await this.door.atDesk(agentId, { type: 'Decline', data: { offerId, ...checked(declineBody, body) } }, key));
  }

  @Post(':agentId/conversations/:id/messages')
  async say(@Param('agentId') agentId: string, @Param('id') conversationId: string, @Body() body: unknown, @Headers('idempotency-key') key: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    const { text } = checked(messageBody, body);
    const author = (await this.door.reads.findDesk(agentId))?.name;
    const data = { role: 'agent' as const, text, agentId, ...(author === undefined ? {} : { author }) };
    send(reply, await this.door.say(conversationId, { type: 'Post', data }, key));
  }

  @Post(':agentId/conversations/:id/resolve')
  async resolve(@Param('agentId') agentId: string, @Param('id') conversationId: string, @Body() body: unknown, @Headers('idempotency-key') key: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    send(reply, await this.door.say(conversationId, { type: 'Resolve', data: { agentId, outcome: checked(outcomeForm.strict(), body) } }, key));
  }

  @Get(':agentId')
  async find(@Param('agentId') agentId: string): Promise<unknown> {
    const desk = await this.door.reads.findDesk(agentId);
    if (desk === null) throw noAgent(agentId);
    const { name, status, teams, capacity, offers, conversations } = desk;
    return {
      agentId,
      name,
      status,
      teams,
      capacity,
      offers: await Promise.all(Object.values(offers).map(async (o) => ({ ...o, ...(await this.door.card(o.handoffId, desk)) }))),
      conversations: await Promise.all(Object.entries(conversations).map(async ([handoffId, c]) => ({ handoffId, ...c, ...(await this.door.card(handoffId, desk)) }))),
    };
  }

  @Get(':agentId/events')
  async events(@Param('agentId') agentId: string, @Headers('last-event-id') last: string | undefined, @Res() reply: FastifyReply): Promise<void> {
    const after = resumeFrom(last);
    const desk = await this.door.reads.findDesk(agentId);
    if (desk === null) throw noAgent(agentId);
    // Without a position a screen starts from what is: it reads the desk first and hears what comes after.
    const from = last === undefined ? desk.seq : after;
    this.door.feed.open('agent', agentId, from, reply, async (row) => {
      const card = row.type === 'offer' || row.type === 'assigned' ? await this.door.card(String(row.data.handoffId), desk) : {};
      return { event: row.type, data: { ...row.data, ...card, at: row.at } };
    });
  }
}
