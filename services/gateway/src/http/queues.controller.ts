import { Controller, Get, Inject, Param } from '@nestjs/common';
import { type QueueAnswer, queueAnswer } from '../domain/queue-wait.ts';
import { Door } from '../door.ts';
import { inPath } from './fields.ts';
import { noQueue } from './not-found.ts';

/** What one would wait who asked for a person now. */
@Controller('v1/queues')
export class QueuesController {
  constructor(@Inject(Door) private readonly door: Door) {}

  /** A pool, or `<pool>:<subject or team>`. */
  @Get(':queueId/wait')
  async wait(@Param('queueId') given: string): Promise<QueueAnswer> {
    const queueId = inPath(given);
    const whole = await this.door.reads.findQueueWait(queueId);
    if (whole !== null) return queueAnswer(whole, null, this.door.now()) ?? missing(queueId);
    const cut = queueId.lastIndexOf(':');
    if (cut <= 0) return missing(queueId);
    const pool = await this.door.reads.findQueueWait(queueId.slice(0, cut));
    const part = pool === null ? null : queueAnswer(pool, queueId.slice(cut + 1), this.door.now());
    return part ?? missing(queueId);
  }
}

const missing = (queueId: string): never => {
  throw noQueue(queueId);
};
