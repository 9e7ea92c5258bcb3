import { policy } from '../../test/conversation.fixtures.ts';
import { escalationNote, recommendedActions } from './playbook.ts';

const GOODWILL = 'Goodwill: up to 25 USD credit without approval';
const noteInput = {
  customer: { customerId: 'c-7', name: 'Ada Byron', tier: 'premium' as const },
  want: '“Please waive the fee for {issue}”',
  issue: 'Asks for an exception to policy',
  tried: ['Looked order #12345 up'],
  because: 'exception to policy',
  conversation: 'c-1',
};

test('goodwill comes last', () => {
  const { recommended_actions: steps, goodwill } = recommendedActions(
    ['First', 'Second'],
    { reasons: ['negative_sentiment', 'frustration', 'policy_exception'], subject: 'cancellation', wentWrong: true },
    policy,
  );
  expect(steps).toEqual(['First', 'Second', GOODWILL]);
  expect(goodwill).toEqual({ limit: 25, currency: 'USD' });
});

test.each([
  ['the reason allows none', { reasons: ['billing_dispute' as const], subject: 'billing' as const, wentWrong: true }],
  [
    'one of the reasons forbids it',
    { reasons: ['negative_sentiment' as const, 'legal' as const], subject: 'billing' as const, wentWrong: true },
  ],
  ['nothing went wrong', { reasons: ['frustration' as const], subject: 'general' as const, wentWrong: false }],
  [
    'the subject has no goodwill',
    { reasons: ['negative_sentiment' as const], subject: 'enterprise' as const, wentWrong: true },
  ],
])('there is no goodwill where %s', (_, decided) => {
  const { recommended_actions: steps, goodwill } = recommendedActions(['First'], decided, policy);
  expect(steps.join()).not.toMatch(/goodwill/i);
  expect(goodwill).toBeUndefined();
});

test('the goodwill limit of a tenant is in its currency, and 0 means none', () => {
  const tenant = (limit: number) => ({
    ...policy,
    thresholds: { ...policy.thresholds, refund: { ...policy.thresholds.refund, currency: 'EUR' } },
    playbooks: { ...policy.playbooks, goodwill: { ...policy.playbooks.goodwill, limit } },
  });
  const decided = { reasons: ['frustration' as const], subject: 'general' as const, wentWrong: true };
  expect(recommendedActions(['First'], decided, tenant(1_250.5)).recommended_actions.at(-1)).toBe(
    'Goodwill: up to 1,250.5 EUR credit without approval',
  );
  expect(recommendedActions(['First'], decided, tenant(0)).goodwill).toBeUndefined();
});

test('there are at most ten steps, goodwill included', () => {
  const many = Array.from({ length: 12 }, (_, n) => `Step ${n}`);
  const steps = recommendedActions(
    many,
    { reasons: ['frustration'], subject: 'general', wentWrong: true },
    policy,
  ).recommended_actions;
  expect(steps).toHaveLength(10);
  expect(steps.at(-1)).toBe(GOODWILL);
});

test('a complex issue has an escalation note that quotes the customer', () => {
  const note = escalationNote(['negative_sentiment', 'policy_exception'], noteInput, policy).escalation_template;
  expect(note).toContain('Customer: Ada Byron (c-7), premium.');
  expect(note).toContain('“Please waive the fee for {issue}”');
  expect(note).toContain('Done so far: Looked order #12345 up.');
  expect(note).toContain('Conversation c-1.');
});

test('unknown values are stated as such, and a simple issue has no note', () => {
  const bare = { ...noteInput, customer: null, want: null, tried: [] };
  const note = escalationNote(['legal'], bare, policy).escalation_template;
  expect(note).toContain('Customer: not known. Facts as told: not known. Done so far: nothing yet.');
  expect(escalationNote(['human_request'], noteInput, policy)).toEqual({});
});

test('no default note leaves a placeholder unfilled', () => {
  for (const template of Object.values(policy.playbooks.templates))
    for (const [, name] of template.matchAll(/\{(\w+)\}/g)) expect(Object.keys(noteInput)).toContain(name);
});
