import { type ConversationView, currentEstimate } from '../state/conversation-view.ts';
import { waitText } from '../state/labels.ts';

/** The customer's position in the queue. The wait is left out while it is unknown. */
export const WaitingCard = ({ view }: { view: ConversationView }) => {
  if (view.waiting === undefined && !view.isHumanRequested) return null;
  const estimate = currentEstimate(view);
  const range = estimate === undefined ? undefined : waitText(estimate);
  return (
    <section className="waiting" role="status" data-testid="waiting-card" aria-label="Your place in the queue">
      <span className="waiting-pulse" aria-hidden="true" />
      <div>
        <p>
          <strong>
            {estimate === undefined ? 'Connecting you with a person' : `You're #${estimate.position} in the queue`}
          </strong>
          {range === undefined ? null : <span className="wait-range"> · {range}</span>}
        </p>
        <p className="hint">Our team sees what you wrote. You can keep writing.</p>
      </div>
    </section>
  );
};
