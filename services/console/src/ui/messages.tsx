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
  /** Whose side is on the right. */
  readonly viewer: 'customer' | 'agent';
  readonly names: { readonly customer: string; readonly agent: string };
}

/** A turn: whose it is shows in side, shape, face and name, never in colour alone. */
export const MessageBubble = memo(({ message, viewer, names }: MessageBubbleProps) => {
  const { role, text, at } = message;
  if (role === 'system') return <p className="line">{text}</p>;
  const name = role === 'bot' ? 'Assistant · bot' : role === viewer ? 'You' : (message.author ?? names[role]);
  const side = role === viewer ? 'own' : 'other';
  return (
    <article className={`turn ${role} ${side}`} data-role={role}>
      {side === 'own' ? null : (
        <Avatar
          kind={role === 'bot' ? 'bot' : 'person'}
          label={role === 'bot' ? <Icon name="bot" /> : initials(name)}
        />
      )}
      <div className="said">
        <header>
          <span className="who">{name}</span> <Time at={at} />
        </header>
        <p className="bubble">{text}</p>
      </div>
    </article>
  );
});

/** A message on its way, with its delivery state and a way to send it again. */
export const PendingMessage = ({
  item,
  onRetry,
}: {
  item: OutgoingMessage;
  onRetry: (item: OutgoingMessage) => void;
}) => (
  <article className={`turn own pending ${item.delivery.is}`}>
    <div className="said">
      <p className="bubble">{item.text}</p>
      {item.delivery.is === 'failed' ? (
        <p className="delivery failed">
          Not sent. {item.delivery.words}{' '}
          <button type="button" className="plain" onClick={() => onRetry(item)}>
            Retry
          </button>
        </p>
      ) : (
        <p className="delivery">Sending…</p>
      )}
    </div>
  </article>
);
