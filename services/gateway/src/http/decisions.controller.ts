import { Controller, Get, Inject, Param } from '@nestjs/common';
import { Door } from '../door.ts';
import { inPath } from './fields.ts';
import { noHandoff } from './not-found.ts';

/** More than a hand-off meets in thirty days. */
const MOST = 1_000;

/** Why a hand-off went where it went. */
@Controller('v1/handoffs')
export class DecisionsController {
  constructor(@Inject(Door) private readonly door: Door) {}

  @Get(':handoffId/decisions')
  async decisions(@Param('handoffId') handoffId: string): Promise<unknown> {
    const id = inPath(handoffId);
    const rows = await this.door.reads.timeline('decisions', id, 0, MOST);
    if (rows.length === 0) throw noHandoff(id);
    return { handoffId: id, decisions: rows.map(({ seq, type, at, data }) => ({ seq, decision: type, at, ...data })) };
  }
}
