import { fileURLToPath } from 'node:url';
import { deciderStep, type Verdict } from '@warmline/messaging/decider';
import { loadTeams } from '@warmline/service-kit/teams-file';
import { type StoryEvent, storyOf } from '@warmline/testing/story';
import { type Pool, routing } from '../routing.ts';

const shipped = loadTeams(fileURLToPath(new URL('../../../../../deploy/defaults/teams.yaml', import.meta.url)));
/** Events for stories of a pool with the shipped teams and a short grace. Times are in seconds from the start of the story. */
export const teams = { ...shipped, settings: { ...shipped.settings, disconnectGraceSeconds: 20 } };
const decider = routing(teams);
export const given = storyOf(decider);

/** The verdict on the last of these events. */
export const verdictOf = (lines: readonly StoryEvent[]): Verdict => {
  const subject = deciderStep(decider);
  return lines.reduce<{ state: Pool | null; verdict: Verdict }>(
    ({ state }, line, n) => {
      const event = { ...line, id: line.id ?? `e-${n}`, at: line.at ?? 0 };
      return subject.step(state, event, { id: (name) => `${event.id}/${name}` });
    },
    { state: null, verdict: { is: 'emit', outputs: [] } },
  ).verdict;
};

const T = 1_760_000_000_000;
export const s = (seconds: number): number => T + seconds * 1000;
export const poolIds = { poolId: 'default', tenantId: 'default' };

export const presence = (agentId: string, at: number, status = 'online', facts: object = {}): StoryEvent => {
  const { id: _, ...member } = teams.agents.find(({ id }) => id === agentId) ?? { id: agentId };
  return { type: 'AgentPresenceChanged', at: s(at), data: { ...poolIds, ...member, agentId, status, ...facts } };
};
export const received = (handoffId: string, at: number, facts: object = {}): StoryEvent => ({
  type: 'HandoffReceived',
  at: s(at),
  id: `taken-${handoffId}`,
  data: {
    ...poolIds,
    handoffId,
    conversationId: `c-${handoffId}`,
    requestedAt: s(at),
    subject: 'billing',
    type: 'support',
    priority: 50,
    durationSeconds: 60,
    skills: [],
    seniorFirst: false,
    language: 'en',
    channel: 'web',
    ...facts,
  },
});
export const handoffEvent = (type: string, handoffId: string, at: number, facts: object = {}): StoryEvent => ({
  type,
  at: s(at),
  data: { ...poolIds, handoffId, conversationId: `c-${handoffId}`, ...facts },
});
const offerId = (handoffId: string, by = `taken-${handoffId}`): string => `${by}/offer/${handoffId}`;
export const accept = (handoffId: string, agentId: string, at: number, offer = offerId(handoffId)): StoryEvent =>
  handoffEvent('OfferAccepted', handoffId, at, { agentId, offerId: offer });
export const decline = (handoffId: string, agentId: string, at: number): StoryEvent =>
  handoffEvent('OfferDeclined', handoffId, at, { agentId, offerId: offerId(handoffId) });
export const resolve = (handoffId: string, agentId: string, at: number): StoryEvent =>
  handoffEvent('HandoffResolved', handoffId, at, { agentId, resolution: { resolved: true }, resolvedAt: s(at) });
export const transfer = (handoffId: string, agentId: string, at: number, kind: string, id: string): StoryEvent =>
  handoffEvent('TransferRequested', handoffId, at, { agentId, to: { kind, id }, note: 'please' });
export const offered = (handoffId: string, agentId: string, facts: object = {}): StoryEvent => ({
  type: 'HandoffOfferedToAgent',
  data: { handoffId, agentId, ...facts },
});
export const returned = (handoffId: string, agentId: string, reason: string): StoryEvent => ({
  type: 'HandoffReturned',
  data: { handoffId, agentId, reason },
});
export const firstResponded = (handoffId: string, agentId: string, at: number): StoryEvent =>
  handoffEvent('AgentFirstResponded', handoffId, at, { agentId });
export const transferRefused = (handoffId: string, reason: string): StoryEvent => ({
  type: 'TransferRefused',
  data: { handoffId, reason },
});
export const queued = (handoffId: string, facts: object = {}): StoryEvent => ({
  type: 'HandoffQueued',
  data: { handoffId, ...facts },
});
export const unstaffed = (handoffId: string, team: string): StoryEvent => ({
  type: 'TeamUnstaffed',
  data: { handoffId, team },
});
