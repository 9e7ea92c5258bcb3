import type { Anything } from '@warmline/messaging/decider';
import { stages } from '@warmline/queue-wait-estimation/stages';
import { chance } from './chance.ts';

const START = 1_760_000_000_000;
const POOL = { poolId: 'p', tenantId: 'p' };
const SUBJECTS = ['billing', 'technical', 'cancellation', 'enterprise', 'general'] as const;
const subjectOf = (i: number): string => SUBJECTS[i % SUBJECTS.length] ?? '';

/** What the service keeps of how its estimators proved themselves. */
interface Proving {
  readonly proof: { readonly errors: readonly unknown[] };
  readonly awaited: { readonly size: number };
}

/**
 * The service's own stage with every agent busy and so many waiting. `look` lets half a minute pass and looks through the queue:
 * whoever's words changed is told. `evenly`: every estimator is taken to be as good as the others, so that all speak.
 */
export const looking = (agents: number, waiting: number) => {
  const { upTo } = chance(agents + waiting);
  const [found] = stages();
  if (found === undefined) throw new Error('the service has no stage');
  const { step } = found.step;
  let [state, n, t] = [null as unknown, 0, 0];
  const play = (type: string, data?: object): number => {
    n += 1;
    const event: Anything = { type, id: `e-${n}`, at: START + Math.round(t * 1000), data: { ...POOL, ...data } };
    const stepped = step(state, event, { id: (name) => `${event.id}/${name}` });
    state = stepped.state;
    return stepped.verdict.is === 'emit' ? stepped.verdict.outputs.length : 0;
  };
  const handoff = (i: number) => ({ handoffId: `h-${i}`, conversationId: `c-${i}`, subject: subjectOf(i) });
  const agent = (i: number) => ({ agentId: `a-${i % agents}`, agentName: 'A', team: subjectOf(i) });
  const enters = (i: number): void => {
    const now = START + Math.round(t * 1000);
    const steps = [0, 45_000].map((later, k) => ({ team: k === 0 ? subjectOf(i) : 'general', opensAt: now + later }));
    play('HandoffQueued', { ...handoff(i), priority: 50 + 10 * upTo(6), requestedAt: now, queueLength: 1, steps });
  };
  const isTaken = (i: number): void =>
    void play('HandoffAssigned', { ...handoff(i), ...agent(i), priority: 50, waitedMs: 0 });
  const ends = (i: number): void =>
    void play('HandoffClosed', { ...handoff(i), ...agent(i), waitedMs: 0, handledMs: 1 });

  for (let i = 0; i < agents; i++) {
    const presence = { name: 'A', status: 'online', skills: [], languages: [], capacity: 1 };
    play('AgentPresenceChanged', { ...agent(i), ...presence, teams: [subjectOf(i)] });
  }
  // Everyone serves, and as many wait, are looked at and come next: so the past has waits that were proven, and conversations.
  let next = 0;
  for (let round = 0; round < Math.max(3, 600 / agents); round++) {
    for (let i = 0; i < agents; i++) enters(next + i);
    t += 31;
    play('Tick');
    for (let i = 0; i < agents; i++) {
      t += (60 + upTo(500)) / agents;
      if (round > 0) ends(next - agents + i);
      isTaken(next + i);
    }
    next += agents;
  }
  for (let i = 0; i < waiting; i++) enters(next + i);
  const look = (): number => {
    t += 31;
    return play('Tick');
  };
  while ((state as Proving).awaited.size < waiting && look() > 0);
  return {
    look,
    evenly: (): void => {
      const { proof } = state as Proving;
      state = { ...(state as Proving), proof: { ...proof, errors: proof.errors.map(() => ({ sum: 1, weight: 1 })) } };
    },
  };
};
