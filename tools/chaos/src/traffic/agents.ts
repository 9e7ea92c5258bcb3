import { setTimeout as sleep } from 'node:timers/promises';
import { type Ledger, tagged } from '../ledger.ts';
import type { Random } from '../random.ts';
import type { Client } from './client.ts';
import { follow } from './streams.ts';

interface Offer {
  readonly offerId: string;
  readonly handoffId: string;
}
interface Chat {
  readonly handoffId: string;
  readonly conversationId: string;
}
interface Call {
  readonly handoffId: string;
  readonly attempt: number;
}
interface Desk {
  readonly callbacks: readonly Call[];
  readonly offers: readonly (Offer & { readonly accepted: boolean })[];
  readonly conversations: readonly Chat[];
}

const CAPACITY = 50;
/** A desk looks again at what it has, whatever its stream told it. */
const LOOK_MS = 3_000;
const PRESENCE_MS = 8_000;

export interface Agency {
  readonly client: Client;
  readonly urls: readonly string[];
  readonly ledger: Ledger;
  readonly over: AbortSignal;
  /** From then on every agent takes what comes: what is under way is brought to an end. */
  readonly closing: AbortSignal;
  /** Nobody asks for anything any more. */
  readonly leaving: AbortSignal;
}

/** One agent at a desk: hears of offers by stream, takes most of them, says a word, resolves; now and then he is away for a while. */
export const work = async (
  agentId: string,
  tenantId: string,
  { client, urls, ledger, over, closing, leaving }: Agency,
  random: Random,
): Promise<void> => {
  const path = `/v1/desk/agents/${agentId}`;
  const seen = new Set<string>();
  const serving = new Set<string>();
  let count = 0;
  const presence = (status: 'online' | 'offline') => {
    const profile = { tenantId, name: agentId, teams: ['chaos_team'], skills: [{ name: 'senior', level: 5 }] };
    const body = { status, ...profile, languages: ['en'], capacity: CAPACITY };
    return client.ask({
      what: 'presence',
      key: `${agentId}-${count++}`,
      path: `${path}/presence`,
      method: 'PUT',
      body,
    });
  };

  const answer = async ({ offerId }: Offer): Promise<void> => {
    if (seen.has(offerId) || leaving.aborted) return;
    seen.add(offerId);
    const mood = closing.aborted ? 1 : random.next();
    // Some are never answered: the offer ends by itself.
    if (mood < 0.04) return;
    await sleep(random.between(30, 400));
    const what = mood < 0.1 ? 'decline' : 'accept';
    await client.ask({ what, key: `${what}-${offerId}`, path: `${path}/offers/${offerId}/${what}`, body: {} });
  };

  const serve = async ({ handoffId, conversationId }: Chat): Promise<void> => {
    if (serving.has(handoffId) || leaving.aborted) return;
    serving.add(handoffId);
    const round = count++;
    const of = `${path}/conversations/${conversationId}`;
    await sleep(random.between(100, 700));
    const tag = `a${[...agentId].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 99_991, 7)}-${round}`;
    const text = tagged('I have read what you wrote. Let me put this right.', tag);
    await client.ask({
      what: 'agent-message',
      key: `say-${handoffId}-${agentId}-${round}`,
      tag,
      conversationId,
      path: `${of}/messages`,
      body: { text },
    });
    await sleep(random.between(100, 1_200));
    const form = { resolved: random.chance(0.8), botCouldHaveHandled: random.chance(0.1) };
    const key = `resolve-${handoffId}-${agentId}`;
    const done = await client.ask({ what: 'resolve', key, conversationId, path: `${of}/resolve`, body: form });
    if (done?.status === 202 && random.chance(0.6)) {
      await sleep(random.between(50, 800));
      const body = { handoffId, context: 'yes', stars: random.between(1, 6) };
      const survey = `/v1/conversations/${conversationId}/survey`;
      await client.ask({ what: 'survey', key: `survey-${handoffId}`, conversationId, path: survey, body });
    }
    // If it is still on the desk after that, it is served again.
    await sleep(LOOK_MS);
    serving.delete(handoffId);
  };

  const phone = async ({ handoffId, attempt }: Call): Promise<void> => {
    const call = `${handoffId}-${attempt}`;
    if (seen.has(call) || leaving.aborted) return;
    seen.add(call);
    await sleep(random.between(30, 400));
    const outcome = closing.aborted ? 'done' : random.pick(['done', 'done', 'no-answer', 'wrong-number']);
    await client.ask({
      what: 'call',
      key: `call-${call}-${agentId}-${count++}`,
      path: `/v1/desk/callbacks/${handoffId}/attempts`,
      body: { agentId, outcome },
    });
    // Still there after that, it is reported again.
    await sleep(LOOK_MS);
    seen.delete(call);
  };

  const look = async (): Promise<void> => {
    while (!leaving.aborted) {
      await sleep(LOOK_MS + random.between(0, 500));
      const desk = await client.get<Desk>(path);
      for (const chat of desk?.conversations ?? []) void serve(chat);
      for (const call of desk?.callbacks ?? []) void phone(call);
      for (const offer of desk?.offers ?? []) if (!offer.accepted) void answer(offer);
    }
  };

  const beThere = async (): Promise<void> => {
    while (!leaving.aborted) {
      await sleep(PRESENCE_MS + random.between(0, 4_000));
      if (leaving.aborted) return;
      if (!closing.aborted && random.chance(0.05)) {
        await presence('offline');
        await sleep(random.between(500, 6_000));
      }
      await presence('online');
    }
  };

  await presence('online');
  const listening = { ledger, over, from: random.between(0, urls.length) };
  const stream = follow(urls, { stage: 'agent', key: agentId, path: `${path}/events` }, listening, (event, data) => {
    if (event === 'offer') void answer(data as unknown as Offer);
    if (event === 'callback') void phone(data as unknown as Call);
    if (event === 'assigned') void serve(data as unknown as Chat);
  });
  await Promise.all([stream, look(), beThere()]);
};
