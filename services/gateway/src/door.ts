import { randomUUID } from 'node:crypto';
import { poolOf } from '@warmline/contracts';
import { type Answer, derivedId, type Executor } from '@warmline/messaging';
import type { DeskEvent, Profile } from './domain/agent.ts';
import type { Conversation, Request, Start } from './domain/conversation.ts';
import { firstLine } from './domain/first-line.ts';
import type { Feed } from './http/feed.ts';
import type { Reads } from './persistence/reads.ts';

export type AgentProfile = Omit<Profile, 'agentId' | 'poolId' | 'tenantId'> & { readonly tenantId?: string };

export interface DoorSettings {
  readonly executor: Executor;
  readonly reads: Reads;
  readonly feed: Feed;
  readonly now: () => number;
  readonly policyVersion: string;
  /** The bot that answers on a channel; null = none of ours does. */
  readonly botOf: (channel: string) => string | null;
  readonly agents: ReadonlyMap<string, AgentProfile>;
  readonly traceparent: () => string | undefined;
}

type Body<E> = E extends { type: infer T; data: infer D } ? { readonly type: T; readonly data: D } : never;

/** The one way in: whatever a person, a bot or a channel asks becomes a command here. */
export class Door {
  readonly reads: Reads;
  readonly feed: Feed;

  constructor(private readonly settings: DoorSettings) {
    this.reads = settings.reads;
    this.feed = settings.feed;
  }

  /** The id of a conversation is made of where it takes place, so that two starts at once are one conversation. */
  static conversationId(tenantId: string, channel: string, externalId: string): string {
    return derivedId(`conversation/${tenantId}/${channel}/${externalId}`);
  }

  startOf(data: Omit<Start['data'], 'conversationId' | 'policyVersion' | 'bot'>): Start['data'] {
    const conversationId = Door.conversationId(data.tenantId, data.channel, data.externalId);
    return { ...data, conversationId, policyVersion: this.settings.policyVersion, bot: this.settings.botOf(data.channel) };
  }

  start(data: Omit<Start['data'], 'conversationId' | 'policyVersion' | 'bot'>, idempotencyKey?: string): Promise<Answer> {
    const full = this.startOf(data);
    return this.command('conversation', full.conversationId, full.tenantId, { type: 'Start', data: full }, idempotencyKey);
  }

  /** A command on a conversation that is there. A customer's message opens an ended one again. */
  async say(conversationId: string, body: Body<Exclude<Request, Start>>, idempotencyKey?: string): Promise<Answer> {
    let asked: { readonly type: string; readonly data: unknown } = body;
    let tenantId = 'none';
    if (body.type === 'Post' && body.data.role === 'customer') {
      const before = await this.reads.findConversation(conversationId);
      if (before !== null) tenantId = before.tenantId;
      if (before?.is === 'ended') asked = { ...body, data: { ...body.data, reopen: this.startOf(reopening(before)) } };
    }
    return this.command('conversation', conversationId, tenantId, asked, idempotencyKey);
  }

  atDesk(agentId: string, body: Body<Exclude<DeskEvent, { type: 'Tick' }>>, idempotencyKey?: string): Promise<Answer> {
    return this.command('agent', agentId, 'none', body, idempotencyKey);
  }

  /** What is not given comes from the desk as it stands, then from the teams file; null where nobody knows the agent. */
  async profileOf(agentId: string, given: { [K in keyof AgentProfile]?: AgentProfile[K] | undefined }): Promise<Profile | null> {
    const known = (await this.reads.findDesk(agentId)) ?? this.settings.agents.get(agentId);
    const name = given.name ?? known?.name;
    const teams = given.teams ?? known?.teams;
    if (name === undefined || teams === undefined) return null;
    const tenantId = given.tenantId ?? known?.tenantId ?? 'default';
    return { agentId, tenantId, poolId: poolOf(tenantId), name, teams, skills: given.skills ?? known?.skills ?? [], languages: given.languages ?? known?.languages ?? ['en'], capacity: given.capacity ?? known?.capacity ?? 1 };
  }

  /** What the desk shows of a hand-off. It may be a moment later than the offer: two topics bring them. */
  async card(handoffId: string, agent: { readonly name: string; readonly teams: readonly string[] }): Promise<{ handoff: unknown; firstLine?: string }> {
    for (let attempt = 0; attempt < 40; attempt++) {
      const handoff = await this.reads.findHandoff(handoffId);
      if (handoff !== null) return { handoff, firstLine: firstLine(handoff, agent.name) };
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return { handoff: null };
  }

  private command(stage: string, key: string, tenantId: string, body: { readonly type: string; readonly data: unknown }, idempotencyKey?: string): Promise<Answer> {
    const { executor, now, traceparent } = this.settings;
    const id = idempotencyKey === undefined ? randomUUID() : derivedId(`${stage}/${key}/${body.type}/${idempotencyKey}`);
    const at = now();
    return executor.execute({
      stage,
      key,
      event: { type: body.type, id, at, data: body.data },
      cause: { id, at, tenantId, correlationId: key, traceparent: traceparent() },
      ...(idempotencyKey === undefined ? {} : { idempotencyKey: `${body.type}/${idempotencyKey}` }),
    });
  }
}

export const reopening = (before: Conversation): Omit<Start['data'], 'conversationId' | 'policyVersion' | 'bot'> => ({
  tenantId: before.tenantId,
  channel: before.channel,
  externalId: before.externalId,
  language: before.language,
});
