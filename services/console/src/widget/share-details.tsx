import { say } from '@warmline/locale';
import { useRef, useState } from 'react';
import { useTimeLeft } from '../server-clock.ts';
import { Countdown } from '../ui/components.tsx';
import { useLanguage } from '../ui/language.tsx';
import { logFocusRestorer } from '../ui/log.tsx';
import type { ChoiceProps } from './quick-replies.tsx';

/** A full ring of the countdown. The gateway decides how long the question stays open. */
const FULL_COUNTDOWN_MS = 20_000;

interface ShareDetailsProps extends ChoiceProps {
  readonly handoffId: string;
  /** The customer asked for a person: until then they choose between this and to connect now. Absent: they are not asked. */
  readonly until: number | undefined;
}

/** Details to pass along. The form is open while it is asked for or typed in, else behind a button. */
export const ShareDetails = ({ handoffId, until = 0, choose }: ShareDetailsProps) => {
  const language = useLanguage();
  const [details, setDetails] = useState('');
  const [busy, setBusy] = useState(false);
  const [isOpened, setIsOpened] = useState(false);
  const isAsked = useTimeLeft(until) > 0;
  const box = useRef<HTMLFormElement>(null);
  const trimmed = details.trim();
  if (!isAsked && !isOpened && trimmed === '')
    return (
      <div className="quick-replies">
        <button
          type="button"
          className="secondary"
          data-testid="open-share-details"
          aria-expanded={false}
          onClick={() => setIsOpened(true)}
        >
          {say(language, 'details.open')}
        </button>
      </div>
    );

  const submit = async (choice: 'connect-now' | 'share-details') => {
    const restoreFocus = logFocusRestorer(box.current);
    setBusy(true);
    const detailsField = choice === 'share-details' ? { details: trimmed } : {};
    const done = await choose({ choice, handoffId, ...detailsField });
    if (done) restoreFocus();
    else setBusy(false);
  };

  return (
    <form
      className="details"
      ref={box}
      onSubmit={(event) => {
        event.preventDefault();
        void submit('share-details');
      }}
    >
      <label>
        <span className="question-head">
          <span className="hint">{say(language, 'details.hint')}</span>
          {isAsked ? <Countdown deadline={until} totalMs={FULL_COUNTDOWN_MS} /> : null}
        </span>
        <textarea
          rows={2}
          maxLength={2_000}
          placeholder={say(language, 'details.example')}
          value={details}
          data-testid="share-details-input"
          onChange={(event) => setDetails(event.target.value)}
        />
      </label>
      <div className="quick-replies">
        <button type="submit" className="primary" disabled={busy || trimmed === ''} data-testid="choice-share-details">
          {say(language, 'choice.share-details')}
        </button>
        {isAsked ? (
          <button
            type="button"
            className="secondary"
            disabled={busy}
            data-testid="choice-connect-now"
            onClick={() => void submit('connect-now')}
          >
            {say(language, 'choice.connect-now')}
          </button>
        ) : null}
      </div>
    </form>
  );
};
