import { Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { callOutcome, resolution } from '@warmline/contracts';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CommandBus } from '../command-bus.ts';
import { identifier } from './identifiers.ts';
import { type RequestWith, runCommand } from './run-command.ts';

const attemptBody = z.strictObject({
  agentId: identifier,
  outcome: callOutcome,
  resolution: resolution.strict().optional(),
});

/** Callbacks, for the agents who make them. */
@Controller('v1/desk/callbacks')
export class CallbacksController {
  constructor(@Inject(CommandBus) private readonly commandBus: CommandBus) {}

  @Post(':handoffId/attempts')
  reportAttempt(@Req() request: RequestWith<'handoffId'>, @Res() reply: FastifyReply): Promise<void> {
    return runCommand(request, reply, attemptBody, ({ handoffId }, { agentId, ...outcome }, key) =>
      this.commandBus.toDesk(agentId, { type: 'ReportCallbackAttempt', data: { handoffId, ...outcome } }, key),
    );
  }
}
