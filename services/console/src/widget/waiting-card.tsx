import { type ConversationView, currentEstimate } from '../state/conversation-view.ts';
import { waitText } from '../state/labels.ts';

/** Where the customer stands in line. Says nothing of the wait rather than something wrong. */
export const WaitingCard = ({ view }: { view: ConversationView }) => {
  if (view.waiting === undefined && !view.isHumanRequested) return null;
  const estimate = currentEstimate(view);
  const range = estimate === undefined ? undefined : waitText(estimate);
  return (
    <section className="waiting" role="status" data-testid="waiting-card" aria-label="Your place in line">
      <span className="pulse" aria-hidden="true" />
      <div>
        <p>
          <strong>
            {estimate === undefined ? 'Connecting you with a person' : `You're #${estimate.position} in line`}
          </strong>
          {range === undefined ? null : <span className="range"> · {range}</span>}
        </p>
        <p className="hint">What you have written is passed on. You may keep writing.</p>
      </div>
    </section>
  );
};
