import type { Policy } from '@warmline/contracts';
import { type Decider, skip } from '@warmline/messaging/decider';
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
  const standing = ({ memory: { session } }: Escalation): Deciding => under(session.tenantId, session.policyVersion);
  /** Null before the conversation has begun: nothing is decided then. */
  const of = (state: Escalation | null, event: Parameters<Deciding['evolve']>[1]): Deciding | null => {
    if (state !== null) return standing(state);
    return event.type === 'ConversationStarted' ? under(event.data.tenantId, event.data.policyVersion) : null;
  };
  return {
    decide: (event, state, context) =>
      of(state, event)?.decide(event, state, context) ?? skip('the conversation is not open'),
    evolve: (state, event) => of(state, event)?.evolve(state, event) ?? null,
    due: (state) => standing(state).due?.(state) ?? null,
  };
};
