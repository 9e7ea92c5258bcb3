import { Body, Controller, Get, Headers, Inject, Param, Put, Query, Res } from '@nestjs/common';
import { policySchema, publishedPolicySchema } from '@warmline/contracts';
import { parseRequest, sendAnswer } from '@warmline/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ActivePolicies } from '../active-policies.ts';
import { CommandBus } from '../command-bus.ts';
import { ALL_CHANNELS } from '../domain/policies.ts';
import { identifier, pathParam } from './identifiers.ts';
import { policyNotFound } from './problems.ts';

const POLICY_SCHEMA = z.toJSONSchema(policySchema, { io: 'input' });
const channelQuery = z.strictObject({ channel: identifier.optional() });

/** Whoever runs the bots of a tenant. */
@Controller('v1')
export class PoliciesController {
  constructor(
    @Inject(CommandBus) private readonly commandBus: CommandBus,
    @Inject(ActivePolicies) private readonly activePolicies: ActivePolicies,
  ) {}

  @Get('policy/schema')
  schema(): unknown {
    return POLICY_SCHEMA;
  }

  @Put('tenants/:tenantId/policy')
  async publish(
    @Param('tenantId') tenantId: string,
    @Query() query: unknown,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { channel } = parseRequest(channelQuery, query);
    const answer = await this.commandBus.publishPolicy(
      pathParam(tenantId),
      channel,
      parseRequest(publishedPolicySchema, body),
      key,
    );
    if (answer.status < 300) await this.activePolicies.refresh();
    sendAnswer(reply, answer);
  }

  @Get('tenants/:tenantId/policy')
  async find(@Param('tenantId') tenantId: string, @Query() query: unknown): Promise<unknown> {
    const { channel = ALL_CHANNELS } = parseRequest(channelQuery, query);
    const tenantPolicies = (await this.commandBus.queries.findPolicies(pathParam(tenantId)))?.activeByChannel;
    const policy = tenantPolicies?.[channel] ?? tenantPolicies?.[ALL_CHANNELS];
    if (policy === undefined) throw policyNotFound(tenantId, this.activePolicies.versionFor(tenantId, channel));
    return policy;
  }
}
