import { type EscalationReason, ownValue, type Policy, type Subject } from '@warmline/contracts';
import { greetingName } from '@warmline/text';
import type { ConversationFacts } from './state.ts';

const MAX_TEXT_LENGTH = 1_000;

/** "$500", "€1,000" as customers write it: the currency sign where there is one, else the code. */
const formatMoney = (value: number, currency: string): string =>
  new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    maximumFractionDigits: Number.isInteger(value) ? 0 : 2,
  }).format(value);

/** "25 USD" for agents: unambiguous where several currencies share a sign. */
export const formatAmount = (value: number, currency: string): string =>
  `${new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(value)} ${currency}`;

/** Replaces each `{name}` that has a value, in one pass, so that text of a customer is never taken for a placeholder. */
export const fillPlaceholders = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => ownValue(values, name) ?? whole);

/** The bracketed part of a text with the customer's name: "I am sorry[, {name},] that …". Left out where the name is unknown. */
const OPTIONAL_NAME = /\[([^[\]]*)\{name\}([^[\]]*)\]/g;

const fillText = (text: string, policy: Policy, facts: ConversationFacts): string => {
  const { limit, currency } = policy.thresholds.refund;
  const name = greetingName(facts.session.customer?.name ?? '');
  return fillPlaceholders(text, { limit: formatMoney(limit, currency) })
    .replaceAll(OPTIONAL_NAME, (_, before: string, after: string) => (name === null ? '' : `${before}${name}${after}`))
    .slice(0, MAX_TEXT_LENGTH);
};

/** Text of a customer offer. */
export const offerText = (reasons: readonly EscalationReason[], policy: Policy, facts: ConversationFacts): string => {
  const own = reasons.map((reason) => policy.texts.offer.reasons[reason]).find((text) => text !== undefined);
  return fillText(own ?? policy.texts.offer.default, policy, facts);
};

/** What the customer reads before an agent takes over: acknowledgement, who takes over, and that the history is shared. */
export const handoffText = (
  about: { reasons: readonly EscalationReason[]; subject: Subject; recovery: boolean; opportunity: boolean },
  policy: Policy,
  facts: ConversationFacts,
): string => {
  const { acknowledge, who, shared } = policy.texts;
  const own = about.reasons.map((reason) => acknowledge.reasons[reason]).find((text) => text !== undefined);
  const opening = about.recovery ? acknowledge.recovery : (own ?? acknowledge.default);
  const next = about.reasons.includes('refund')
    ? who.refund
    : about.recovery
      ? who.recovery
      : about.opportunity
        ? who.opportunity
        : who.subjects[about.subject];
  return fillText([opening, next, shared].join(' '), policy, facts);
};
