import { say } from '@warmline/locale';
import { useState } from 'react';
import type { ConversationView } from '../state/conversation-view.ts';
import { Icon } from '../ui/components.tsx';
import { useLanguage } from '../ui/language.tsx';
import { MessageField } from '../ui/message-field.tsx';

interface ComposerProps {
  readonly view: ConversationView;
  readonly onSend: (text: string) => void;
  readonly requestHuman: () => Promise<boolean>;
}

export const Composer = ({ view, onSend, requestHuman }: ComposerProps) => {
  const language = useLanguage();
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
      label={say(language, 'composer.label')}
      placeholder={say(language, 'composer.placeholder')}
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
        title={
          hasAgent ? say(language, 'composer.has-person') : isQueued ? say(language, 'composer.in-queue') : undefined
        }
        onClick={ask}
      >
        <Icon name="person" /> {say(language, 'composer.human')}
      </button>
    </MessageField>
  );
};
