import { escalationReason } from '@warmline/contracts';
import { z } from 'zod';
import { conversation } from '../detect/conversation-row.ts';

/** A conversation with its label. */
export const labelled = conversation
  .extend({
    should_handoff: z.boolean(),
    reason: z
      .union([escalationReason, z.literal('none')])
      .nullish()
      .transform((given) => given ?? 'none'),
    strength: z.enum(['strong', 'weak']).default('strong'),
    source: z.string().min(1).default('unknown'),
  })
  .refine((row) => row.should_handoff || row.reason === 'none', {
    path: ['reason'],
    message: 'a harmless row has no reason',
  });
export type LabelledRow = z.output<typeof labelled>;

/** The label of a row, and the verdict of the detectors. */
export interface EvaluatedRow {
  readonly source: string;
  readonly strength: 'strong' | 'weak';
  readonly shouldHandOff: boolean;
  readonly reason: string;
  readonly didHandOff: boolean;
  readonly reasons: readonly string[];
  /** Probability of negative of the last customer message: the only number between 0 and 1 a verdict depends on. */
  readonly pNegative: number | null;
}
