import { type EventOf, topics } from '@warmline/contracts';
import type { Output } from '@warmline/messaging/decider';

export type EscalationEvent = keyof typeof topics.escalation.events;

const topic = topics.routingIntake.name;

/** Copies hand-off requests and withdrawals to the routing intake, keyed by pool: ids and facts, without the transcript. */
export const rekey = (event: EventOf<EscalationEvent>): Output<'HandoffReceived' | 'HandoffWithdrawalReceived'>[] => {
  switch (event.type) {
    case 'HandoffRequested': {
      const { data } = event;
      return [
        {
          type: 'HandoffReceived',
          topic,
          data: {
            poolId: data.poolId,
            tenantId: data.tenantId,
            handoffId: data.handoffId,
            conversationId: data.conversationId,
            requestedAt: data.requestedAt,
            subject: data.subject,
            type: data.type,
            priority: data.priority,
            durationSeconds: data.context.summary.duration_s,
            skills: data.skills_required,
            seniorFirst: data.senior_first,
            language: data.language,
            channel: data.channel,
            ...(data.preferred_agent === undefined ? {} : { preferredAgent: data.preferred_agent }),
          },
        },
      ];
    }
    case 'HandoffWithdrawn': {
      const { poolId, tenantId, handoffId, conversationId, reason } = event.data;
      return [
        { type: 'HandoffWithdrawalReceived', topic, data: { poolId, tenantId, handoffId, conversationId, reason } },
      ];
    }
    case 'EscalationAssessed':
    case 'ScoreMissed':
    case 'HandoffOffered':
    case 'HandoffContextAdded':
    case 'OpportunityDetected':
      return [];
  }
};
