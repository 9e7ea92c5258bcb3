import { randomUUID } from 'node:crypto';
import { type PublishedPolicy, poolOf } from '@warmline/contracts';
import { type Answer, derivedId, type Executor, type Subject } from '@warmline/messaging';
import { commandOf, startCommand } from './commands.ts';
import type { ConversationCommand, Start } from './domain/conversation/conversation-commands.ts';
import type { StartAtAddress } from './domain/conversation-address.ts';
import type { AgentProfile } from './domain/desk/desk.ts';
import type { DeskEvent } from './domain/desk/desk-commands.ts';
import type { PublishPolicy } from './domain/policies.ts';
import type { PublishTeams } from './domain/teams-publication.ts';
import type { ExpectedConversations } from './expected-conversations.ts';
import type { Queries } from './persistence/queries.ts';

export type AgentDefaults = Omit<AgentProfile, 'agentId' | 'poolId' | 'tenantId'> & { readonly tenantId?: string };

export interface CommandBusSettings {
  readonly executor: Executor;
  readonly queries: Queries;
  readonly now: () => number;
  readonly expectedConversations: ExpectedConversations;
  readonly agents: ReadonlyMap<string, AgentDefaults>;
  /** Notes what the current request is about; returns its trace. */
  readonly traceparent: (subject: Subject) => string | undefined;
}

type CommandBody<E> = E extends { type: infer T; data: infer D } ? { readonly type: T; readonly data: D } : never;

/** Turns what a person, a bot or a channel requests into a command, and runs it. */
export class CommandBus {
  readonly now: () => number;

  constructor(private readonly settings: CommandBusSettings) {
    this.now = settings.now;
  }

  async startConversation(origin: StartAtAddress['data']['origin'], idempotencyKey?: string): Promise<Answer> {
    const { executor, expectedConversations, traceparent } = this.settings;
    const request = this.request(idempotencyKey, { tenantId: origin.tenantId });
    const answer = await executor.execute(startCommand(origin, expectedConversations, request));
    const { conversationId } = answer.body as { readonly conversationId?: string };
    traceparent({ conversationId });
    return answer;
  }

  /** A command on an existing conversation. */
  toConversation(
    conversationId: string,
    body: CommandBody<Exclude<ConversationCommand, Start>>,
    idempotencyKey?: string,
  ): Promise<Answer> {
    return this.execute('conversation', conversationId, body, idempotencyKey);
  }

  toDesk(
    agentId: string,
    body: CommandBody<Exclude<DeskEvent, { type: 'Tick' }>>,
    idempotencyKey?: string,
  ): Promise<Answer> {
    return this.execute('desk', agentId, body, idempotencyKey);
  }

  publishPolicy(
    tenantId: string,
    channel: string | undefined,
    policy: PublishedPolicy,
    idempotencyKey?: string,
  ): Promise<Answer> {
    const data: PublishPolicy['data'] = { tenantId, channel, policy, digest: derivedId(JSON.stringify(policy)) };
    return this.execute('tenant-policies', tenantId, { type: 'PublishPolicy', data }, idempotencyKey);
  }

  publishTeams(data: PublishTeams['data']): Promise<Answer> {
    return this.execute('teams', data.tenantId, { type: 'PublishTeams', data });
  }

  /** The profile of an agent: overrides first, then the desk, then the teams file. Null where name or teams are unknown. */
  async findAgentProfile(
    agentId: string,
    overrides: { [K in keyof AgentDefaults]?: AgentDefaults[K] | undefined },
  ): Promise<AgentProfile | null> {
    const current = (await this.settings.queries.findDesk(agentId)) ?? this.settings.agents.get(agentId);
    const name = overrides.name ?? current?.name;
    const teams = overrides.teams ?? current?.teams;
    if (name === undefined || teams === undefined) return null;
    const tenantId = overrides.tenantId ?? current?.tenantId ?? 'default';
    return {
      agentId,
      tenantId,
      poolId: poolOf(tenantId),
      name,
      teams,
      skills: overrides.skills ?? current?.skills ?? [],
      languages: overrides.languages ?? current?.languages ?? ['en'],
      channels: overrides.channels ?? current?.channels,
      capacity: overrides.capacity ?? current?.capacity ?? 1,
    };
  }

  private execute(
    stage: string,
    key: string,
    body: { readonly type: string; readonly data: unknown },
    idempotencyKey?: string,
  ): Promise<Answer> {
    const { tenantId } = body.data as { readonly tenantId?: string };
    const subject = { conversationId: stage === 'conversation' ? key : undefined, tenantId };
    return this.settings.executor.execute(commandOf({ stage, key, body, ...this.request(idempotencyKey, subject) }));
  }

  private request(idempotencyKey: string | undefined, subject: Subject) {
    const { now, traceparent } = this.settings;
    return { idempotencyKey, at: now(), freshId: randomUUID, traceparent: traceparent(subject) };
  }
}
