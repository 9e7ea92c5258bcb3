import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ProblemException } from '@warmline/service-kit';
import { OutcomeQueries } from '../persistence/outcomes.ts';

/** Metrics and outcomes for analysts. */
@Controller('v1/outcomes')
export class OutcomesController {
  constructor(@Inject(OutcomeQueries) private readonly outcomes: OutcomeQueries) {}

  @Get('metrics')
  metrics(@Query('tenantId') tenantId: string | undefined): Promise<unknown> {
    return this.outcomes.metrics(tenantId);
  }

  @Get('handoffs/:handoffId')
  async handoff(@Param('handoffId') handoffId: string): Promise<unknown> {
    const found = await this.outcomes.findHandoff(handoffId);
    if (found === null)
      throw new ProblemException({
        type: 'about:blank',
        title: 'Not found',
        status: 404,
        detail: `hand-off ${handoffId} has no recorded outcome`,
      });
    return found;
  }
}
