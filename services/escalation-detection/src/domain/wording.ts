import type { EscalationReason, Policy, Subject } from '@warmline/contracts';
import type { ConversationFacts } from './state.ts';

const MAX_TEXT_LENGTH = 1_000;

/** "$500", "€1,000" in the customer's words: a sign where the currency has a known one, its code otherwise. */
const formatMoney = (value: number, currency: string): string =>
  new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    maximumFractionDigits: Number.isInteger(value) ? 0 : 2,
  }).format(value);

/** "25 USD": for an agent, who must not take one dollar for another. */
export const formatAmount = (value: number, currency: string): string =>
  `${new Intl.NumberFormat('en-US', { maximumFractionDigits: 2 }).format(value)} ${currency}`;

/** A part of a text in brackets that names the customer: "I am sorry[, {name},] that …". Left out while the name is not known. */
const OPTIONAL_NAME = /\[([^[\]]*)\{name\}([^[\]]*)\]/g;

const fillText = (text: string, policy: Policy, facts: ConversationFacts): string => {
  const { limit, currency } = policy.thresholds.refund;
  const name = facts.session.customer?.name?.split(' ')[0];
  return text
    .replaceAll('{limit}', () => formatMoney(limit, currency))
    .replaceAll(OPTIONAL_NAME, (_, before: string, after: string) =>
      name === undefined ? '' : `${before}${name}${after}`,
    )
    .slice(0, MAX_TEXT_LENGTH);
};

/** What the customer is asked, once. */
export const offerText = (reasons: readonly EscalationReason[], policy: Policy, facts: ConversationFacts): string => {
  const said = reasons.map((reason) => policy.texts.offer.reasons[reason]).find((text) => text !== undefined);
  return fillText(said ?? policy.texts.offer.default, policy, facts);
};

/** What the customer is told before a person takes over: acknowledged, who comes, and that the history is shared. */
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
