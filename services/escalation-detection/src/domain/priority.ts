import type { Customer, DataOf, Policy, Subject } from '@warmline/contracts';

type Requested = DataOf<'HandoffRequested'>;

export interface PriorityInput {
  readonly customer: Customer | null;
  /** Sentiment of the last customer message, -1..1; null = unknown. */
  readonly score: number | null;
  readonly durationS: number;
  readonly messages: number;
  readonly subject: Subject;
  readonly waitingS: number;
}

/** The sum of the policy's points, capped, with each part that counted. Source: specification, section 2. */
export const priorityOf = (
  input: PriorityInput,
  policy: Policy,
): Pick<Requested, 'priority' | 'priority_label' | 'priority_reasons'> => {
  const { base, premiumTier, lifetimeValue, churnRisk, sentiment, duration, subjects, messages, waiting, cap, labels } =
    policy.priority;
  const { customer } = input;
  const onSubject = subjects[input.subject] ?? 0;
  const parts: readonly (readonly [string, number, boolean])[] = [
    ['base', base, true],
    ['premium tier', premiumTier.points, customer?.tier !== undefined && premiumTier.tiers.includes(customer.tier)],
    [
      `lifetime value above ${lifetimeValue.above}`,
      lifetimeValue.points,
      (customer?.lifetimeValue ?? 0) > lifetimeValue.above,
    ],
    [
      'at risk of churn',
      churnRisk.points,
      customer?.churnRisk !== undefined && churnRisk.levels.includes(customer.churnRisk),
    ],
    [`sentiment below ${sentiment.below}`, sentiment.points, input.score !== null && input.score < sentiment.below],
    [`duration above ${duration.aboveSeconds} s`, duration.points, input.durationS > duration.aboveSeconds],
    [`about ${input.subject}`, onSubject, onSubject > 0],
    [`more than ${messages.above} messages`, messages.points, input.messages > messages.above],
    [`waiting above ${waiting.aboveSeconds} s`, waiting.points, input.waitingS > waiting.aboveSeconds],
  ];
  const reasons = parts.filter(([, , holds]) => holds).map(([reason, points]) => ({ reason, points }));
  const sum = reasons.reduce((total, { points }) => total + points, 0);
  const priority = Math.max(1, Math.min(cap, sum));
  const label = priority >= labels.high ? 'high' : priority >= labels.medium ? 'medium' : 'normal';
  return { priority, priority_label: label, priority_reasons: reasons };
};
