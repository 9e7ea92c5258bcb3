import type { Customer } from '@warmline/contracts';
import { languageOf, say } from '@warmline/locale';
import type { Handoff } from '../state/desk-view.ts';
import { reasonLabel, tierLabel } from '../state/labels.ts';
import { useLanguage } from '../ui/language.tsx';

export const Priority = ({ handoff }: { handoff: Handoff }) => {
  const language = useLanguage();
  return (
    <span className={`priority ${handoff.priority_label}`}>
      {say(language, `priority.${handoff.priority_label}`)} <span className="number">{handoff.priority}</span>
    </span>
  );
};

export const customerName = (language: string, customer: Customer | undefined): string =>
  customer?.name ?? say(language, 'desk.guest');

export const CustomerLine = ({ customer }: { customer: Customer | undefined }) => {
  const language = useLanguage();
  return (
    <span className="customer-line">
      <strong dir="auto">{customerName(language, customer)}</strong>
      {customer?.tier === undefined ? null : <span className="tag">{tierLabel(language, customer.tier)}</span>}
      {customer?.since === undefined ? null : (
        <span className="hint">{say(language, 'desk.since', { year: customer.since.slice(0, 4) })}</span>
      )}
    </span>
  );
};

export const sentimentText = (language: string, { context }: Handoff): string => {
  const { sentiment_label: label, sentiment_trend: trend } = context.summary;
  const sentiment = say(language, `sentiment.${label}`);
  return trend === 'unknown'
    ? sentiment
    : say(language, 'sentiment.with-trend', { sentiment, trend: say(language, `trend.${trend}`) });
};

/** Why it was handed over: in English as the policy words it, in other languages by its reasons. */
export const escalationReason = (language: string, { context, reasons }: Handoff): string =>
  languageOf(language) === 'en'
    ? context.summary.escalation_reason
    : reasons.map((reason) => reasonLabel(language, reason)).join(say(language, 'list.comma'));
