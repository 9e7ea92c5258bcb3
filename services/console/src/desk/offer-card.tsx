import { useState } from 'react';
import { agentPath, post } from '../api.ts';
import { serverNow } from '../clock.ts';
import type { Offer } from '../state/desk-view.ts';
import { durationWords, plain } from '../state/words.ts';
import { Countdown } from '../ui/parts.tsx';
import { CustomerLine, Priority, sentimentWords } from './facts.tsx';

interface OfferCardProps {
  readonly offer: Offer;
  readonly agentId: string;
  readonly accepting: () => void;
  readonly refused: (words: string) => void;
}

/** A hand-off offered: what it is, why it came to this agent, and how long there is to answer. */
export const OfferCard = ({ offer, agentId, accepting, refused }: OfferCardProps) => {
  const [busy, setBusy] = useState(false);
  const [wholeMs] = useState(() => offer.expiresAt - serverNow());
  const { handoff, why } = offer;
  const { context } = handoff;
  const me = why.considered.find((each) => each.agentId === agentId);

  const answer = async (verb: 'accept' | 'decline') => {
    setBusy(true);
    if (verb === 'accept') accepting();
    const path = `${agentPath(agentId)}/offers/${encodeURIComponent(offer.offerId)}/${verb}`;
    const answered = await post(path, {});
    if (answered.ok) return;
    setBusy(false);
    refused(answered.words);
  };

  return (
    <article className="offer" data-testid="offer-card" aria-label="New hand-off offered">
      <Countdown deadline={offer.expiresAt} wholeMs={wholeMs} />
      <div className="offer-what">
        <p className="offer-title">
          <Priority handoff={handoff} />
          <CustomerLine customer={context.customer} />
        </p>
        <p className="hint">
          {plain(handoff.subject)} · {sentimentWords(handoff)} · waited {durationWords(offer.waitedMs)} ·{' '}
          {plain(offer.team)}
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
          {me === undefined ? null : ` (${me.because})`}
        </p>
      </div>
      <div className="offer-answer">
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
          className="quiet"
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
