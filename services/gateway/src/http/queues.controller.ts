import { Controller, Get, Inject, Param } from '@nestjs/common';
import { CommandBus } from '../command-bus.ts';
import { type QueueWaitAnswer, queueWaitAnswer } from '../domain/read-models/queue-wait.ts';
import { Queries } from '../persistence/queries.ts';
import { pathParam } from './identifiers.ts';
import { queueNotFound } from './problems.ts';

/** The wait of a customer without priority who asks for a person now. */
@Controller('v1/queues')
export class QueuesController {
  constructor(
    @Inject(CommandBus) private readonly commandBus: CommandBus,
    @Inject(Queries) private readonly queries: Queries,
  ) {}

  /** A pool, or `<pool>:<subject or team>`. */
  @Get(':queueId/wait')
  async wait(@Param('queueId') queueParam: string): Promise<QueueWaitAnswer> {
    const queueId = pathParam(queueParam);
    const whole = await this.queries.findQueueWait(queueId);
    if (whole !== null) return queueWaitAnswer(whole, null, this.commandBus.now()) ?? throwQueueNotFound(queueId);
    const separator = queueId.lastIndexOf(':');
    if (separator <= 0) return throwQueueNotFound(queueId);
    const pool = await this.queries.findQueueWait(queueId.slice(0, separator));
    const subjectAnswer =
      pool === null ? null : queueWaitAnswer(pool, queueId.slice(separator + 1), this.commandBus.now());
    return subjectAnswer ?? throwQueueNotFound(queueId);
  }
}

const throwQueueNotFound = (queueId: string): never => {
  throw queueNotFound(queueId);
};
