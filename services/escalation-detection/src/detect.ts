import type { Instant, Policy, RuleId } from '@warmline/contracts';
import { handoffRequested } from './domain/handoff.ts';
import type { EscalationState } from './domain/state.ts';

/** What the service decides by, for whoever decides without it: the command line, the benchmark. No broker, no database. */
export { escalation } from './domain/escalation.ts';
export type { EscalationState } from './domain/state.ts';
export { loadPolicy } from './policy-file.ts';

/** The priority, 1..100, that a hand-over for these rules would have now. */
export const priorityNow = (state: EscalationState, rules: readonly RuleId[], at: Instant, policy: Policy): number =>
  handoffRequested({ handoffId: 'none', seq: state.facts.seq, at, rules }, state.facts, policy).data.priority;
