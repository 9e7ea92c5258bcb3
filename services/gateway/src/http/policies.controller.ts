import { Controller, Get, Inject, Param, Put, Query, Req, Res } from '@nestjs/common';
import { ownValue, policySchema, publishedPolicySchema } from '@warmline/contracts';
import { parseRequest } from '@warmline/service-kit';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { ActivePolicies } from '../active-policies.ts';
import { CommandBus } from '../command-bus.ts';
import { ALL_CHANNELS } from '../domain/policies.ts';
import { Queries } from '../persistence/queries.ts';
import { identifier, pathParam } from './identifiers.ts';
import { policyNotFound } from './problems.ts';
import { type RequestWith, runCommand } from './run-command.ts';

const POLICY_SCHEMA = z.toJSONSchema(policySchema, { io: 'input' });
const channelQuery = z.strictObject({ channel: identifier.optional() });

/** Escalation policies, for whoever operates the bots of a tenant. */
@Controller('v1')
export class PoliciesController {
  constructor(
    @Inject(CommandBus) private readonly commandBus: CommandBus,
    @Inject(Queries) private readonly queries: Queries,
    @Inject(ActivePolicies) private readonly activePolicies: ActivePolicies,
  ) {}

  @Get('policy/schema')
  schema(): unknown {
    return POLICY_SCHEMA;
  }

  @Put('tenants/:tenantId/policy')
  publish(@Req() request: RequestWith<'tenantId'>, @Query() query: unknown, @Res() reply: FastifyReply): Promise<void> {
    const { channel } = parseRequest(channelQuery, query);
    return runCommand(request, reply, publishedPolicySchema, async ({ tenantId }, policy, key) => {
      const answer = await this.commandBus.publishPolicy(tenantId, channel, policy, key);
      if (answer.status < 300) await this.activePolicies.refresh();
      return answer;
    });
  }

  @Get('tenants/:tenantId/policy')
  async find(@Param('tenantId') tenantId: string, @Query() query: unknown): Promise<unknown> {
    const { channel = ALL_CHANNELS } = parseRequest(channelQuery, query);
    const tenantPolicies = (await this.queries.findPolicies(pathParam(tenantId)))?.activeByChannel;
    const policy = tenantPolicies && (ownValue(tenantPolicies, channel) ?? ownValue(tenantPolicies, ALL_CHANNELS));
    if (policy === undefined) throw policyNotFound(tenantId, this.activePolicies.find(tenantId, channel).version);
    return policy;
  }
}
