import { Body, Controller, Get, Headers, Inject, Param, Put, Query, Res } from '@nestjs/common';
import { policySchema } from '@warmline/contracts';
import { checked, send } from '@warmline/messaging/service';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { EVERY_CHANNEL } from '../domain/policies.ts';
import { Door } from '../door.ts';
import { InForce } from '../in-force.ts';
import { inPath, name } from './fields.ts';
import { noPolicy } from './not-found.ts';

const SCHEMA = z.toJSONSchema(policySchema, { io: 'input' });
const place = z.strictObject({ channel: name.optional() });

/** Whoever runs the bots of a tenant. */
@Controller('v1')
export class PoliciesController {
  constructor(
    @Inject(Door) private readonly door: Door,
    @Inject(InForce) private readonly inForce: InForce,
  ) {}

  @Get('policy/schema')
  schema(): unknown {
    return SCHEMA;
  }

  @Put('tenants/:tenantId/policy')
  async publish(
    @Param('tenantId') tenantId: string,
    @Query() query: unknown,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { channel } = checked(place, query);
    const answer = await this.door.publish(inPath(tenantId), channel, checked(policySchema, body), key);
    if (answer.status < 300) await this.inForce.refresh();
    send(reply, answer);
  }

  @Get('tenants/:tenantId/policy')
  async find(@Param('tenantId') tenantId: string, @Query() query: unknown): Promise<unknown> {
    const { channel = EVERY_CHANNEL } = checked(place, query);
    const own = (await this.door.reads.findPolicies(inPath(tenantId)))?.inForce;
    const policy = own?.[channel] ?? own?.[EVERY_CHANNEL];
    if (policy === undefined) throw noPolicy(tenantId, this.inForce.of(tenantId, channel));
    return policy;
  }
}
