import { randomUUID } from 'node:crypto';
import { Body, Controller, Headers, Inject, Param, Post, Res } from '@nestjs/common';
import { derivedId } from '@warmline/messaging';
import { ProblemException, parseRequest, sendAnswer } from '@warmline/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CommandBus } from '../command-bus.ts';
import type { Desk } from '../domain/desk/desk.ts';
import { identifier, pathParam } from './identifiers.ts';
import { agentNotFound } from './problems.ts';

const text = z.string().trim().min(1).max(2_000);
const askBody = z.strictObject({ agentId: identifier, question: text });
const answerBody = z.strictObject({ text });

const problemOf = (status: number, title: string, detail: string): ProblemException =>
  new ProblemException({ type: 'about:blank', title, status, detail });

/** Agents who ask each other, before one passes a conversation on. */
@Controller('v1/desk/agents')
export class ConsultsController {
  constructor(@Inject(CommandBus) private readonly commandBus: CommandBus) {}

  @Post(':agentId/conversations/:id/consult')
  async ask(
    @Param('agentId') agentId: string,
    @Param('id') id: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { agentId: colleague, question } = parseRequest(askBody, body);
    const conversationId = pathParam(id);
    const desk = await this.desk(agentId);
    const [handoffId] = Object.entries(desk.conversations).find(([, c]) => c.conversationId === conversationId) ?? [];
    if (handoffId === undefined) throw problemOf(409, 'Not the owner', `agent ${agentId} has no open hand-off there`);
    if (colleague === agentId || (await this.commandBus.queries.findDesk(colleague)) === null)
      throw problemOf(422, 'Nobody to ask', `${colleague} is no colleague with a desk`);
    // Asked again under the same key, it is the same question.
    const consultId = key === undefined ? randomUUID() : derivedId(`consult/${agentId}/${key}`);
    const data = { consultId, handoffId, conversationId, from: agentId, fromName: desk.name, question };
    sendAnswer(reply, await this.commandBus.toDesk(colleague, { type: 'HearConsult', data }, `consult/${consultId}`));
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
    const { text: answerText } = parseRequest(answerBody, body);
    const consultId = pathParam(id);
    const desk = await this.desk(agentId);
    const consult = desk.consults[consultId];
    if (consult !== undefined) {
      const { handoffId, conversationId, from } = consult;
      const data = { consultId, handoffId, conversationId, agentId, name: desk.name, text: answerText };
      await this.commandBus.toDesk(from, { type: 'HearAdvice', data }, `advice/${consultId}`);
    }
    sendAnswer(reply, await this.commandBus.toDesk(agentId, { type: 'ConsultDone', data: { consultId } }, key));
  }

  private async desk(agentId: string): Promise<Desk> {
    const desk = await this.commandBus.queries.findDesk(pathParam(agentId));
    if (desk === null) throw agentNotFound(agentId);
    return desk;
  }
}
