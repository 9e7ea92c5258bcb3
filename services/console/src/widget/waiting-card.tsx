import { say } from '@warmline/locale';
import type { Choice, ConversationView, Waiting } from '../state/conversation-view.ts';
import { useLanguage } from '../ui/language.tsx';
import { type ChoiceProps, QuickReplies } from './quick-replies.tsx';
import { ShareDetails } from './share-details.tsx';

/** Choices that leave the wait as it is. */
const STAYING: readonly Choice[] = ['wait', 'connect-now', 'share-details', 'schedule-call'];

/** What the gateway offers on the card, without what the customer has chosen already. */
const CardChoices = ({ card, chosen, choose }: ChoiceProps & Waiting) => {
  const language = useLanguage();
  if (card === undefined || chosen.some((choice) => !STAYING.includes(choice))) return null;
  const about = { handoffId: card.handoffId };
  const isAnswered = chosen.includes('connect-now') || chosen.includes('share-details');
  const choices = card.choices.filter(
    (choice) => choice !== 'share-details' && choice !== 'connect-now' && !chosen.includes(choice),
  );
  return (
    <>
      {card.choices.includes('share-details') && !isAnswered ? (
        <ShareDetails handoffId={card.handoffId} until={card.detailsUntil} choose={choose} />
      ) : null}
      {choices.length === 0 ? null : <QuickReplies choices={choices} about={about} choose={choose} />}
      {card.otherWays.length === 0 ? null : (
        <details className="other-ways">
          <summary data-testid="other-ways">{say(language, 'wait.other-ways')}</summary>
          <QuickReplies choices={card.otherWays} about={about} choose={choose} />
        </details>
      )}
    </>
  );
};

/** The one card of a customer who waits. Its words and choices come from the gateway. */
export const WaitingCard = ({ view, choose }: ChoiceProps & { view: ConversationView }) => {
  const language = useLanguage();
  if (view.waiting === undefined && !view.isHumanRequested) return null;
  const { card } = view.waiting ?? {};
  const isMoving = card === undefined || card.state === 'ringing' || card.state === 'queue';
  return (
    <section
      className="waiting"
      data-testid="waiting-card"
      data-state={card?.state}
      aria-label={say(language, 'wait.label')}
    >
      {isMoving ? <span className="waiting-pulse" aria-hidden="true" /> : null}
      <div>
        <div role="status">
          <p>
            <strong>{card?.title ?? say(language, 'wait.connecting')}</strong>
          </p>
          <p className="hint">{card?.text ?? say(language, 'wait.text')}</p>
        </div>
        {view.waiting === undefined ? null : <CardChoices {...view.waiting} choose={choose} />}
      </div>
    </section>
  );
};
