import { say } from '@warmline/locale';
import { type ConversationView, shownSurvey } from '../state/conversation-view.ts';
import { unconfirmedMessages } from '../state/outbox.ts';
import { ConnectionBanner, Icon, Problem } from '../ui/components.tsx';
import { LanguageContext, languageProps, pageLanguage } from '../ui/language.tsx';
import { Composer } from './composer.tsx';
import { Conversation } from './conversation.tsx';
import { LeaveDialog } from './leave-dialog.tsx';
import { Questions } from './questions.tsx';
import { type DemoCustomer, demoCustomers } from './session.ts';
import { Survey } from './survey.tsx';
import { useWidget } from './use-widget.ts';
import { WaitingCard } from './waiting-card.tsx';

const statusText = (language: string, view: ConversationView): string => {
  if (view.isEnded) return say(language, 'chat.status-ended');
  if (view.agent !== undefined) return say(language, 'chat.status-agent', { agent: view.agent.name });
  return say(language, view.waiting === undefined ? 'chat.status-bot' : 'chat.status-waiting');
};

const customerLabel = (language: string, key: DemoCustomer): string => {
  const { name } = demoCustomers[key] ?? {};
  return name === undefined ? say(language, 'page.guest') : say(language, 'page.premium', { name });
};

export const Widget = () => {
  const widget = useWidget();
  const { view, connection } = widget.conversation;
  /** The gateway writes in the language the conversation began in. */
  const language = view.language ?? pageLanguage;
  const pending = unconfirmedMessages(
    widget.outbox.outgoing.filter((item) => item.to === widget.session.externalId),
    view.entries,
    'customer',
  );
  const isCaughtUp = !widget.isCatchingUp;
  const survey = shownSurvey(view);

  return (
    <LanguageContext value={language}>
      <section className="widget card" aria-labelledby="widget-title" {...languageProps(language)}>
        <header className="widget-head">
          <div>
            <h2 id="widget-title">{say(language, 'chat.title')}</h2>
            <p className="hint">{statusText(language, view)}</p>
          </div>
          <button
            type="button"
            className="secondary"
            data-testid="new-conversation"
            disabled={!isCaughtUp}
            onClick={() => widget.startNew()}
          >
            <Icon name="plus" /> {say(language, 'chat.new')}
          </button>
        </header>
        <label className="demo-customer">
          <span>{say(language, 'page.you-are')}</span>
          <select
            data-testid="customer-picker"
            value={widget.session.customer}
            disabled={!isCaughtUp}
            onChange={(event) => widget.startNew(event.target.value as DemoCustomer)}
          >
            {(Object.keys(demoCustomers) as DemoCustomer[]).map((key) => (
              <option key={key} value={key}>
                {customerLabel(language, key)}
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
    </LanguageContext>
  );
};
