import type { DataOf, EventOf, Resolution } from '@warmline/contracts';
import { contextCompleteness, type SurveyAnswers } from './quality.ts';

/** The parts of HandoffRequested that an outcome needs. */
export interface RequestDetails {
  readonly reasons: DataOf<'HandoffRequested'>['reasons'];
  readonly subject: DataOf<'HandoffRequested'>['subject'];
  readonly summary: string;
  /** 0..1 */
  readonly contextCompleteness: number;
}

export type HandoffEnd =
  | { readonly kind: 'abandoned'; readonly waitSeconds: number }
  | {
      readonly kind: 'closed';
      readonly waitSeconds: number;
      readonly resolutionSeconds: number;
      readonly agentId: string;
      readonly team: string;
      readonly subject: RequestDetails['subject'];
      /** The agent's outcome form; null where the customer went back to the bot before the agent filled it in. */
      readonly resolution: Resolution | null;
    };

/** Facts come from three topics in any order, so each of them may be present in every situation. */
interface HandoffFacts {
  readonly handoffId: string;
  readonly tenantId: string;
  readonly conversationId: string;
  readonly request: RequestDetails | null;
  readonly survey: SurveyAnswers | null;
}

/** `ended`: over, but its request has not arrived. `recorded`: its outcome is published and never changes. */
export type Handoff = HandoffFacts &
  (
    | { readonly is: 'open' }
    | { readonly is: 'ended'; readonly end: HandoffEnd }
    | { readonly is: 'recorded'; readonly end: HandoffEnd }
  );

export type HandoffEventType = 'HandoffRequested' | 'HandoffClosed' | 'HandoffAbandoned' | 'SurveyAnswered';

export const emptyHandoff = ({ handoffId, tenantId, conversationId }: EventOf<HandoffEventType>['data']): Handoff => ({
  is: 'open',
  handoffId,
  tenantId,
  conversationId,
  request: null,
  survey: null,
});

const endHandoff = (handoff: Handoff, end: HandoffEnd): Handoff =>
  handoff.is === 'open' ? { ...handoff, is: 'ended', end } : handoff;

/** Adds one fact to the hand-off. The first request and the first end count; of surveys, the latest. */
export const applyEvent = (handoff: Handoff, event: EventOf<HandoffEventType>): Handoff => {
  switch (event.type) {
    case 'HandoffRequested': {
      const { reasons, subject, context } = event.data;
      const request = {
        reasons,
        subject,
        summary: context.summary.text,
        contextCompleteness: contextCompleteness(context.missing),
      };
      return handoff.request === null ? { ...handoff, request } : handoff;
    }
    case 'HandoffAbandoned':
      return endHandoff(handoff, { kind: 'abandoned', waitSeconds: event.data.waitedMs / 1000 });
    case 'HandoffClosed': {
      const { agentId, team, subject, waitedMs, handledMs, resolution = null } = event.data;
      return endHandoff(handoff, {
        kind: 'closed',
        waitSeconds: waitedMs / 1000,
        resolutionSeconds: handledMs / 1000,
        agentId,
        team,
        subject,
        resolution,
      });
    }
    case 'SurveyAnswered':
      return { ...handoff, survey: { context: event.data.context, stars: event.data.stars } };
  }
};
