import type { EscalationReason, EventOf, Instant, Subject } from '@warmline/contracts';
import type { AnyEvent } from '@warmline/messaging/decider';

/** One hand-off as the projection table keeps it; null = not known, or not yet. */
export interface HandoffRecord {
  readonly handoffId: string;
  readonly tenantId: string;
  readonly conversationId: string;
  readonly ended: 'closed' | 'abandoned' | null;
  readonly resolved: boolean | null;
  readonly waitSeconds: number | null;
  readonly resolutionSeconds: number | null;
  /** 1..5 */
  readonly stars: number | null;
  readonly reexplained: boolean | null;
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
/** An upsert by its id: columns a patch does not name stay as they are. */
export type RowChange =
  | { readonly is: 'handoff'; readonly patch: HandoffPatch }
  | { readonly is: 'conversation'; readonly row: ConversationRecord };

/**
 * What an event writes into the tables; null if nothing. The service's own outputs fill a hand-off; of what it hears, only the
 * survey (whose answer about context no output carries) and the start of a conversation count. Patches of one subject go in its
 * order; those of different subjects commute, for they agree on the columns they share.
 */
export const rowChangeOf = (input: AnyEvent): RowChange | null => {
  const event = input as EventOf;
  switch (event.type) {
    case 'ConversationStarted': {
      const { conversationId, tenantId } = event.data;
      return { is: 'conversation', row: { conversationId, tenantId, startedAt: event.at } };
    }
    case 'OutcomeRecorded': {
      const {
        conversationId,
        tenantId,
        handoffId,
        ended,
        reasons,
        subject,
        waitSeconds,
        resolution: outcome,
      } = event.data;
      const { agentId = null, team = null, resolutionSeconds = null } = event.data;
      const resolved = outcome === undefined ? {} : { resolved: outcome.resolved };
      const patch = { conversationId, tenantId, handoffId, ended, reasons, subject, waitSeconds, ...resolved };
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
      const patch = { conversationId, tenantId, handoffId, stars, reexplained: context === 're-explain' };
      return { is: 'handoff', patch };
    }
    default:
      return null;
  }
};
