import type { DataOf, Heard, Instant, Resolution } from '@warmline/contracts';
import { carriedShare, type Survey } from './quality.ts';

/** What was asked for, as far as its outcome needs it. */
export interface Asked {
  readonly reasons: DataOf<'HandoffRequested'>['reasons'];
  readonly subject: DataOf<'HandoffRequested'>['subject'];
  readonly summary: string;
  readonly carried: number;
}

export type End =
  | { readonly how: 'abandoned'; readonly at: Instant; readonly waitSeconds: number }
  | {
      readonly how: 'closed';
      readonly at: Instant;
      readonly waitSeconds: number;
      readonly resolutionSeconds: number;
      readonly agentId: string;
      readonly team: string;
      readonly subject: Asked['subject'];
      readonly form: Resolution | null;
    };

/** Facts come from three subjects in any order, so each may be there or not in every situation. */
interface Facts {
  readonly handoffId: string;
  readonly tenantId: string;
  readonly conversationId: string;
  readonly asked: Asked | null;
  /** The agent's word straight from the desk; routing's copy in HandoffClosed goes before it. */
  readonly form: Resolution | null;
  readonly survey: Survey | null;
}

/** `ended` = over, but the request or the agent's word is still on its way; `recorded` = its outcome is out, once and for all. */
export type Handoff = Facts &
  (
    | { readonly is: 'open' }
    | { readonly is: 'ended'; readonly end: End }
    | { readonly is: 'recorded'; readonly end: End; readonly ticketed: boolean }
  );

export type HandoffFact =
  | 'HandoffRequested'
  | 'HandoffClosed'
  | 'HandoffAbandoned'
  | 'HandoffResolved'
  | 'SurveyAnswered';

export const unheard = ({ handoffId, tenantId, conversationId }: Heard<HandoffFact>['data']): Handoff => ({
  is: 'open',
  handoffId,
  tenantId,
  conversationId,
  asked: null,
  form: null,
  survey: null,
});

const ends = (handoff: Handoff, end: End): Handoff =>
  handoff.is === 'open' ? { ...handoff, is: 'ended', end } : handoff;

/** The hand-off with one fact more. A request and an end are believed the first time; the newest survey and word count. */
export const learns = (handoff: Handoff, event: Heard<HandoffFact>): Handoff => {
  switch (event.type) {
    case 'HandoffRequested': {
      const { reasons, subject, context } = event.data;
      const asked = { reasons, subject, summary: context.summary.text, carried: carriedShare(context.missing) };
      return handoff.asked === null ? { ...handoff, asked } : handoff;
    }
    case 'HandoffAbandoned':
      return ends(handoff, { how: 'abandoned', at: event.at, waitSeconds: event.data.waitedMs / 1000 });
    case 'HandoffClosed': {
      const { agentId, team, subject, waitedMs, handledMs, resolution: outcome } = event.data;
      return ends(handoff, {
        how: 'closed',
        at: event.at,
        waitSeconds: waitedMs / 1000,
        resolutionSeconds: handledMs / 1000,
        agentId,
        team,
        subject,
        form: outcome ?? null,
      });
    }
    case 'HandoffResolved':
      return { ...handoff, form: event.data.resolution };
    case 'SurveyAnswered':
      return { ...handoff, survey: { context: event.data.context, stars: event.data.stars } };
  }
};

/** How the hand-off ended in the agent's words. Routing's copy first, so that the order of arrival does not choose. */
export const formOf = (handoff: Handoff): Resolution | null =>
  (handoff.is !== 'open' && handoff.end.how === 'closed' ? handoff.end.form : null) ?? handoff.form;
