import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '@warmline/testing/random';
import { type ClientLog, withTag } from '../client-log.ts';
import { AGENT_CAPACITY } from '../limits.ts';
import type { Client } from './client.ts';
import { followStream } from './event-streams.ts';

interface Offer {
  readonly offerId: string;
  readonly handoffId: string;
}
interface AssignedConversation {
  readonly handoffId: string;
  readonly conversationId: string;
}
interface AssignedCallback {
  readonly handoffId: string;
  readonly attempt: number;
}
interface Desk {
  readonly callbacks: readonly AssignedCallback[];
  readonly offers: readonly (Offer & { readonly accepted: boolean })[];
  readonly conversations: readonly AssignedConversation[];
}

/** Interval at which an agent loads the desk, in addition to its event stream. */
const POLL_MS = 3_000;
const PRESENCE_MS = 8_000;

export interface AgentContext {
  readonly client: Client;
  readonly urls: readonly string[];
  readonly clientLog: ClientLog;
  readonly stopping: AbortSignal;
  /** After it every agent accepts every offer, so that open work ends. */
  readonly draining: AbortSignal;
  /** After it nobody sends a request. */
  readonly quiescing: AbortSignal;
}

/** One agent at a desk: gets offers by stream, accepts most of them, writes once, resolves; now and then they go offline for a while. */
export const runAgent = async (
  agentId: string,
  tenantId: string,
  { client, urls, clientLog, stopping, draining, quiescing }: AgentContext,
  random: Random,
): Promise<void> => {
  const path = `/v1/desk/agents/${agentId}`;
  const handled = new Set<string>();
  const serving = new Set<string>();
  let count = 0;
  const presence = (status: 'online' | 'offline') => {
    const profile = { tenantId, name: agentId, teams: ['chaos_team'], skills: [{ name: 'senior', level: 5 }] };
    const body = { status, ...profile, languages: ['en'], capacity: AGENT_CAPACITY };
    return client.request({
      what: 'presence',
      key: `${agentId}-${count++}`,
      path: `${path}/presence`,
      method: 'PUT',
      body,
    });
  };

  const answerOffer = async ({ offerId }: Offer): Promise<void> => {
    if (handled.has(offerId) || quiescing.aborted) return;
    handled.add(offerId);
    const draw = draining.aborted ? 1 : random.next();
    // Some offers are never answered and expire.
    if (draw < 0.04) return;
    await sleep(random.between(30, 400));
    const what = draw < 0.1 ? 'decline' : 'accept';
    await client.request({ what, key: `${what}-${offerId}`, path: `${path}/offers/${offerId}/${what}`, body: {} });
  };

  const serveConversation = async ({ handoffId, conversationId }: AssignedConversation): Promise<void> => {
    if (serving.has(handoffId) || quiescing.aborted) return;
    serving.add(handoffId);
    const round = count++;
    const of = `${path}/conversations/${conversationId}`;
    await sleep(random.between(100, 700));
    const tag = `a${[...agentId].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 99_991, 7)}-${round}`;
    const text = withTag('I have read what you wrote. Let me put this right.', tag);
    await client.request({
      what: 'agent-message',
      key: `say-${handoffId}-${agentId}-${round}`,
      tag,
      conversationId,
      path: `${of}/messages`,
      body: { text },
    });
    await sleep(random.between(100, 1_200));
    const resolution = { resolved: random.chance(0.8), botCouldHaveHandled: random.chance(0.1) };
    const key = `resolve-${handoffId}-${agentId}`;
    const done = await client.request({
      what: 'resolve',
      key,
      conversationId,
      path: `${of}/resolve`,
      body: resolution,
    });
    if (done?.status === 202 && random.chance(0.6)) {
      await sleep(random.between(50, 800));
      const body = { handoffId, context: 'yes', stars: random.between(1, 5) };
      const survey = `/v1/conversations/${conversationId}/survey`;
      await client.request({ what: 'survey', key: `survey-${handoffId}`, conversationId, path: survey, body });
    }
    // If it is still on the desk afterwards, it is served again.
    await sleep(POLL_MS);
    serving.delete(handoffId);
  };

  const reportCall = async ({ handoffId, attempt }: AssignedCallback): Promise<void> => {
    const call = `${handoffId}-${attempt}`;
    if (handled.has(call) || quiescing.aborted) return;
    handled.add(call);
    await sleep(random.between(30, 400));
    const outcome = draining.aborted ? 'done' : random.pick(['done', 'done', 'no-answer', 'wrong-number']);
    await client.request({
      what: 'call',
      key: `call-${call}-${agentId}-${count++}`,
      path: `/v1/desk/callbacks/${handoffId}/attempts`,
      body: { agentId, outcome },
    });
    // If it is still on the desk afterwards, it is reported again.
    await sleep(POLL_MS);
    handled.delete(call);
  };

  const pollDesk = async (): Promise<void> => {
    while (!quiescing.aborted) {
      await sleep(POLL_MS + random.below(500));
      const desk = await client.get<Desk>(path);
      for (const conversation of desk?.conversations ?? []) void serveConversation(conversation);
      for (const call of desk?.callbacks ?? []) void reportCall(call);
      for (const offer of desk?.offers ?? []) if (!offer.accepted) void answerOffer(offer);
    }
  };

  const keepPresence = async (): Promise<void> => {
    while (!quiescing.aborted) {
      await sleep(PRESENCE_MS + random.below(4_000));
      if (quiescing.aborted) return;
      if (!draining.aborted && random.chance(0.05)) {
        await presence('offline');
        await sleep(random.between(500, 6_000));
      }
      await presence('online');
    }
  };

  await presence('online');
  const listening = { clientLog, stopping, from: random.below(urls.length) };
  const stream = followStream(
    urls,
    { stage: 'desk', key: agentId, path: `${path}/events` },
    listening,
    (event, data) => {
      if (event === 'offer') void answerOffer(data as unknown as Offer);
      if (event === 'callback') void reportCall(data as unknown as AssignedCallback);
      if (event === 'assigned') void serveConversation(data as unknown as AssignedConversation);
    },
  );
  await Promise.all([stream, pollDesk(), keepPresence()]);
};
