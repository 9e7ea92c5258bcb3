import { memo } from 'react';
import type { Message } from '../state/conversation-view.ts';
import type { Outgoing } from '../state/outbox.ts';
import { initials } from '../state/words.ts';
import { Avatar, Icon } from './parts.tsx';

const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
export const Time = ({ at }: { at: number }) => <time dateTime={new Date(at).toISOString()}>{clock.format(at)}</time>;

interface BubbleProps {
  readonly message: Message;
  /** Whose side is on the right. */
  readonly own: 'customer' | 'agent';
  readonly names: { readonly customer: string; readonly agent: string };
}

/** A turn: whose it is shows in side, shape, face and name, never in colour alone. */
export const Bubble = memo(({ message, own, names }: BubbleProps) => {
  const { role, text, at } = message;
  if (role === 'system') return <p className="line">{text}</p>;
  const name = role === 'bot' ? 'Assistant · bot' : role === own ? 'You' : (message.author ?? names[role]);
  const side = role === own ? 'own' : 'other';
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
export const Pending = ({ item, onRetry }: { item: Outgoing; onRetry: (item: Outgoing) => void }) => (
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
