import { say } from '@warmline/locale';
import type { ConversationView, TimelineEntry } from '../state/conversation-view.ts';
import type { Handoff } from '../state/desk-view.ts';
import { choiceLabel, teamLabel } from '../state/labels.ts';
import type { OutgoingMessage } from '../state/outbox.ts';
import { useLanguage } from '../ui/language.tsx';
import { Log } from '../ui/log.tsx';
import { MessageBubble, PendingMessage } from '../ui/messages.tsx';
import { escalationReason } from './handoff-facts.tsx';

interface Names {
  readonly customer: string;
  readonly agent: string;
}

/** Marks the hand-off in the conversation. */
const Divider = ({ handoff }: { handoff: Handoff }) => {
  const language = useLanguage();
  const reason = escalationReason(language, handoff);
  return (
    <section className="divider" aria-label={say(language, 'thread.handed-over')} data-testid="handoff-divider">
      <h4>{say(language, 'thread.handed-over-reason', { reason })}</h4>
      <p dir="auto">{handoff.context.summary.text}</p>
    </section>
  );
};

const ThreadLine = ({
  entry,
  handoff,
  names,
  dividerAt,
}: {
  entry: TimelineEntry;
  handoff: Handoff;
  names: Names;
  dividerAt: number;
}) => {
  const language = useLanguage();
  const { customer } = names;
  switch (entry.is) {
    case 'message':
      return <MessageBubble message={entry} viewer="agent" names={names} />;
    case 'choice':
      return (
        <p className="timeline-note">
          {say(language, 'thread.chose', { customer, choice: choiceLabel(language, entry.choice) })}
        </p>
      );
    case 'human-requested':
      return <p className="timeline-note">{say(language, 'thread.asked', { customer })}</p>;
    case 'handed-over':
      return entry.seq === dividerAt ? (
        <Divider handoff={handoff} />
      ) : (
        <p className="timeline-note">{say(language, 'thread.earlier')}</p>
      );
    case 'requeued':
      return <p className="timeline-note">{say(language, 'thread.requeued')}</p>;
    case 'back-to-bot':
      return <p className="timeline-note">{say(language, 'thread.to-bot')}</p>;
    case 'joined':
      return (
        <p className="timeline-note">
          {say(language, 'thread.joined', { agent: entry.agentName, team: teamLabel(language, entry.team) })}
        </p>
      );
    case 'survey-answered':
      return <p className="timeline-note">{say(language, 'thread.survey', { stars: entry.stars })}</p>;
    case 'ended':
      return <p className="timeline-note">{say(language, 'thread.ended')}</p>;
  }
};

interface ThreadProps {
  readonly view: ConversationView;
  readonly handoff: Handoff;
  readonly names: Names;
  readonly pending: readonly OutgoingMessage[];
  readonly onRetry: (item: OutgoingMessage) => void;
}

export const Thread = ({ view, handoff, names, pending, onRetry }: ThreadProps) => {
  const language = useLanguage();
  const dividerAt = view.entries.findLast((entry) => entry.is === 'handed-over')?.seq ?? 0;
  return (
    <Log
      label={say(language, 'thread.label', { customer: names.customer })}
      testId="thread-log"
      length={view.entries.length + pending.length}
      busy={view.seq < handoff.seq}
    >
      {view.entries.map((entry) => (
        <div key={entry.seq} className={entry.seq < dividerAt ? 'before-handoff' : undefined}>
          <ThreadLine entry={entry} handoff={handoff} names={names} dividerAt={dividerAt} />
        </div>
      ))}
      {pending.map((item) => (
        <PendingMessage key={item.id} item={item} onRetry={onRetry} />
      ))}
    </Log>
  );
};
