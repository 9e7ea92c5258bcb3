import type { ReactNode } from 'react';
import { type ConversationView, shownSurvey, type TimelineEntry } from '../state/conversation-view.ts';
import { choiceLabels, initials, teamName } from '../state/labels.ts';
import type { OutgoingMessage } from '../state/outbox.ts';
import { Avatar, Icon } from '../ui/components.tsx';
import { Log } from '../ui/log.tsx';
import { MessageBubble, PendingMessage } from '../ui/messages.tsx';

const names = { customer: 'You', agent: 'Agent' };

const TimelineLine = ({ entry }: { entry: TimelineEntry }) => {
  switch (entry.is) {
    case 'message':
      return <MessageBubble message={entry} viewer="customer" names={names} />;
    case 'choice':
      return <p className="timeline-note customer-choice">You chose: {choiceLabels[entry.choice]}</p>;
    case 'human-requested':
      return <p className="timeline-note">You asked for a person</p>;
    case 'handed-over':
      return <p className="timeline-note">Our team can see this conversation</p>;
    case 'survey-answered':
      return (
        <p className="joined" data-testid="survey-thanks">
          <Icon name="check" /> Thank you for your feedback.
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
            <strong>{entry.agentName}</strong> joined
            <span className="hint"> {teamName(entry.team)}</span>
          </span>
        </p>
      );
    case 'ended':
      return <p className="timeline-note">The conversation has ended. A new message starts a new conversation.</p>;
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
  const last = view.entries.findLast((entry) => entry.is === 'message');
  return (
    <Log
      label="Conversation"
      testId="widget-log"
      length={view.entries.length + pending.length + view.questions.length + (shownSurvey(view) === undefined ? 0 : 1)}
      busy={busy}
    >
      {view.entries.length === 0 && pending.length === 0 ? (
        <div className="welcome">
          <Avatar kind="bot" label={<Icon name="bot" />} />
          <p>
            <strong>Hello, how can we help?</strong>
          </p>
          <p className="hint">
            Ask about an order, an address or a product. You can ask for a person at any time; they see what you wrote
            here.
          </p>
        </div>
      ) : null}
      {view.entries.map((entry) => (
        <TimelineLine key={entry.seq} entry={entry} />
      ))}
      {last?.role === 'customer' && pending.length === 0 ? <p className="delivery">Delivered</p> : null}
      {pending.map((item) => (
        <PendingMessage key={item.id} item={item} onRetry={onRetry} />
      ))}
      {children}
    </Log>
  );
};
