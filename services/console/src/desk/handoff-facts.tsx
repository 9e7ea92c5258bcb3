import type { Customer } from '@warmline/contracts';
import type { Handoff } from '../state/desk-view.ts';
import { humanise } from '../state/labels.ts';

const labels = { high: 'High', medium: 'Medium', normal: 'Normal' } as const;

export const Priority = ({ handoff }: { handoff: Handoff }) => (
  <span className={`priority ${handoff.priority_label}`}>
    {labels[handoff.priority_label]} <span className="number">{handoff.priority}</span>
  </span>
);

export const customerName = (customer: Customer | undefined): string => customer?.name ?? 'Guest';

export const CustomerLine = ({ customer }: { customer: Customer | undefined }) => (
  <span className="customer-line">
    <strong>{customerName(customer)}</strong>
    {customer?.tier === undefined ? null : <span className="tag">{humanise(customer.tier)}</span>}
    {customer?.since === undefined ? null : <span className="hint">since {customer.since.slice(0, 4)}</span>}
  </span>
);

export const sentimentText = ({ context }: Handoff): string => {
  const { sentiment_label: label, sentiment_trend: trend } = context.summary;
  return trend === 'unknown' ? humanise(label) : `${humanise(label)}, ${trend}`;
};
