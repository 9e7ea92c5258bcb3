import { randomUUID } from 'node:crypto';
import { Body, Controller, Headers, Inject, Param, Post, Res } from '@nestjs/common';
import { derivedId } from '@warmline/messaging';
import { checked, ProblemException, send } from '@warmline/messaging/service';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Desk } from '../domain/agent.ts';
import { Door } from '../door.ts';
import { inPath, name } from './fields.ts';
import { noAgent } from './not-found.ts';

const text = z.string().trim().min(1).max(2_000);
const askBody = z.strictObject({ agentId: name, question: text });
const answerBody = z.strictObject({ text });

const refusal = (status: number, title: string, detail: string): ProblemException =>
  new ProblemException({ type: 'about:blank', title, status, detail });

/** Agents who ask each other, before one passes a conversation on. */
@Controller('v1/desk/agents')
export class ConsultsController {
  constructor(@Inject(Door) private readonly door: Door) {}

  @Post(':agentId/conversations/:id/consult')
  async ask(
    @Param('agentId') agentId: string,
    @Param('id') id: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { agentId: colleague, question } = checked(askBody, body);
    const conversationId = inPath(id);
    const desk = await this.desk(agentId);
    const [handoffId] = Object.entries(desk.conversations).find(([, c]) => c.conversationId === conversationId) ?? [];
    if (handoffId === undefined) throw refusal(409, 'Not the owner', `agent ${agentId} has no open hand-off there`);
    if (colleague === agentId || (await this.door.reads.findDesk(colleague)) === null)
      throw refusal(422, 'Nobody to ask', `${colleague} is no colleague with a desk`);
    // Asked again under the same key, it is the same question.
    const consultId = key === undefined ? randomUUID() : derivedId(`consult/${agentId}/${key}`);
    const data = { consultId, handoffId, conversationId, from: agentId, fromName: desk.name, question };
    send(reply, await this.door.atDesk(colleague, { type: 'HearConsult', data }, `consult/${consultId}`));
  }

  /** The one who asked hears it first: were this cut off, the question would be open still, and the answer told once. */
  @Post(':agentId/consults/:consultId/answer')
  async answer(
    @Param('agentId') agentId: string,
    @Param('consultId') id: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { text: said } = checked(answerBody, body);
    const consultId = inPath(id);
    const desk = await this.desk(agentId);
    const asked = desk.consults[consultId];
    if (asked !== undefined) {
      const { handoffId, conversationId, from } = asked;
      const data = { consultId, handoffId, conversationId, agentId, name: desk.name, text: said };
      await this.door.atDesk(from, { type: 'HearAdvice', data }, `advice/${consultId}`);
    }
    send(reply, await this.door.atDesk(agentId, { type: 'ConsultDone', data: { consultId } }, key));
  }

  private async desk(agentId: string): Promise<Desk> {
    const desk = await this.door.reads.findDesk(inPath(agentId));
    if (desk === null) throw noAgent(agentId);
    return desk;
  }
}
