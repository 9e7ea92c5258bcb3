import type { Policy } from '@warmline/contracts';
import type { Decider } from '@warmline/messaging/decider';
import { type Decided, type Escalation, escalation, type Listened, type ListenedType } from './escalation.ts';

type Deciding = Decider<Escalation, ListenedType, Decided, Listened>;

/** The policy of a tenant by its version. May throw where it has not been read yet: the runtime asks again. */
export type PolicyOf = (tenantId: string, version: string) => Policy;

/** Decides each conversation under the policy that was in force when it started, whatever was published since. */
export const underStamped = (policyOf: PolicyOf): Deciding => {
  const deciders = new WeakMap<Policy, Deciding>();
  const under = (tenantId: string, version: string): Deciding => {
    const policy = policyOf(tenantId, version);
    const known = deciders.get(policy) ?? escalation(policy);
    deciders.set(policy, known);
    return known;
  };
  const of = (state: Escalation): Deciding => under(state.memory.session.tenantId, state.memory.session.policyVersion);
  return {
    decide: (event, state, context) => {
      if (state !== null) return of(state).decide(event, state, context);
      if (event.type === 'ConversationStarted')
        return under(event.data.tenantId, event.data.policyVersion).decide(event, state, context);
      return { is: 'skip', reason: 'the conversation is not open' };
    },
    evolve: (state, event) => {
      if (state !== null) return of(state).evolve(state, event);
      if (event.type === 'ConversationStarted')
        return under(event.data.tenantId, event.data.policyVersion).evolve(state, event);
      return null;
    },
    due: (state) => of(state).due?.(state) ?? null,
  };
};
