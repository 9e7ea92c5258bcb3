import type { DataOf } from '@warmline/contracts';

/**
 * Everything an agent should receive, as paths into HandoffRequested. Paths in `context` have no prefix, as in
 * `context.missing` ("customer.since").
 */
export const CONTEXT_FIELDS = [
  'transcript',
  'summary.text',
  'summary.customer_id',
  'summary.session_start',
  'summary.duration_s',
  'summary.messages',
  'summary.escalation_reason',
  'summary.sentiment_label',
  'summary.sentiment_trend',
  'summary.bot_confidence',
  'customer.name',
  'customer.tier',
  'customer.since',
  'customer.lifetimeValue',
  'customer.recentOrders',
  'customer.previousEscalations',
  'customer.preferredContact',
  'customer.churnRisk',
  'sentiment.score',
  'likely_issue',
  'recommended_actions',
  'priority',
  'priority_reasons',
  'metadata.attempted_solutions',
] as const;

export type SurveyAnswers = Pick<DataOf<'SurveyAnswered'>, 'context' | 'stars'>;
export type QualityParts = DataOf<'HandoffScored'>['parts'];

/** Weights in tenths: integers keep the mean free of rounding errors. */
const WEIGHTS_IN_TENTHS = { completeness: 3, wait: 2, resolution: 3, satisfaction: 2 } as const;
const FULL_MARKS_UNTIL_SECONDS = 60;
const NO_MARKS_FROM_SECONDS = 600;
const SURVEY_CONTEXT_SCORES = { yes: 1, partially: 0.5, 're-explain': 0 } as const;

/** 0..1, the share of CONTEXT_FIELDS that are present. If "customer" is missing, so is every field below it; other names do not count. */
export const contextCompleteness = (missing: readonly string[]): number => {
  const named = missing.map((name) => name.replace(/^context\./, ''));
  const absent = CONTEXT_FIELDS.filter((field) => named.some((name) => field === name || field.startsWith(`${name}.`)));
  return 1 - absent.length / CONTEXT_FIELDS.length;
};

export const waitScore = (seconds: number): number => {
  const left = (NO_MARKS_FROM_SECONDS - seconds) / (NO_MARKS_FROM_SECONDS - FULL_MARKS_UNTIL_SECONDS);
  return Math.max(0, Math.min(1, left));
};

export interface QualityInputs {
  /** The result of `contextCompleteness`; null if the request never arrived. */
  readonly contextCompleteness: number | null;
  readonly waitSeconds: number | null;
  readonly resolved: boolean | null;
  readonly survey: SurveyAnswers | null;
}

/** Every part is 0..1; unknown parts are absent. */
export const qualityPartsOf = ({ contextCompleteness, waitSeconds, resolved, survey }: QualityInputs): QualityParts => {
  const parts: QualityParts = {};
  const surveyed = survey?.context === undefined ? null : SURVEY_CONTEXT_SCORES[survey.context];
  const known = [contextCompleteness, surveyed].filter((share) => share !== null);
  if (known.length > 0) parts.completeness = known.reduce((sum, share) => sum + share, 0) / known.length;
  if (waitSeconds !== null) parts.wait = waitScore(waitSeconds);
  if (resolved !== null) parts.resolution = resolved ? 1 : 0;
  if (survey !== null) parts.satisfaction = (survey.stars - 1) / 4;
  return parts;
};

/** 0..1, the weighted mean of the known parts; null without any. */
export const qualityOf = (parts: QualityParts): number | null => {
  let marks = 0;
  let weight = 0;
  for (const name of ['completeness', 'wait', 'resolution', 'satisfaction'] as const) {
    const part = parts[name];
    if (part === undefined) continue;
    marks += WEIGHTS_IN_TENTHS[name] * part;
    weight += WEIGHTS_IN_TENTHS[name];
  }
  return weight === 0 ? null : marks / weight;
};
