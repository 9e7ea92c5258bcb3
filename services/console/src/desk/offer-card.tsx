import { say } from '@warmline/locale';
import { useState } from 'react';
import { agentPath, post } from '../api.ts';
import { serverNow } from '../server-clock.ts';
import type { Offer } from '../state/desk-view.ts';
import { spanText, subjectLabel, teamLabel } from '../state/labels.ts';
import { Countdown } from '../ui/components.tsx';
import { useLanguage } from '../ui/language.tsx';
import { Briefing } from './briefing.tsx';
import { CustomerLine, Priority, sentimentText } from './handoff-facts.tsx';

interface OfferCardProps {
  readonly offer: Offer;
  readonly agentId: string;
  readonly onAccepting: () => void;
  readonly onRefused: (message: string) => void;
}

/** An agent offer: the issue, why it came to this agent, and the time left to answer. */
export const OfferCard = ({ offer, agentId, onAccepting, onRefused }: OfferCardProps) => {
  const language = useLanguage();
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
    <article className="offer" data-testid="offer-card" aria-label={say(language, 'agent-offer.label')}>
      <Countdown deadline={offer.expiresAt} totalMs={totalMs} />
      <div className="offer-details">
        <p className="offer-title">
          <Priority handoff={handoff} />
          <CustomerLine customer={context.customer} />
        </p>
        <p className="hint">
          {[
            subjectLabel(language, handoff.subject),
            sentimentText(language, handoff),
            say(language, 'agent-offer.waited', { duration: spanText(language, offer.waitedMs) }),
            teamLabel(language, offer.team),
          ].join(' · ')}
        </p>
        <Briefing handoff={handoff} testId="offer" />
        <p data-testid="offer-likely-issue">
          <strong>{say(language, 'agent-offer.issue')}</strong> <bdi>{context.likely_issue}</bdi>
        </p>
        {context.recommended_actions.length === 0 ? null : (
          <div data-testid="offer-actions">
            <strong>{say(language, 'panel.actions')}</strong>
            <ul>
              {context.recommended_actions.map((action) => (
                <li key={action} dir="auto">
                  {action}
                </li>
              ))}
            </ul>
          </div>
        )}
        <p className="hint">
          <strong>{say(language, 'agent-offer.why')}</strong>{' '}
          <bdi>{ownEntry === undefined ? why.rule : `${why.rule} (${ownEntry.because})`}</bdi>
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
          {say(language, 'agent-offer.accept')}
        </button>
        <button
          type="button"
          className="secondary"
          data-testid="offer-decline"
          disabled={busy}
          onClick={() => answer('decline')}
        >
          {say(language, 'agent-offer.decline')}
        </button>
      </div>
    </article>
  );
};
