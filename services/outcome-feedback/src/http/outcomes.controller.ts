import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { id } from '@warmline/contracts';
import { ProblemException, parseRequest } from '@warmline/service-kit';
import { z } from 'zod';
import { OutcomeQueries } from '../persistence/outcomes.ts';

const metricsQuery = z.strictObject({ tenantId: id.optional() });

/** Metrics and outcomes for analysts. */
@Controller('v1/outcomes')
export class OutcomesController {
  constructor(@Inject(OutcomeQueries) private readonly outcomes: OutcomeQueries) {}

  @Get('metrics')
  metrics(@Query() query: unknown): Promise<unknown> {
    return this.outcomes.metrics(parseRequest(metricsQuery, query).tenantId);
  }

  @Get('handoffs/:handoffId')
  async handoff(@Param('handoffId') handoffId: string): Promise<unknown> {
    const found = await this.outcomes.findHandoff(parseRequest(id, handoffId));
    if (found === null) throw new ProblemException(404, 'Not found', `hand-off ${handoffId} has no recorded outcome`);
    return found;
  }
}
