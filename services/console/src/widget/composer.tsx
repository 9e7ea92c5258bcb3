import { useState } from 'react';
import type { ConversationView } from '../state/conversation-view.ts';
import { Icon } from '../ui/components.tsx';
import { MessageField } from '../ui/message-field.tsx';

interface ComposerProps {
  readonly view: ConversationView;
  readonly onSend: (text: string) => void;
  readonly requestHuman: () => Promise<boolean>;
}

export const Composer = ({ view, onSend, requestHuman }: ComposerProps) => {
  const [text, setText] = useState('');
  const [asking, setAsking] = useState(false);
  const hasAgent = view.owner?.kind === 'agent' && !view.isEnded;
  const isQueued = (view.isHumanRequested || view.waiting !== undefined) && !view.isEnded;
  const ask = async () => {
    setAsking(true);
    await requestHuman();
    setAsking(false);
  };
  return (
    <MessageField
      label="Your message"
      placeholder="Write a message…"
      testId="widget"
      text={text}
      onText={setText}
      onSend={(sent) => {
        onSend(sent);
        setText('');
      }}
    >
      <button
        type="button"
        className="talk-to-human"
        data-testid="talk-to-human"
        disabled={asking || hasAgent || isQueued}
        title={hasAgent ? 'You are talking to a person' : isQueued ? 'You are already in the queue' : undefined}
        onClick={ask}
      >
        <Icon name="person" /> Talk to human
      </button>
    </MessageField>
  );
};
