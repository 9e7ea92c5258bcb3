import { Body, Controller, Headers, Inject, Param, Post, Res } from '@nestjs/common';
import { callOutcome, resolution } from '@warmline/contracts';
import { parseRequest, sendAnswer } from '@warmline/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CommandBus } from '../command-bus.ts';
import { identifier, pathParam } from './identifiers.ts';

const attemptBody = z.strictObject({
  agentId: identifier,
  outcome: callOutcome,
  resolution: resolution.strict().optional(),
});

/** What agents say of the calls they are to make. */
@Controller('v1/desk/callbacks')
export class CallbacksController {
  constructor(@Inject(CommandBus) private readonly commandBus: CommandBus) {}

  @Post(':handoffId/attempts')
  async attempt(
    @Param('handoffId') handoffId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { agentId, outcome, resolution } = parseRequest(attemptBody, body);
    const data = { handoffId: pathParam(handoffId), outcome, resolution };
    sendAnswer(reply, await this.commandBus.toDesk(agentId, { type: 'ReportCall', data }, key));
  }
}
