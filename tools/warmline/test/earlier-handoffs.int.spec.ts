import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ApiClient, apiClient } from '@warmline/testing/api';
import { eventually } from '@warmline/testing/processes';
import { conversationOf, type Desk, type Offer } from './ada-story.ts';
import { type OneProcess, oneProcess } from './one-process.ts';

let up: OneProcess;
let it: ApiClient;

beforeAll(async () => {
  up = await oneProcess();
  it = apiClient(up.url);
}, 90_000);
afterAll(() => up?.stop(), 30_000);

const online = (agentId: string, name: string) =>
  it.put(`/v1/desk/agents/${agentId}/presence`, {
    ...{ status: 'online', tenantId: 'default', name, teams: ['billing_team', 'general_team'] },
    ...{ languages: ['en'], capacity: 3 },
  });
const offerAt = (agentId: string): Promise<Offer> =>
  eventually(async () => {
    const [offer] = (await it.get<Desk>(`/v1/desk/agents/${agentId}`)).body.offers;
    if (offer === undefined) throw new Error('no offer yet');
    return offer;
  });
const accept = async (agentId: string): Promise<Offer> => {
  const offer = await offerAt(agentId);
  await it.post(`/v1/desk/agents/${agentId}/offers/${offer.offerId}/accept`, {});
  await eventually(async () =>
    expect((await conversationOf(it, offer.conversationId)).owner).toMatchObject({ kind: 'agent', id: agentId }),
  );
  return offer;
};
const ownedByBot = (id: string) =>
  eventually(async () => expect((await conversationOf(it, id)).owner.kind).toBe('bot'));
const says = (id: string, text: string) => it.post(`/v1/conversations/${id}/messages`, { role: 'customer', text });

test('a hand-off that comes back says who had it: after a transfer, a hand-back, and a new start', async () => {
  const { body } = await it.post<{ conversationId: string }>('/v1/conversations', {
    channel: 'api',
    externalId: 'again',
  });
  const id = body.conversationId;
  await online('mia', 'Mia Torres');
  await says(id, 'You charged me twice for order 7781');
  await accept('mia');
  await online('ben', 'Ben Ode');
  await it.post(`/v1/desk/agents/mia/conversations/${id}/transfer`, {
    to: { kind: 'agent', id: 'ben' },
    note: 'Needs approval',
  });
  const second = await accept('ben');
  expect(second.handoff.context.earlier).toEqual(['Mia Torres (billing team) had this request: passed on to ben']);
  await it.post(`/v1/desk/agents/ben/conversations/${id}/resolve`, { resolved: true });
  await ownedByBot(id);

  const line = '“You charged me twice for order 7781”, with Ben Ode (billing team): resolved';
  await says(id, 'I want to speak to a human');
  const third = await offerAt('mia').catch(() => offerAt('ben'));
  expect(third.handoff.context.earlier).toEqual([line]);
  expect(third.handoff.context.now.quote).toBeUndefined();
  await it.post(`/v1/conversations/${id}/end`, {});

  await says(id, 'Please close my account');
  const fourth = await eventually(async () => {
    const [mia, ben] = await Promise.all([it.get<Desk>('/v1/desk/agents/mia'), it.get<Desk>('/v1/desk/agents/ben')]);
    const offer = [...mia.body.offers, ...ben.body.offers].find(({ handoffId }) => handoffId !== third.handoffId);
    if (offer === undefined) throw new Error('no new offer yet');
    return offer;
  });
  expect(fourth.handoff.context.now.quote).toBe('Please close my account');
  expect(fourth.handoff.context.earlier).toEqual([line, 'asked for a person, nobody took it: the customer left']);
}, 90_000);
