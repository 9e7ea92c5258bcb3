import { type ConversationView, shownSurvey } from '../state/conversation-view.ts';
import { unconfirmedMessages } from '../state/outbox.ts';
import { ConnectionBanner, Icon, Problem } from '../ui/components.tsx';
import { Composer } from './composer.tsx';
import { Conversation } from './conversation.tsx';
import { LeaveDialog } from './leave-dialog.tsx';
import { Questions } from './questions.tsx';
import { type DemoCustomer, demoCustomers } from './session.ts';
import { Survey } from './survey.tsx';
import { useWidget } from './use-widget.ts';
import { WaitingCard } from './waiting-card.tsx';

const statusText = (view: ConversationView): string => {
  if (view.isEnded) return 'Ended';
  if (view.agent !== undefined) return `With ${view.agent.name}`;
  return view.waiting === undefined ? 'With our assistant' : 'Waiting for a person';
};

export const Widget = () => {
  const widget = useWidget();
  const { view, connection } = widget.conversation;
  const pending = unconfirmedMessages(
    widget.outbox.outgoing.filter((item) => item.to === widget.session.externalId),
    view.entries,
    'customer',
  );
  const isCaughtUp = !widget.isCatchingUp;
  const survey = shownSurvey(view);

  return (
    <section className="widget card" aria-labelledby="widget-title">
      <header className="widget-head">
        <div>
          <h2 id="widget-title">Chat with us</h2>
          <p className="hint">{statusText(view)}</p>
        </div>
        <button
          type="button"
          className="secondary"
          data-testid="new-conversation"
          disabled={!isCaughtUp}
          onClick={() => widget.startNew()}
        >
          <Icon name="plus" /> New conversation
        </button>
      </header>
      <label className="demo-customer">
        <span>Demo: you are</span>
        <select
          data-testid="customer-picker"
          value={widget.session.customer}
          disabled={!isCaughtUp}
          onChange={(event) => widget.startNew(event.target.value as DemoCustomer)}
        >
          {Object.entries(demoCustomers).map(([key, { label }]) => (
            <option key={key} value={key}>
              {label}
            </option>
          ))}
        </select>
      </label>
      {widget.leaving === undefined ? null : (
        <LeaveDialog givenUp={widget.leaving.givenUp} onStay={widget.leaving.stay} onLeave={widget.leaving.leave} />
      )}
      <ConnectionBanner connection={connection} name="widget" />
      <Conversation view={view} pending={pending} busy={!isCaughtUp} onRetry={widget.outbox.retry}>
        {isCaughtUp ? <Questions view={view} choose={widget.choose} /> : null}
        {isCaughtUp && survey !== undefined ? (
          <Survey key={survey} handoffId={survey} answer={widget.answerSurvey} />
        ) : null}
      </Conversation>
      {isCaughtUp ? <WaitingCard view={view} choose={widget.choose} /> : null}
      <Problem message={widget.problem} onDismiss={widget.dismiss} />
      <Composer view={view} onSend={widget.sendMessage} requestHuman={widget.requestHuman} />
    </section>
  );
};
