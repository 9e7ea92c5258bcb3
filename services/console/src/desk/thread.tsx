import type { ConversationView, TimelineEntry } from '../state/conversation-view.ts';
import type { Handoff } from '../state/desk-view.ts';
import { choiceLabels, teamName } from '../state/labels.ts';
import type { OutgoingMessage } from '../state/outbox.ts';
import { Log } from '../ui/log.tsx';
import { MessageBubble, PendingMessage } from '../ui/messages.tsx';

interface Names {
  readonly customer: string;
  readonly agent: string;
}

/** Marks the hand-off in the conversation. */
const Divider = ({ handoff }: { handoff: Handoff }) => (
  <section className="divider" aria-label="Handed over" data-testid="handoff-divider">
    <h4>Handed over: {handoff.context.summary.escalation_reason}</h4>
    <p>{handoff.context.summary.text}</p>
  </section>
);

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
  switch (entry.is) {
    case 'message':
      return <MessageBubble message={entry} viewer="agent" names={names} />;
    case 'choice':
      return (
        <p className="timeline-note">
          {names.customer} chose: {choiceLabels[entry.choice]}
        </p>
      );
    case 'human-requested':
      return <p className="timeline-note">{names.customer} asked for a person</p>;
    case 'handed-over':
      return entry.seq === dividerAt ? (
        <Divider handoff={handoff} />
      ) : (
        <p className="timeline-note">Handed over earlier</p>
      );
    case 'requeued':
      return <p className="timeline-note">Back in the queue, in its old place</p>;
    case 'back-to-bot':
      return <p className="timeline-note">Returned to the bot</p>;
    case 'joined':
      return (
        <p className="timeline-note">
          {entry.agentName} joined ({teamName(entry.team)})
        </p>
      );
    case 'survey-answered':
      return <p className="timeline-note">Survey: {entry.stars} of 5 stars</p>;
    case 'ended':
      return <p className="timeline-note">The conversation has ended</p>;
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
  const dividerAt = view.entries.findLast((entry) => entry.is === 'handed-over')?.seq ?? 0;
  return (
    <Log
      label={`Conversation with ${names.customer}`}
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
