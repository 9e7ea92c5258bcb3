import { say } from '@warmline/locale';
import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { Icon } from './components.tsx';
import { useLanguage } from './language.tsx';

/** The longest text of one message; the gateway refuses more. */
const MAX_TEXT_LENGTH = 8_000;

interface MessageFieldProps {
  readonly label: string;
  readonly placeholder: string;
  /** Prefix of the test ids `<testId>-input` and `<testId>-send`. */
  readonly testId: string;
  /** The field takes the focus when it appears. */
  readonly autoFocus?: boolean;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onSend: (text: string) => void;
  readonly children?: ReactNode;
}

/** A text field that grows with its text. Enter sends; Shift+Enter starts a new line. */
export const MessageField = ({
  label,
  placeholder,
  testId,
  autoFocus,
  text,
  onText,
  onSend,
  children,
}: MessageFieldProps) => {
  const id = useId();
  const language = useLanguage();
  const send = () => {
    const trimmed = text.trim();
    if (trimmed !== '') onSend(trimmed);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <label className="visually-hidden" htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        // biome-ignore lint/a11y/noAutofocus: set only after an action of the user that leads here
        autoFocus={autoFocus}
        rows={1}
        maxLength={MAX_TEXT_LENGTH}
        placeholder={placeholder}
        data-testid={`${testId}-input`}
        value={text}
        onChange={(event) => onText(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <div className="composer-actions">
        {children}
        <button type="submit" className="primary" data-testid={`${testId}-send`} disabled={text.trim() === ''}>
          <Icon name="send" /> {say(language, 'composer.send')}
        </button>
      </div>
    </form>
  );
};
