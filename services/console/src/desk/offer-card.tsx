import { useState } from 'react';
import { agentPath, post } from '../api.ts';
import { serverNow } from '../server-clock.ts';
import type { Offer } from '../state/desk-view.ts';
import { durationText, humanise } from '../state/labels.ts';
import { Countdown } from '../ui/components.tsx';
import { CustomerLine, Priority, sentimentText } from './handoff-facts.tsx';

interface OfferCardProps {
  readonly offer: Offer;
  readonly agentId: string;
  readonly onAccepting: () => void;
  readonly onRefused: (message: string) => void;
}

/** An agent offer: the issue, why it came to this agent, and the time left to answer. */
export const OfferCard = ({ offer, agentId, onAccepting, onRefused }: OfferCardProps) => {
  const [busy, setBusy] = useState(false);
  const [totalMs] = useState(() => offer.expiresAt - serverNow());
  const { handoff, why } = offer;
  const { context } = handoff;
  const ownEntry = why.considered.find((each) => each.agentId === agentId);

  const answer = async (verb: 'accept' | 'decline') => {
    setBusy(true);
    if (verb === 'accept') onAccepting();
    const path = `${agentPath(agentId)}/offers/${encodeURIComponent(offer.offerId)}/${verb}`;
    const result = await post(path, {});
    if (result.ok) return;
    setBusy(false);
    onRefused(result.message);
  };

  return (
    <article className="offer" data-testid="offer-card" aria-label="New conversation offered">
      <Countdown deadline={offer.expiresAt} totalMs={totalMs} />
      <div className="offer-details">
        <p className="offer-title">
          <Priority handoff={handoff} />
          <CustomerLine customer={context.customer} />
        </p>
        <p className="hint">
          {humanise(handoff.subject)} · {sentimentText(handoff)} · waited {durationText(offer.waitedMs)} ·{' '}
          {humanise(offer.team)}
        </p>
        <p>{context.summary.text}</p>
        <p data-testid="offer-likely-issue">
          <strong>Likely issue:</strong> {context.likely_issue}
        </p>
        {context.recommended_actions.length === 0 ? null : (
          <div data-testid="offer-actions">
            <strong>Recommended actions</strong>
            <ul>
              {context.recommended_actions.map((action) => (
                <li key={action}>{action}</li>
              ))}
            </ul>
          </div>
        )}
        <p className="hint">
          <strong>Why you:</strong> {why.rule}
          {ownEntry === undefined ? null : ` (${ownEntry.because})`}
        </p>
      </div>
      <div className="offer-actions">
        <button
          type="button"
          className="primary"
          data-testid="offer-accept"
          disabled={busy}
          onClick={() => answer('accept')}
        >
          Accept
        </button>
        <button
          type="button"
          className="secondary"
          data-testid="offer-decline"
          disabled={busy}
          onClick={() => answer('decline')}
        >
          Decline
        </button>
      </div>
    </article>
  );
};
