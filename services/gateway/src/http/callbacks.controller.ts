import { Body, Controller, Headers, Inject, Param, Post, Res } from '@nestjs/common';
import { callOutcome, resolution } from '@warmline/contracts';
import { checked, send } from '@warmline/messaging/service';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { Door } from '../door.ts';
import { inPath, name } from './fields.ts';

const attemptBody = z.strictObject({ agentId: name, outcome: callOutcome, resolution: resolution.strict().optional() });

/** What agents say of the calls they are to make. */
@Controller('v1/desk/callbacks')
export class CallbacksController {
  constructor(@Inject(Door) private readonly door: Door) {}

  @Post(':handoffId/attempts')
  async attempt(
    @Param('handoffId') handoffId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { agentId, outcome, resolution } = checked(attemptBody, body);
    const data = { handoffId: inPath(handoffId), outcome, resolution };
    send(reply, await this.door.atDesk(agentId, { type: 'ReportCall', data }, key));
  }
}
