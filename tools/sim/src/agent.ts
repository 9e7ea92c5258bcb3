import type { Participants } from './customer.ts';
import type { RosterAgent } from './instance.ts';

/** Transfer targets; of each kind also one that does not exist. */
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

/** After this long without work an agent renews their presence. */
const PRESENCE_REFRESH_MS = 20_000;

/** What happens to the two tabs of a desk. A tab that is neither answered nor closed is a closed laptop. */
const STREAM_EVENTS = ['HoldStream', 'HoldStream', 'AnswerHeartbeat', 'CloseStream'];

/** One agent: accepts, declines or ignores offers, writes, resolves, transfers, goes away and comes back; while draining they only finish open work. */
export const runAgent = async (
  participants: Participants,
  rosterAgent: RosterAgent,
  capacity: number,
  isStopped: () => boolean,
): Promise<void> => {
  const { network, client, gateway, isDraining, paceMs } = participants;
  const { random, time } = network;
  const { id, name, skills, languages } = rosterAgent;
  const profile = {
    agentId: id,
    tenantId: 'default',
    poolId: 'default',
    name,
    teams: rosterAgent.teams,
    skills,
    languages,
  };
  const presence = (status: string): Promise<unknown> =>
    client.request('desk', id, 'SetPresence', { ...profile, capacity, status });

  await presence('online');
  let seen = time.now;
  while (!isStopped()) {
    await time.sleep(random.between(50, isDraining() ? 2_000 : paceMs));
    const desk = gateway.desk(id);
    if (desk === null) continue;
    const callbacks = Object.entries(desk.callbacks ?? {});
    const openItems = Object.keys(desk.offers).length + Object.keys(desk.conversations).length + callbacks.length;
    if (openItems > 0) seen = time.now;
    // Routing treats an agent who missed offers as away until they report again.
    if (
      isDraining() &&
      (desk.status !== 'online' || desk.lostAt !== undefined || time.now - seen > PRESENCE_REFRESH_MS)
    ) {
      seen = time.now;
      await presence('online');
    }
    if (!isDraining() && random.chance(0.04)) await presence(random.pick(['away', 'offline', 'online']));
    if (!isDraining() && random.chance(0.1))
      await client.request('desk', id, random.pick(STREAM_EVENTS), { streamId: random.pick(['tab-1', 'tab-2']) });
    for (const [offerId, offer] of Object.entries(desk.offers)) {
      if (offer.accepted) continue;
      const isAccepting = isDraining() || random.chance(0.7);
      if (isAccepting) await client.request('desk', id, 'Accept', { offerId });
      else if (random.chance(0.5)) await client.request('desk', id, 'Decline', { offerId });
    }
    for (const [handoffId, { reportedOutcome }] of callbacks) {
      if (reportedOutcome !== null || (!isDraining() && random.chance(0.3))) continue;
      const outcome = isDraining()
        ? 'done'
        : random.pick(['reached', 'no-answer', 'no-answer', 'wrong-number', 'done']);
      await client.request('desk', id, 'ReportCallbackAttempt', { handoffId, outcome });
    }
    for (const { conversationId } of Object.values(desk.conversations)) {
      if (!isDraining() && random.chance(0.5)) continue;
      const text = `I am looking into it (${id}.${client.requests.length})`;
      if (random.chance(isDraining() ? 0.1 : 0.25)) {
        const to = random.pick(DESTINATIONS);
        await client.request('conversation', conversationId, 'Transfer', { agentId: id, to, note: `From ${id}` });
      } else if (!isDraining() && random.chance(0.6))
        await client.request('conversation', conversationId, 'Post', { role: 'agent', text, agentId: id });
      else {
        const resolution = { resolved: random.chance(0.8), botCouldHaveHandled: random.chance(0.3) };
        await client.request('conversation', conversationId, 'Resolve', { agentId: id, resolution });
      }
    }
  }
};
