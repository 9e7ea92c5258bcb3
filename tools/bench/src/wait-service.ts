import type { AnyEvent } from '@warmline/messaging/decider';
import { stages } from '@warmline/queue-wait-estimation/stages';
import { seededRandom } from '@warmline/testing/random';

const START = 1_760_000_000_000;
const POOL = { poolId: 'p', tenantId: 'p' };
const SUBJECTS = ['billing', 'technical', 'cancellation', 'enterprise', 'general'] as const;
const RULES = { creditSecondsPerLevel: 300, priorityLevels: [60, 80, 100] };
const subjectOf = (i: number): string => SUBJECTS[i % SUBJECTS.length] ?? '';

/** The record of the service of how good its estimators are. */
interface EstimatorState {
  readonly calibration: { readonly errors: readonly unknown[] };
  readonly openForecasts: { readonly size: number };
}

/**
 * The stage of the service with every agent busy and `waiting` customers. `tick` advances half a minute and re-estimates the queue;
 * changed announcements are published. `equalizeEstimators` rates all estimators alike, so that all contribute.
 */
export const waitServiceUnderLoad = (agents: number, waiting: number) => {
  const { below } = seededRandom(agents + waiting);
  const [found] = stages(() => RULES);
  if (found === undefined) throw new Error('the service has no stage');
  const { step } = found.step;
  let [state, n, t] = [null as unknown, 0, 0];
  const applyEvent = (type: string, data?: object): number => {
    n += 1;
    const event: AnyEvent = { type, id: `e-${n}`, at: START + Math.round(t * 1000), data: { ...POOL, ...data } };
    const stepped = step(state, event, { id: (name) => `${event.id}/${name}` });
    state = stepped.state;
    return stepped.verdict.is === 'emit' ? stepped.verdict.outputs.length : 0;
  };
  const handoff = (i: number) => ({ handoffId: `h-${i}`, conversationId: `c-${i}`, subject: subjectOf(i) });
  const agent = (i: number) => ({ agentId: `a-${i % agents}`, agentName: 'A', team: subjectOf(i) });
  const enqueue = (i: number): void => {
    const now = START + Math.round(t * 1000);
    const steps = [0, 45_000].map((later, k) => ({ team: k === 0 ? subjectOf(i) : 'general', opensAt: now + later }));
    applyEvent('HandoffQueued', {
      ...handoff(i),
      priority: 50 + 10 * below(6),
      requestedAt: now,
      queueLength: 1,
      steps,
    });
  };
  const assign = (i: number): void =>
    void applyEvent('HandoffAssigned', { ...handoff(i), ...agent(i), priority: 50, waitedMs: 0 });
  const close = (i: number): void =>
    void applyEvent('HandoffClosed', { ...handoff(i), ...agent(i), waitedMs: 0, handledMs: 1 });

  for (let i = 0; i < agents; i++) {
    const presence = { name: 'A', status: 'online', skills: [], languages: [], capacity: 1 };
    applyEvent('AgentPresenceChanged', { ...agent(i), ...presence, teams: [subjectOf(i)] });
  }
  // Customers who are served, wait and arrive as in the measurement: the history has waits with a known end, and conversations.
  let next = 0;
  for (let round = 0; round < Math.max(3, 600 / agents); round++) {
    for (let i = 0; i < agents; i++) enqueue(next + i);
    t += 31;
    applyEvent('Tick');
    for (let i = 0; i < agents; i++) {
      t += (60 + below(500)) / agents;
      if (round > 0) close(next - agents + i);
      assign(next + i);
    }
    next += agents;
  }
  for (let i = 0; i < waiting; i++) enqueue(next + i);
  const tick = (): number => {
    t += 31;
    return applyEvent('Tick');
  };
  while ((state as EstimatorState).openForecasts.size < waiting && tick() > 0);
  return {
    tick,
    equalizeEstimators: (): void => {
      const { calibration } = state as EstimatorState;
      state = {
        ...(state as EstimatorState),
        calibration: { ...calibration, errors: calibration.errors.map(() => ({ sum: 1, weight: 1 })) },
      };
    },
  };
};
