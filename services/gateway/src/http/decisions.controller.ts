import { Controller, Get, Inject, Param } from '@nestjs/common';
import { Queries } from '../persistence/queries.ts';
import { pathParam } from './identifiers.ts';
import { decisionsNotFound } from './problems.ts';

/** More decisions than a hand-off gets in 30 days. */
const MAX_DECISIONS = 1_000;

/** Routing's decisions about a hand-off, with their explanations. */
@Controller('v1/handoffs')
export class DecisionsController {
  constructor(@Inject(Queries) private readonly queries: Queries) {}

  @Get(':handoffId/decisions')
  async decisions(@Param('handoffId') handoffId: string): Promise<unknown> {
    const id = pathParam(handoffId);
    const rows = await this.queries.findTimeline('routing-decisions', id, 0, MAX_DECISIONS);
    if (rows.length === 0) throw decisionsNotFound(id);
    return { handoffId: id, decisions: rows.map(({ seq, type, at, data }) => ({ seq, decision: type, at, ...data })) };
  }
}
