import { say } from '@warmline/locale';
import { type ReactNode, useMemo } from 'react';
import { type ConversationView, shownSurvey, type TimelineEntry } from '../state/conversation-view.ts';
import { choiceLabel, initials, teamLabel } from '../state/labels.ts';
import type { OutgoingMessage } from '../state/outbox.ts';
import { Avatar, Icon } from '../ui/components.tsx';
import { useLanguage } from '../ui/language.tsx';
import { Log } from '../ui/log.tsx';
import { MessageBubble, PendingMessage } from '../ui/messages.tsx';

interface Names {
  readonly customer: string;
  readonly agent: string;
}

const TimelineLine = ({ entry, names }: { entry: TimelineEntry; names: Names }) => {
  const language = useLanguage();
  switch (entry.is) {
    case 'message':
      return <MessageBubble message={entry} viewer="customer" names={names} />;
    case 'choice':
      return (
        <p className="timeline-note customer-choice">
          {say(language, 'chat.chose', { choice: choiceLabel(language, entry.choice) })}
        </p>
      );
    case 'human-requested':
      return <p className="timeline-note">{say(language, 'chat.asked-for-person')}</p>;
    case 'handed-over':
      return <p className="timeline-note">{say(language, 'chat.shared')}</p>;
    case 'survey-answered':
      return (
        <p className="joined" data-testid="survey-thanks">
          <Icon name="check" /> {say(language, 'survey.thanks')}
        </p>
      );
    // The gateway posts a message for these.
    case 'requeued':
    case 'back-to-bot':
      return null;
    case 'joined':
      return (
        <p className="joined" data-testid="agent-joined">
          <Avatar kind="person" label={initials(entry.agentName)} />
          <span>
            <strong>{say(language, 'chat.joined', { agent: entry.agentName })}</strong>
            <span className="hint"> {teamLabel(language, entry.team)}</span>
          </span>
        </p>
      );
    case 'ended':
      return <p className="timeline-note">{say(language, 'chat.ended')}</p>;
  }
};

interface ConversationProps {
  readonly view: ConversationView;
  readonly pending: readonly OutgoingMessage[];
  readonly busy: boolean;
  readonly onRetry: (item: OutgoingMessage) => void;
  readonly children: ReactNode;
}

export const Conversation = ({ view, pending, busy, onRetry, children }: ConversationProps) => {
  const language = useLanguage();
  const names = useMemo(
    () => ({ customer: say(language, 'chat.you'), agent: say(language, 'chat.agent') }),
    [language],
  );
  const last = view.entries.findLast((entry) => entry.is === 'message');
  return (
    <Log
      label={say(language, 'chat.log')}
      testId="widget-log"
      length={view.entries.length + pending.length + view.questions.length + (shownSurvey(view) === undefined ? 0 : 1)}
      busy={busy}
    >
      {view.entries.length === 0 && pending.length === 0 ? (
        <div className="welcome">
          <Avatar kind="bot" label={<Icon name="bot" />} />
          <p>
            <strong>{say(language, 'chat.hello')}</strong>
          </p>
          <p className="hint">{say(language, 'chat.hello-text')}</p>
        </div>
      ) : null}
      {view.entries.map((entry) => (
        <TimelineLine key={entry.seq} entry={entry} names={names} />
      ))}
      {last?.role === 'customer' && pending.length === 0 ? (
        <p className="delivery">{say(language, 'chat.delivered')}</p>
      ) : null}
      {pending.map((item) => (
        <PendingMessage key={item.id} item={item} onRetry={onRetry} />
      ))}
      {children}
    </Log>
  );
};
