import type { People } from './customer.ts';
import type { Member } from './instance.ts';

/** Of agents, teams and skills, each also one there is none of. */
const DESTINATIONS = [
  { kind: 'agent', id: 'mia' },
  { kind: 'agent', id: 'lena' },
  { kind: 'agent', id: 'nobody' },
  { kind: 'team', id: 'billing_team' },
  { kind: 'team', id: 'general_team' },
  { kind: 'team', id: 'no_such_team' },
  { kind: 'skill', id: 'refunds' },
  { kind: 'skill', id: 'no_such_skill' },
];

/** Without work for so long an agent says again that he is there. */
const UNSEEN_MS = 20_000;

/** One agent: takes offers, declines them or lets them pass, writes, resolves, passes on, goes away and comes back; at the end only works things off. */
export const agent = async (people: People, member: Member, capacity: number, over: () => boolean): Promise<void> => {
  const { network, client, gateway, closing, pace } = people;
  const { random, time } = network;
  const { id, name, skills, languages } = member;
  const profile = { agentId: id, tenantId: 'default', poolId: 'default', name, teams: member.teams, skills, languages };
  const presence = (status: string): Promise<unknown> =>
    client.ask('agent', id, 'SetPresence', { ...profile, capacity, status });

  await presence('online');
  let seen = time.now;
  while (!over()) {
    await time.sleep(random.between(50, closing() ? 2_000 : pace));
    const desk = gateway.desk(id);
    if (desk === null) continue;
    const callbacks = Object.entries(desk.callbacks ?? {});
    const work = Object.keys(desk.offers).length + Object.keys(desk.conversations).length + callbacks.length;
    if (work > 0) seen = time.now;
    // Routing takes whoever missed offers for away until he is heard of.
    if (closing() && (desk.status !== 'online' || time.now - seen > UNSEEN_MS)) {
      seen = time.now;
      await presence('online');
    }
    if (!closing() && random.chance(0.04)) await presence(random.among(['away', 'offline', 'online']));
    for (const [offerId, offer] of Object.entries(desk.offers)) {
      if (offer.accepted) continue;
      const takes = closing() || random.chance(0.7);
      if (takes) await client.ask('agent', id, 'Accept', { offerId });
      else if (random.chance(0.5)) await client.ask('agent', id, 'Decline', { offerId });
    }
    for (const [handoffId, { said }] of callbacks) {
      if (said !== null || (!closing() && random.chance(0.3))) continue;
      const outcome = closing() ? 'done' : random.among(['reached', 'no-answer', 'no-answer', 'wrong-number', 'done']);
      await client.ask('agent', id, 'ReportCall', { handoffId, outcome });
    }
    for (const { conversationId } of Object.values(desk.conversations)) {
      if (!closing() && random.chance(0.5)) continue;
      const text = `I am looking into it (${id}.${client.requests.length})`;
      if (random.chance(closing() ? 0.1 : 0.25)) {
        const to = random.among(DESTINATIONS);
        await client.ask('conversation', conversationId, 'Transfer', { agentId: id, to, note: `From ${id}` });
      } else if (!closing() && random.chance(0.6))
        await client.ask('conversation', conversationId, 'Post', { role: 'agent', text, agentId: id });
      else {
        const resolution = { resolved: random.chance(0.8), botCouldHaveHandled: random.chance(0.3) };
        await client.ask('conversation', conversationId, 'Resolve', { agentId: id, resolution });
      }
    }
  }
};
