import { memo } from 'react';
import type { Message } from '../state/conversation-view.ts';
import { initials } from '../state/labels.ts';
import type { OutgoingMessage } from '../state/outbox.ts';
import { Avatar, Icon } from './components.tsx';

const timeFormat = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
export const Time = ({ at }: { at: number }) => (
  <time dateTime={new Date(at).toISOString()}>{timeFormat.format(at)}</time>
);

interface MessageBubbleProps {
  readonly message: Message;
  /** The messages of the viewer are on the right. */
  readonly viewer: 'customer' | 'agent';
  readonly names: { readonly customer: string; readonly agent: string };
}

/** A message. Side, shape, avatar and name show its author, never colour alone. */
export const MessageBubble = memo(({ message, viewer, names }: MessageBubbleProps) => {
  const { role, text, at } = message;
  if (role === 'system') return <p className="timeline-note">{text}</p>;
  const name = role === 'bot' ? 'Assistant · bot' : role === viewer ? 'You' : (message.author ?? names[role]);
  const side = role === viewer ? 'from-viewer' : 'from-other';
  return (
    <article className={`message ${role} ${side}`} data-role={role}>
      {side === 'from-viewer' ? null : (
        <Avatar
          kind={role === 'bot' ? 'bot' : 'person'}
          label={role === 'bot' ? <Icon name="bot" /> : initials(name)}
        />
      )}
      <div className="message-body">
        <header>
          <span className="message-author">{name}</span> <Time at={at} />
        </header>
        <p className="message-text">{text}</p>
      </div>
    </article>
  );
});

/** A message that is not confirmed yet, with its delivery state and a retry button. */
export const PendingMessage = ({
  item,
  onRetry,
}: {
  item: OutgoingMessage;
  onRetry: (item: OutgoingMessage) => void;
}) => (
  <article className={`message from-viewer pending ${item.delivery.is}`}>
    <div className="message-body">
      <p className="message-text">{item.text}</p>
      {item.delivery.is === 'failed' ? (
        <p className="delivery failed">
          Not sent. {item.delivery.message}{' '}
          <button type="button" className="icon-button" onClick={() => onRetry(item)}>
            Retry
          </button>
        </p>
      ) : (
        <p className="delivery">Sending…</p>
      )}
    </div>
  </article>
);
