import { randomUUID } from 'node:crypto';
import { type Policy, poolOf } from '@warmline/contracts';
import { type Answer, derivedId, type Executor } from '@warmline/messaging';
import { commandOf, conversationIdOf } from './commands.ts';
import type { DeskEvent, Profile } from './domain/agent.ts';
import type { Place, Request, Start } from './domain/conversation.ts';
import type { PublishPolicy } from './domain/policies.ts';
import type { Feed } from './http/feed.ts';
import type { Reads } from './persistence/reads.ts';

export type AgentProfile = Omit<Profile, 'agentId' | 'poolId' | 'tenantId'> & { readonly tenantId?: string };

export interface DoorSettings {
  readonly executor: Executor;
  readonly reads: Reads;
  readonly feed: Feed;
  readonly now: () => number;
  readonly agents: ReadonlyMap<string, AgentProfile>;
  readonly traceparent: () => string | undefined;
}

type Body<E> = E extends { type: infer T; data: infer D } ? { readonly type: T; readonly data: D } : never;

/** The one way in: whatever a person, a bot or a channel asks becomes a command here. */
export class Door {
  readonly reads: Reads;
  readonly feed: Feed;
  readonly now: () => number;

  constructor(private readonly settings: DoorSettings) {
    this.reads = settings.reads;
    this.feed = settings.feed;
    this.now = settings.now;
  }

  start(place: Omit<Place, 'conversationId'>, idempotencyKey?: string): Promise<Answer> {
    const conversationId = conversationIdOf(place.tenantId, place.channel, place.externalId);
    const body = { type: 'Start', data: { ...place, conversationId } };
    return this.command('conversation', conversationId, body, idempotencyKey);
  }

  /** A command on a conversation that is there. */
  say(conversationId: string, body: Body<Exclude<Request, Start>>, idempotencyKey?: string): Promise<Answer> {
    return this.command('conversation', conversationId, body, idempotencyKey);
  }

  atDesk(agentId: string, body: Body<Exclude<DeskEvent, { type: 'Tick' }>>, idempotencyKey?: string): Promise<Answer> {
    return this.command('agent', agentId, body, idempotencyKey);
  }

  publish(tenantId: string, channel: string | undefined, policy: Policy, idempotencyKey?: string): Promise<Answer> {
    const data: PublishPolicy['data'] = { tenantId, channel, policy, digest: derivedId(JSON.stringify(policy)) };
    return this.command('policies', tenantId, { type: 'PublishPolicy', data }, idempotencyKey);
  }

  /** What is not given comes from the desk as it stands, then from the teams file; null where nobody knows the agent. */
  async profileOf(
    agentId: string,
    given: { [K in keyof AgentProfile]?: AgentProfile[K] | undefined },
  ): Promise<Profile | null> {
    const known = (await this.reads.findDesk(agentId)) ?? this.settings.agents.get(agentId);
    const name = given.name ?? known?.name;
    const teams = given.teams ?? known?.teams;
    if (name === undefined || teams === undefined) return null;
    const tenantId = given.tenantId ?? known?.tenantId ?? 'default';
    return {
      agentId,
      tenantId,
      poolId: poolOf(tenantId),
      name,
      teams,
      skills: given.skills ?? known?.skills ?? [],
      languages: given.languages ?? known?.languages ?? ['en'],
      channels: given.channels ?? known?.channels,
      capacity: given.capacity ?? known?.capacity ?? 1,
    };
  }

  private command(
    stage: string,
    key: string,
    body: { readonly type: string; readonly data: unknown },
    idempotencyKey?: string,
  ): Promise<Answer> {
    const { executor, now, traceparent } = this.settings;
    const asked = { stage, key, body, idempotencyKey, at: now(), freshId: randomUUID, traceparent: traceparent() };
    return executor.execute(commandOf(asked));
  }
}
