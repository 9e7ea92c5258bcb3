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

/** The policy of a tenant by its version. Throws while it has not been read; the runtime then retries. */
export type PolicyLookup = (tenantId: string, version: string) => Policy;

/** Decides each conversation with the policy version that was active when it started. */
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
  /** Null before the conversation has started: there is nothing to decide. */
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
