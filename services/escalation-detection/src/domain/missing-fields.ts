import type { DataOf } from '@warmline/contracts';

type Requested = DataOf<'HandoffRequested'>;

const CUSTOMER = [
  'name',
  'tier',
  'since',
  'lifetimeValue',
  'recentOrders',
  'previousEscalations',
  'preferredContact',
  'churnRisk',
] as const;

/** Fields that may be unknown and are then listed in `context.missing`. All others are always present. */
export const missingFieldNames = [
  'summary.customer_id',
  'summary.sentiment_label',
  'summary.sentiment_trend',
  'summary.bot_confidence',
  ...CUSTOMER.map((field) => `customer.${field}` as const),
  'sentiment.score',
  'metadata.ai_confidence',
  'language',
  'transcript',
  'transcript.truncated',
] as const;
export type MissingField = (typeof missingFieldNames)[number];

/** The parts of a hand-off that may lack fields. `truncated`: the last 50 turns did not fit. */
export interface HandoffPayload extends Pick<Requested, 'context' | 'metadata'> {
  readonly language: string | null;
  readonly truncated: boolean;
}

/** The fields that are unknown in a hand-off. */
export const missingFieldsOf = ({ context, metadata, language, truncated }: HandoffPayload): MissingField[] => {
  const { summary, customer, sentiment, transcript } = context;
  const unknown: readonly (readonly [MissingField, boolean])[] = [
    ['summary.customer_id', summary.customer_id === undefined],
    ['summary.sentiment_label', summary.sentiment_label === 'unknown'],
    ['summary.sentiment_trend', summary.sentiment_trend === 'unknown'],
    ['summary.bot_confidence', summary.bot_confidence === undefined],
    ...CUSTOMER.map((field) => [`customer.${field}`, customer?.[field] === undefined] as const),
    ['sentiment.score', sentiment.score === undefined],
    ['metadata.ai_confidence', metadata.ai_confidence === undefined],
    ['language', language === null],
    ['transcript', transcript.every((turn) => turn.role === 'escalation')],
    ['transcript.truncated', truncated],
  ];
  return unknown.filter(([, is]) => is).map(([field]) => field);
};
