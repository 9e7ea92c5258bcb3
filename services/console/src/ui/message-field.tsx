import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { Icon } from './components.tsx';

/** The longest text of one message; the gateway refuses more. */
const MAX_TEXT_LENGTH = 8_000;

interface MessageFieldProps {
  readonly label: string;
  readonly placeholder: string;
  /** `<testId>-input` and `<testId>-send`. */
  readonly testId: string;
  /** Takes the focus when it appears. */
  readonly autoFocus?: boolean;
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onSend: (text: string) => void;
  readonly children?: ReactNode;
}

/** A composer: Enter sends, Shift+Enter breaks the line; it grows with its text. */
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
        // biome-ignore lint/a11y/noAutofocus: only where the user has just asked for it
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
          <Icon name="send" /> Send
        </button>
      </div>
    </form>
  );
};
