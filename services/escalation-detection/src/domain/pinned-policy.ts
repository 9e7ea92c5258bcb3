import type { Policy } from '@warmline/contracts';
import { type Decider, skip } from '@warmline/messaging/decider';
import {
  type EscalationState,
  escalation,
  type InputEvent,
  type InputEventType,
  type OutputEventType,
} from './escalation.ts';

type EscalationDecider = Decider<EscalationState, InputEventType, OutputEventType, InputEvent>;

/** The policy of a tenant by its version. May throw where it has not been read yet: the runtime asks again. */
export type PolicyLookup = (tenantId: string, version: string) => Policy;

/** Decides each conversation under the policy that was in force when it started, whatever was published since. */
export const withPinnedPolicy = (policyOf: PolicyLookup): EscalationDecider => {
  const deciders = new WeakMap<Policy, EscalationDecider>();
  const deciderOf = (tenantId: string, version: string): EscalationDecider => {
    const policy = policyOf(tenantId, version);
    const known = deciders.get(policy) ?? escalation(policy);
    deciders.set(policy, known);
    return known;
  };
  const pinnedDecider = ({ facts: { session } }: EscalationState): EscalationDecider =>
    deciderOf(session.tenantId, session.policyVersion);
  /** Null before the conversation has begun: nothing is decided then. */
  const deciderFor = (
    state: EscalationState | null,
    event: Parameters<EscalationDecider['evolve']>[1],
  ): EscalationDecider | null => {
    if (state !== null) return pinnedDecider(state);
    return event.type === 'ConversationStarted' ? deciderOf(event.data.tenantId, event.data.policyVersion) : null;
  };
  return {
    decide: (event, state, context) =>
      deciderFor(state, event)?.decide(event, state, context) ?? skip('the conversation is not open'),
    evolve: (state, event) => deciderFor(state, event)?.evolve(state, event) ?? null,
    due: (state) => pinnedDecider(state).due?.(state) ?? null,
  };
};
