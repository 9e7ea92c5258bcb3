import type { DataOf, EventOf, Instant, Resolution } from '@warmline/contracts';
import { contextCompleteness, type SurveyAnswers } from './quality.ts';

/** What was asked for, as far as its outcome needs it. */
export interface RequestDetails {
  readonly reasons: DataOf<'HandoffRequested'>['reasons'];
  readonly subject: DataOf<'HandoffRequested'>['subject'];
  readonly summary: string;
  readonly contextCompleteness: number;
}

export type HandoffEnd =
  | { readonly kind: 'abandoned'; readonly at: Instant; readonly waitSeconds: number }
  | {
      readonly kind: 'closed';
      readonly at: Instant;
      readonly waitSeconds: number;
      readonly resolutionSeconds: number;
      readonly agentId: string;
      readonly team: string;
      readonly subject: RequestDetails['subject'];
      readonly resolution: Resolution | null;
    };

/** Facts come from three subjects in any order, so each may be there or not in every situation. */
interface HandoffFacts {
  readonly handoffId: string;
  readonly tenantId: string;
  readonly conversationId: string;
  readonly request: RequestDetails | null;
  /** The agent's word straight from the desk; routing's copy in HandoffClosed goes before it. */
  readonly deskResolution: Resolution | null;
  readonly survey: SurveyAnswers | null;
}

/** `ended` = over, but the request or the agent's word is still on its way; `recorded` = its outcome is out, once and for all. */
export type Handoff = HandoffFacts &
  (
    | { readonly is: 'open' }
    | { readonly is: 'ended'; readonly end: HandoffEnd }
    | { readonly is: 'recorded'; readonly end: HandoffEnd; readonly hasTicket: boolean }
  );

export type HandoffEventType =
  | 'HandoffRequested'
  | 'HandoffClosed'
  | 'HandoffAbandoned'
  | 'HandoffResolved'
  | 'SurveyAnswered';

export const emptyHandoff = ({ handoffId, tenantId, conversationId }: EventOf<HandoffEventType>['data']): Handoff => ({
  is: 'open',
  handoffId,
  tenantId,
  conversationId,
  request: null,
  deskResolution: null,
  survey: null,
});

const endHandoff = (handoff: Handoff, end: HandoffEnd): Handoff =>
  handoff.is === 'open' ? { ...handoff, is: 'ended', end } : handoff;

/** The hand-off with one fact more. A request and an end are believed the first time; the newest survey and word count. */
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
      return endHandoff(handoff, { kind: 'abandoned', at: event.at, waitSeconds: event.data.waitedMs / 1000 });
    case 'HandoffClosed': {
      const { agentId, team, subject, waitedMs, handledMs, resolution: outcome } = event.data;
      return endHandoff(handoff, {
        kind: 'closed',
        at: event.at,
        waitSeconds: waitedMs / 1000,
        resolutionSeconds: handledMs / 1000,
        agentId,
        team,
        subject,
        resolution: outcome ?? null,
      });
    }
    case 'HandoffResolved':
      return { ...handoff, deskResolution: event.data.resolution };
    case 'SurveyAnswered':
      return { ...handoff, survey: { context: event.data.context, stars: event.data.stars } };
  }
};

/** How the hand-off ended in the agent's words. Routing's copy first, so that the order of arrival does not choose. */
export const resolutionOf = (handoff: Handoff): Resolution | null =>
  (handoff.is !== 'open' && handoff.end.kind === 'closed' ? handoff.end.resolution : null) ?? handoff.deskResolution;
