import { fileURLToPath } from 'node:url';
import { decided, type Verdict } from '@warmline/messaging/decider';
import { type Line, storyOf } from '@warmline/testing/story';
import { loadTeams } from '../teams-file.ts';
import { type Pool, routing } from './routing.ts';

/** The sentences of routing's stories: a pool with the shipped teams; instants in seconds from its first. */
export const teams = loadTeams(fileURLToPath(new URL('../../../../deploy/defaults/teams.yaml', import.meta.url)));
const decider = routing(teams);
export const given = storyOf(decider);

/** What became of the last of these lines. */
export const verdictOf = (lines: readonly Line[]): Verdict => {
  const subject = decided(decider);
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
const pool = { poolId: 'default', tenantId: 'default' };

export const presence = (agentId: string, at: number, status = 'online', facts: object = {}): Line => {
  const { id: _, ...member } = teams.agents.find(({ id }) => id === agentId) ?? { id: agentId };
  return { type: 'AgentPresenceChanged', at: s(at), data: { ...pool, ...member, agentId, status, ...facts } };
};
export const taken = (handoffId: string, at: number, facts: object = {}): Line => ({
  type: 'HandoffReceived',
  at: s(at),
  id: `taken-${handoffId}`,
  data: {
    ...pool,
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
export const about = (type: string, handoffId: string, at: number, facts: object = {}): Line => ({
  type,
  at: s(at),
  data: { ...pool, handoffId, conversationId: `c-${handoffId}`, ...facts },
});
const offerId = (handoffId: string, by = `taken-${handoffId}`): string => `${by}/offer/${handoffId}`;
export const accept = (handoffId: string, agentId: string, at: number, offer = offerId(handoffId)): Line =>
  about('OfferAccepted', handoffId, at, { agentId, offerId: offer });
export const decline = (handoffId: string, agentId: string, at: number): Line =>
  about('OfferDeclined', handoffId, at, { agentId, offerId: offerId(handoffId) });
export const resolve = (handoffId: string, agentId: string, at: number): Line =>
  about('HandoffResolved', handoffId, at, { agentId, resolution: { resolved: true }, resolvedAt: s(at) });
export const transfer = (handoffId: string, agentId: string, at: number, kind: string, id: string): Line =>
  about('TransferRequested', handoffId, at, { agentId, to: { kind, id }, note: 'please' });
export const offered = (handoffId: string, agentId: string, facts: object = {}): Line => ({
  type: 'HandoffOfferedToAgent',
  data: { handoffId, agentId, ...facts },
});
export const returned = (handoffId: string, agentId: string, reason: string): Line => ({
  type: 'HandoffReturned',
  data: { handoffId, agentId, reason },
});
export const spoke = (handoffId: string, agentId: string, at: number): Line =>
  about('AgentFirstResponded', handoffId, at, { agentId });
export const transferRefused = (handoffId: string, reason: string): Line => ({
  type: 'TransferRefused',
  data: { handoffId, reason },
});
export const queued = (handoffId: string, facts: object = {}): Line => ({
  type: 'HandoffQueued',
  data: { handoffId, ...facts },
});
export const unstaffed = (handoffId: string, team: string): Line => ({
  type: 'TeamUnstaffed',
  data: { handoffId, team },
});
