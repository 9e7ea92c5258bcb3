import { expect, test } from '@jest/globals';
import { defaultRetention, retentionOf, retentionSchema } from './retention-document.ts';

const DAY = 24 * 3_600_000;

test('without a document, conversations are kept for 90 days, outcomes for 400 and answers for 7', () => {
  expect(defaultRetention.of('conversations', 'acme')).toBe(90 * DAY);
  expect(defaultRetention.of('outcomes', 'acme')).toBe(400 * DAY);
  expect(defaultRetention.answersMs).toBe(7 * DAY);
});

test('a tenant has its own times, and the usual ones where it names none', () => {
  const retention = retentionOf(
    retentionSchema.parse({ default: { handoffs: 60 }, tenants: { acme: { outcomes: 800 }, brief: { handoffs: 3 } } }),
  );
  expect([retention.of('outcomes', 'acme'), retention.of('outcomes', 'other')]).toEqual([800 * DAY, 400 * DAY]);
  expect([retention.of('handoffs', 'acme'), retention.of('handoffs', 'brief')]).toEqual([60 * DAY, 3 * DAY]);
  expect([retention.shortest('outcomes'), retention.shortest('handoffs')]).toEqual([400 * DAY, 3 * DAY]);
});

test('a tenant with the name of a built-in property has the usual times', () => {
  expect(defaultRetention.of('outcomes', 'constructor')).toBe(400 * DAY);
});

test('times below a day, answers below a week and unknown kinds are refused', () => {
  for (const document of [{ default: { outcomes: 0 } }, { answers: 6 }, { tenants: { acme: { transcripts: 9 } } }])
    expect(retentionSchema.safeParse(document).success).toBe(false);
});
