import { randomUUID } from 'node:crypto';
import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { ownValue } from '@warmline/contracts';
import { derivedId, joinedName } from '@warmline/messaging';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CommandBus } from '../command-bus.ts';
import type { Desk } from '../domain/desk/desk.ts';
import { Queries } from '../persistence/queries.ts';
import { identifier } from './identifiers.ts';
import { agentNotFound, notOwner, unknownColleague } from './problems.ts';
import { type RequestWith, runCommand } from './run-command.ts';

const text = z.string().trim().min(1).max(2_000);
const questionBody = z.strictObject({ agentId: identifier, question: text });
const answerBody = z.strictObject({ text });

/** Questions between agents about a conversation. The customer does not see them. */
@Controller('v1/desk/agents')
export class ConsultsController {
  constructor(
    @Inject(CommandBus) private readonly commandBus: CommandBus,
    @Inject(Queries) private readonly queries: Queries,
  ) {}

  @Post(':agentId/conversations/:id/consult')
  ask(@Req() request: RequestWith<'agentId' | 'id'>, @Res() reply: FastifyReply): Promise<void> {
    return runCommand(request, reply, questionBody, async ({ agentId, id }, { agentId: colleague, question }, key) => {
      const desk = await this.findDesk(agentId);
      const [handoffId] = Object.entries(desk.conversations).find(([, c]) => c.conversationId === id) ?? [];
      const conversation = await this.queries.findConversation(id);
      // The desk learns later than the conversation that a hand-off is closed.
      if (handoffId === undefined || conversation?.closedHandoffIds.includes(handoffId)) throw notOwner();
      if (colleague === agentId || (await this.queries.findDesk(colleague)) === null) throw unknownColleague(colleague);
      // A retry under the same key is the same question.
      const consultId = key === undefined ? randomUUID() : derivedId(joinedName('consult', agentId, key));
      const data = { consultId, handoffId, conversationId: id, from: agentId, fromName: desk.name, question };
      return this.commandBus.toDesk(colleague, { type: 'ReceiveConsult', data }, `consult/${consultId}`);
    });
  }

  /** The agent who asked gets the answer first: after a crash in between the question is still open, and its answer is not repeated. */
  @Post(':agentId/consults/:consultId/answer')
  answer(@Req() request: RequestWith<'agentId' | 'consultId'>, @Res() reply: FastifyReply): Promise<void> {
    return runCommand(request, reply, answerBody, async ({ agentId, consultId }, { text: answerText }, key) => {
      const desk = await this.findDesk(agentId);
      const consult = ownValue(desk.consults, consultId);
      if (consult !== undefined) {
        const { handoffId, conversationId, from } = consult;
        const data = { consultId, handoffId, conversationId, agentId, name: desk.name, text: answerText };
        await this.commandBus.toDesk(from, { type: 'ReceiveConsultAnswer', data }, `advice/${consultId}`);
      }
      return this.commandBus.toDesk(agentId, { type: 'CloseConsult', data: { consultId } }, key);
    });
  }

  private async findDesk(agentId: string): Promise<Desk> {
    const desk = await this.queries.findDesk(agentId);
    if (desk === null) throw agentNotFound(agentId);
    return desk;
  }
}
