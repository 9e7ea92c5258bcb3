import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { parseRequest } from '@warmline/service-kit';
import { z } from 'zod';
import { CommandBus } from '../command-bus.ts';
import { type QueueWaitAnswer, queueWaitAnswer } from '../domain/read-models/queue-wait.ts';
import { Queries } from '../persistence/queries.ts';
import { identifier, pathParam, timeZone } from './identifiers.ts';
import { queueNotFound } from './problems.ts';

const waitQuery = z.strictObject({
  part: identifier.optional(),
  language: z.string().min(2).max(20).default('en'),
  timeZone: timeZone.optional(),
});

/** The wait of a customer without priority who asks for a person now. */
@Controller('v1/pools')
export class PoolsController {
  constructor(
    @Inject(CommandBus) private readonly commandBus: CommandBus,
    @Inject(Queries) private readonly queries: Queries,
  ) {}

  /** Of a whole pool, or of the one subject or team that `part` names. */
  @Get(':poolId/wait')
  async wait(@Param('poolId') poolParam: string, @Query() query: unknown): Promise<QueueWaitAnswer> {
    const poolId = pathParam(poolParam);
    const { part = null, ...reader } = parseRequest(waitQuery, query);
    const pool = await this.queries.findQueueWait(poolId);
    const answer = pool === null ? null : queueWaitAnswer(pool, part, this.commandBus.now(), reader);
    if (answer === null) throw queueNotFound(part === null ? poolId : `${part} of ${poolId}`);
    return answer;
  }
}
