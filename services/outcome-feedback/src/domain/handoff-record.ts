import type { EscalationReason, EventOf, Instant, Subject } from '@warmline/contracts';
import type { AnyEvent } from '@warmline/messaging/decider';

/** One hand-off as a row of the table; null: unknown, or not known yet. */
export interface HandoffRecord {
  readonly handoffId: string;
  readonly tenantId: string;
  readonly conversationId: string;
  readonly end: 'closed' | 'abandoned' | null;
  readonly resolved: boolean | null;
  readonly waitSeconds: number | null;
  readonly resolutionSeconds: number | null;
  /** 1..5 */
  readonly stars: number | null;
  /** The customer had to explain again. */
  readonly explainedAgain: boolean | null;
  /** 0..1 */
  readonly completeness: number | null;
  /** 0..1 */
  readonly quality: number | null;
  readonly reasons: readonly EscalationReason[] | null;
  readonly subject: Subject | null;
  readonly agentId: string | null;
  readonly team: string | null;
  readonly recordedAt: Instant | null;
}

type Key = 'handoffId' | 'tenantId' | 'conversationId';
export type HandoffPatch = Pick<HandoffRecord, Key> & Partial<Omit<HandoffRecord, Key>>;
export interface ConversationRecord {
  readonly conversationId: string;
  readonly tenantId: string;
  readonly startedAt: Instant;
}
/** An upsert by id. Columns that a patch does not name keep their value. */
export type RowChange =
  | { readonly is: 'handoff'; readonly patch: HandoffPatch }
  | { readonly is: 'conversation'; readonly row: ConversationRecord };

/**
 * The row change of an event; null if it writes nothing. Rows of hand-offs come from the outputs of the service, and from the
 * survey, because no output has its answer about context. Patches of one topic apply in order; patches of different topics
 * commute, because they agree on the columns they share.
 */
export const rowChangeOf = (input: AnyEvent): RowChange | null => {
  const event = input as EventOf;
  switch (event.type) {
    case 'ConversationStarted': {
      const { conversationId, tenantId } = event.data;
      return { is: 'conversation', row: { conversationId, tenantId, startedAt: event.at } };
    }
    case 'OutcomeRecorded': {
      const { conversationId, tenantId, handoffId, ended: end, reasons, subject, waitSeconds, resolution } = event.data;
      const { agentId = null, team = null, resolutionSeconds = null } = event.data;
      const resolved = resolution === undefined ? {} : { resolved: resolution.resolved };
      const patch = { conversationId, tenantId, handoffId, end, reasons, subject, waitSeconds, ...resolved };
      return { is: 'handoff', patch: { ...patch, agentId, team, resolutionSeconds, recordedAt: event.at } };
    }
    case 'HandoffScored': {
      const { conversationId, tenantId, handoffId, quality, parts } = event.data;
      const { completeness = null, resolution, satisfaction } = parts;
      return {
        is: 'handoff',
        patch: {
          conversationId,
          tenantId,
          handoffId,
          quality,
          completeness,
          ...(resolution === undefined ? {} : { resolved: resolution === 1 }),
          ...(satisfaction === undefined ? {} : { stars: Math.round(satisfaction * 4) + 1 }),
        },
      };
    }
    case 'SurveyAnswered': {
      const { conversationId, tenantId, handoffId, context, stars } = event.data;
      const explainedAgain = context === undefined ? {} : { explainedAgain: context === 're-explain' };
      const patch = { conversationId, tenantId, handoffId, stars, ...explainedAgain };
      return { is: 'handoff', patch };
    }
    default:
      return null;
  }
};
