import { formatTag, say } from '@warmline/locale';
import { memo } from 'react';
import type { Message } from '../state/conversation-view.ts';
import { initials } from '../state/labels.ts';
import type { OutgoingMessage } from '../state/outbox.ts';
import { Avatar, Icon } from './components.tsx';
import { useLanguage } from './language.tsx';

export const Time = ({ at }: { at: number }) => {
  const format = new Intl.DateTimeFormat(formatTag(useLanguage()), { hour: '2-digit', minute: '2-digit' });
  return <time dateTime={new Date(at).toISOString()}>{format.format(at)}</time>;
};

interface MessageBubbleProps {
  readonly message: Message;
  /** The messages of the viewer are on the right. */
  readonly viewer: 'customer' | 'agent';
  readonly names: { readonly customer: string; readonly agent: string };
}

/** A message. Side, shape, avatar and name show its author, never colour alone. */
export const MessageBubble = memo(({ message, viewer, names }: MessageBubbleProps) => {
  const language = useLanguage();
  const { role, text, at } = message;
  if (role === 'system')
    return (
      <p className="timeline-note" dir="auto">
        {text}
      </p>
    );
  const ownName = say(language, role === 'bot' ? 'chat.bot' : 'chat.you');
  const name = role === 'bot' || role === viewer ? ownName : (message.author ?? names[role]);
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
}) => {
  const language = useLanguage();
  return (
    <article className={`message from-viewer pending ${item.delivery.is}`}>
      <div className="message-body">
        <p className="message-text">{item.text}</p>
        {item.delivery.is === 'failed' ? (
          <p className="delivery failed">
            {say(language, 'chat.not-sent')} <span dir="auto">{item.delivery.message}</span>{' '}
            <button type="button" className="icon-button" onClick={() => onRetry(item)}>
              {say(language, 'chat.retry')}
            </button>
          </p>
        ) : (
          <p className="delivery">{say(language, 'chat.sending')}</p>
        )}
      </div>
    </article>
  );
};
