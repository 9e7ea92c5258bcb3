import { useState } from 'react';
import type { ConversationView } from '../state/conversation-view.ts';
import { MessageField } from '../ui/message-field.tsx';
import { Icon } from '../ui/parts.tsx';

interface ComposerProps {
  readonly view: ConversationView;
  readonly say: (text: string) => void;
  readonly askForHuman: () => Promise<boolean>;
}

export const Composer = ({ view, say, askForHuman }: ComposerProps) => {
  const [text, setText] = useState('');
  const [asking, setAsking] = useState(false);
  const answered = view.owner?.kind === 'agent' && !view.ended;
  const inLine = (view.requested || view.waiting !== undefined) && !view.ended;
  const ask = async () => {
    setAsking(true);
    await askForHuman();
    setAsking(false);
  };
  return (
    <MessageField
      label="Your message"
      placeholder="Write a message…"
      testId="widget"
      text={text}
      onText={setText}
      onSend={(said) => {
        say(said);
        setText('');
      }}
    >
      <button
        type="button"
        className="human"
        data-testid="talk-to-human"
        disabled={asking || answered || inLine}
        title={answered ? 'A person is with you' : inLine ? 'You are already in line' : undefined}
        onClick={ask}
      >
        <Icon name="person" /> Talk to human
      </button>
    </MessageField>
  );
};
