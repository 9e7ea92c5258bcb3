import { Controller, Get, Inject, Param } from '@nestjs/common';
import { CommandBus } from '../command-bus.ts';
import { pathParam } from './identifiers.ts';
import { decisionsNotFound } from './problems.ts';

/** More than a hand-off meets in thirty days. */
const MAX_DECISIONS = 1_000;

/** Why a hand-off went where it went. */
@Controller('v1/handoffs')
export class DecisionsController {
  constructor(@Inject(CommandBus) private readonly commandBus: CommandBus) {}

  @Get(':handoffId/decisions')
  async decisions(@Param('handoffId') handoffId: string): Promise<unknown> {
    const id = pathParam(handoffId);
    const rows = await this.commandBus.queries.findTimeline('decisions', id, 0, MAX_DECISIONS);
    if (rows.length === 0) throw decisionsNotFound(id);
    return { handoffId: id, decisions: rows.map(({ seq, type, at, data }) => ({ seq, decision: type, at, ...data })) };
  }
}
