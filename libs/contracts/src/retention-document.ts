import { z } from 'zod';
import { id } from './envelope.ts';
import { ownValue } from './own-value.ts';

const days = z.int().min(1).max(36_500);

/** Days by kind of data. What each kind holds: docs/runbook.md, "What is kept, and for how long". */
const DEFAULT_DAYS = { conversations: 90, handoffs: 30, desks: 30, outcomes: 400 } as const;
export type RetentionKind = keyof typeof DEFAULT_DAYS;

const byKind = z.strictObject({
  conversations: days.optional(),
  handoffs: days.optional(),
  desks: days.optional(),
  outcomes: days.optional(),
});

/** How many days the services keep data, for all tenants and for single ones. Every part may be absent. */
export const retentionSchema = z.strictObject({
  default: byKind.default({}),
  tenants: z.record(id, byKind).default({}),
  /** Stored answers of idempotency keys; their rows name no tenant. Writers rely on seven days. */
  answers: z.int().min(7).max(365).default(7),
});
export type RetentionDocument = z.output<typeof retentionSchema>;

const DAY_MS = 24 * 3_600_000;

/** In milliseconds. `shortest`: of the tenant that keeps a kind of data for the shortest time. */
export interface Retention {
  readonly of: (kind: RetentionKind, tenantId: string) => number;
  readonly shortest: (kind: RetentionKind) => number;
  readonly answersMs: number;
}

export const retentionOf = (document: RetentionDocument): Retention => {
  const usual = (kind: RetentionKind): number => document.default[kind] ?? DEFAULT_DAYS[kind];
  return {
    of: (kind, tenantId) => (ownValue(document.tenants, tenantId)?.[kind] ?? usual(kind)) * DAY_MS,
    shortest: (kind) =>
      Math.min(usual(kind), ...Object.values(document.tenants).map((tenant) => tenant[kind] ?? usual(kind))) * DAY_MS,
    answersMs: document.answers * DAY_MS,
  };
};

export const defaultRetention: Retention = retentionOf(retentionSchema.parse({}));
