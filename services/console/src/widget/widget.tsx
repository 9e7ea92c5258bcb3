import type { ConversationView } from '../state/conversation-view.ts';
import { unconfirmed } from '../state/outbox.ts';
import { ConnectionBanner, Icon, Problem } from '../ui/parts.tsx';
import { Composer } from './composer.tsx';
import { Conversation } from './conversation.tsx';
import { Questions } from './questions.tsx';
import { type DemoCustomer, demoCustomers } from './session.ts';
import { Survey } from './survey.tsx';
import { useWidget } from './use-widget.ts';
import { WaitingCard } from './waiting-card.tsx';

const withWhom = (view: ConversationView): string => {
  if (view.ended) return 'Ended';
  if (view.agent !== undefined) return `With ${view.agent.name}`;
  return view.waiting === undefined ? 'With our assistant' : 'In line for a person';
};

export const Widget = () => {
  const widget = useWidget();
  const { view, link } = widget.live;
  const pending = unconfirmed(
    widget.outbox.outgoing.filter((item) => item.to === widget.session.externalId),
    view.entries,
    'customer',
  );
  const settled = !widget.catchingUp;

  return (
    <section className="widget card" aria-labelledby="widget-title">
      <header className="widget-head">
        <div>
          <h2 id="widget-title">Chat with us</h2>
          <p className="hint">{withWhom(view)}</p>
        </div>
        <button type="button" className="quiet" data-testid="new-conversation" onClick={() => widget.renew()}>
          <Icon name="plus" /> New conversation
        </button>
      </header>
      <label className="demo-customer">
        <span>Demo: you are</span>
        <select
          data-testid="customer-picker"
          value={widget.session.customer}
          onChange={(event) => widget.renew(event.target.value as DemoCustomer)}
        >
          {Object.entries(demoCustomers).map(([key, { label }]) => (
            <option key={key} value={key}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <ConnectionBanner link={link} name="widget" />
      <Conversation view={view} pending={pending} busy={!settled} onRetry={widget.outbox.retry}>
        {settled ? <Questions view={view} choose={widget.choose} say={widget.say} /> : null}
        {settled && view.survey !== undefined ? (
          <Survey key={view.survey} handoffId={view.survey} answer={widget.answerSurvey} />
        ) : null}
      </Conversation>
      {settled ? <WaitingCard view={view} /> : null}
      <Problem words={widget.problem} onDismiss={widget.dismiss} />
      <Composer view={view} say={widget.say} askForHuman={widget.askForHuman} />
    </section>
  );
};
