import { policy } from '../../test/conversation.fixtures.ts';
import { type PriorityInput, priorityOf } from './priority.ts';

const plain: PriorityInput = {
  customer: null,
  score: null,
  durationS: 60,
  messages: 3,
  subject: 'general',
  waitingS: 0,
};
const priorityWith = (facts: Partial<PriorityInput>) => priorityOf({ ...plain, ...facts }, policy);

test('starts at 50', () => {
  expect(priorityWith({})).toEqual({
    priority: 50,
    priority_label: 'normal',
    priority_reasons: [{ reason: 'base', points: 50 }],
  });
});

test.each<[string, Partial<PriorityInput>, number]>([
  ['premium tier', { customer: { customerId: 'c', tier: 'premium' } }, 70],
  ['lifetime value above 5000', { customer: { customerId: 'c', lifetimeValue: 5000.01 } }, 65],
  ['at risk of churn', { customer: { customerId: 'c', churnRisk: 'high' } }, 75],
  ['sentiment below -0.5', { score: -0.51 }, 70],
  ['duration above 600 s', { durationS: 601 }, 60],
  ['about cancellation', { subject: 'cancellation' }, 65],
  ['more than 10 messages', { messages: 11 }, 60],
  ['waiting above 120 s', { waitingS: 121 }, 65],
])('%s counts', (reason, facts, priority) => {
  const result = priorityWith(facts);
  expect(result.priority).toBe(priority);
  expect(result.priority_reasons.at(-1)?.reason).toBe(reason);
});

test('a value at its threshold does not count', () => {
  const customer = { customerId: 'c', tier: 'standard' as const, lifetimeValue: 5000, churnRisk: 'medium' as const };
  expect(priorityWith({ customer, score: -0.5, durationS: 600, messages: 10, waitingS: 120 }).priority).toBe(50);
});

test('is capped at 100 and labelled', () => {
  const customer = { customerId: 'c', tier: 'premium' as const, churnRisk: 'high' as const };
  expect(priorityWith({ customer, score: -0.9 })).toMatchObject({ priority: 100, priority_label: 'high' });
  expect(priorityWith({ messages: 11 }).priority_label).toBe('medium');
});
