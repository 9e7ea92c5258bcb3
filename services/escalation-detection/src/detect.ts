import type { Instant, Policy, RuleId } from '@warmline/contracts';
import { handoffRequested } from './domain/handoff.ts';
import type { EscalationState } from './domain/state.ts';

export { loadPolicy } from '@warmline/service-kit/policy-file';
/** The decider for tools that run it without the service (command line, benchmark): no broker, no database. */
export { escalation } from './domain/escalation.ts';
export type { EscalationState } from './domain/state.ts';
export { journalRowOf } from './domain/transcript.ts';

/** The priority, 1..100, that a hand-off for these rules would have at `at`. */
export const priorityNow = (state: EscalationState, rules: readonly RuleId[], at: Instant, policy: Policy): number =>
  handoffRequested({ handoffId: 'none', seq: state.facts.seq, at, rules }, state.facts, policy).data.priority;
