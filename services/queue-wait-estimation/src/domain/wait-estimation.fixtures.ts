import type { StoryEvent } from '@warmline/testing/story';
import { type WaitSettings, waitSettings } from './settings.ts';

/** As the shipped teams file configures routing. */
export const testSettings = waitSettings({ creditSecondsPerLevel: 300, priorityLevels: [60, 80, 100] });

export const START = 1_760_000_000_000;
/** An instant, in seconds after the start. */
export const at = (seconds: number) => START + seconds * 1000;

/** Handling takes 300 s, nobody abandons, agent offers are accepted at once: the wait is an Erlang distribution. */
export const settings: WaitSettings = {
  ...testSettings,
  handling: { meanSeconds: 300, weight: 1e9, memory: 1e9 },
  patience: { meanSeconds: 1e9, weight: 1e6, memory: 1e9 },
  answerTime: { meanSeconds: 0.001, weight: 1e9, memory: 1e9 },
};

const pool = { poolId: 'acme', tenantId: 'acme' };
const handoff = (handoffId: string) => ({ ...pool, handoffId, conversationId: `c-${handoffId}` });

export const online = (
  agentId: string,
  seconds = 0,
  options: { teams?: string[]; capacity?: number; status?: string } = {},
): StoryEvent => ({
  type: 'AgentPresenceChanged',
  at: at(seconds),
  data: {
    ...pool,
    agentId,
    name: agentId,
    status: 'online',
    teams: ['tech'],
    skills: [],
    languages: [],
    capacity: 1,
    ...options,
  },
});

export const queued = (
  handoffId: string,
  seconds: number,
  options: {
    priority?: number;
    steps?: { team: string; opensAt: number }[];
    requestedAt?: number;
    closed?: { opensAt?: number };
  } = {},
): StoryEvent => ({
  type: 'HandoffQueued',
  at: at(seconds),
  data: {
    ...handoff(handoffId),
    subject: 'technical',
    priority: 50,
    requestedAt: at(seconds),
    queueLength: 1,
    steps: [{ team: 'tech', opensAt: at(seconds) }],
    ...options,
  },
});

const eventOf =
  (type: string, more: object = {}) =>
  (handoffId: string, seconds: number, options: object = {}): StoryEvent => ({
    type,
    at: at(seconds),
    data: { ...handoff(handoffId), ...more, ...options },
  });

export const offered = eventOf('HandoffOfferedToAgent', {
  agentId: 'mia',
  team: 'tech',
  offerId: 'o-1',
  agentName: 'Mia',
});
export const assigned = eventOf('HandoffAssigned', {
  agentId: 'mia',
  agentName: 'Mia',
  team: 'tech',
  priority: 50,
  waitedMs: 0,
});
export const returned = eventOf('HandoffReturned', { agentId: 'mia', reason: 'agent-disconnected' });
export const abandoned = eventOf('HandoffAbandoned', { waitedMs: 0, reason: 'ended' });
export const callbackBooked = eventOf('CallbackBooked', { by: at(7_200) });
export const callbackAssigned = eventOf('CallbackAssigned', {
  agentId: 'mia',
  agentName: 'Mia',
  team: 'tech',
  subject: 'technical',
});
export const callbackEnded = eventOf('CallbackEnded', {
  agentId: 'mia',
  subject: 'technical',
  attempts: 1,
  reached: true,
});
export const callbackUnanswered = eventOf('CallbackAttempted', {
  agentId: 'mia',
  attempt: 1,
  result: 'no-answer',
  again: at(900),
});
export const closed = eventOf('HandoffClosed', {
  agentId: 'mia',
  team: 'tech',
  subject: 'technical',
  waitedMs: 0,
  handledMs: 300_000,
});

/** Mia is online and busy with `first`. */
export const busyPool: StoryEvent[] = [online('mia'), queued('first', 1), assigned('first', 2)];
