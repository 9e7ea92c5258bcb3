import { expect } from '@jest/globals';
import type { DataOf, Owner } from '@warmline/contracts';
import type { ApiClient } from '@warmline/testing/api';
import { eventually } from '@warmline/testing/processes';

/** A customer cancelled by telephone and still got the parcel: they insist, then get angry and ask for an exception. */
export const lines = [
  'I cancelled order #12345 by phone last week and it was shipped anyway. What is going on?',
  'No, I called and your colleague confirmed the cancellation. This is so frustrating. Look again.',
  'This is ridiculous and terrible service! I am furious. You have to make an exception and take it back for free, I will not pay the return!',
] as const;

export const ada = { customerId: 'c-7', name: 'Ada Byron', tier: 'premium' };

export interface Conversation {
  readonly conversationId: string;
  readonly seq: number;
  readonly owner: Owner;
  readonly handoff?: { readonly handoffId: string; readonly state: string; readonly agentName?: string };
  readonly ended: boolean;
}
export interface Turn {
  readonly seq: number;
  readonly role: string;
  readonly text: string;
}
export interface Offer {
  readonly offerId: string;
  readonly handoffId: string;
  readonly conversationId: string;
  readonly handoff: DataOf<'HandoffRequested'>;
  readonly suggestedGreeting: string;
}
export interface Desk {
  readonly offers: readonly Offer[];
  readonly conversations: readonly { readonly handoffId: string; readonly conversationId: string }[];
}

export const turnsOf = async (gateway: ApiClient, id: string): Promise<readonly Turn[]> =>
  (await gateway.get<{ turns: Turn[] }>(`/v1/conversations/${id}/transcript`)).body.turns;

export const conversationOf = async (gateway: ApiClient, id: string): Promise<Conversation> =>
  (await gateway.get<Conversation>(`/v1/conversations/${id}`)).body;

export const start = async (gateway: ApiClient, externalId: string): Promise<string> => {
  const body = { channel: 'web', externalId, customer: ada };
  const { status, body: conversation } = await gateway.post<Conversation>('/v1/conversations', body);
  expect(status).toBe(201);
  return conversation.conversationId;
};

export const postMessage = (gateway: ApiClient, id: string, text: string, more: object = {}) =>
  gateway.post<{ messageId: string; seq: number; owner: Owner }>(`/v1/conversations/${id}/messages`, {
    role: 'customer',
    text,
    ...more,
  });

/** Posts the messages, each after the answer to the one before, until the queue owns the conversation. */
export const handOver = async (gateway: ApiClient, externalId: string): Promise<string> => {
  const id = await start(gateway, externalId);
  for (const [n, line] of lines.entries()) {
    expect((await postMessage(gateway, id, line)).status).toBe(201);
    if (n < lines.length - 1)
      await eventually(async () =>
        expect((await turnsOf(gateway, id)).filter((t) => t.role === 'bot')).toHaveLength(n + 1),
      );
  }
  await eventually(async () => expect((await conversationOf(gateway, id)).owner.kind).toBe('queue'));
  return id;
};

/** The agent goes online and gets the offer. */
export const waitForOffer = async (gateway: ApiClient, agentId: string, conversationId: string): Promise<Offer> => {
  await gateway.put(`/v1/desk/agents/${agentId}/presence`, { status: 'online' });
  return eventually(async () => {
    const { body } = await gateway.get<Desk>(`/v1/desk/agents/${agentId}`);
    const offer = body.offers.find((o) => o.conversationId === conversationId);
    if (offer === undefined) throw new Error(`no offer of ${conversationId} at ${agentId}'s desk`);
    return offer;
  });
};
