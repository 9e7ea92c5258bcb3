import { useRef, useState } from 'react';
import { useTimeLeft } from '../server-clock.ts';
import type { NoticeOf } from '../state/conversation-view.ts';
import { Countdown } from '../ui/components.tsx';
import { logFocusRestorer } from '../ui/log.tsx';
import type { ChoiceDetails } from './use-widget.ts';

/** A full ring of the countdown. The gateway decides how long the question stays open. */
const FULL_COUNTDOWN_MS = 20_000;

interface ShareDetailsProps {
  readonly notice: NoticeOf<'share-details'>;
  readonly choose: (choice: ChoiceDetails) => Promise<boolean>;
  readonly sendMessage: (text: string) => void;
}

/** Asks for details for the agent. After it closes, typed text can still be sent as a message. */
export const ShareDetails = ({ notice, choose, sendMessage }: ShareDetailsProps) => {
  const [details, setDetails] = useState('');
  const [busy, setBusy] = useState(false);
  const [isOpen, setIsOpen] = useState(true);
  const isClosed = useTimeLeft(notice.closesAt) === 0;
  const box = useRef<HTMLElement>(null);
  const trimmed = details.trim();
  if (!isOpen || (isClosed && trimmed === '')) return null;

  const submit = async (choice: 'connect-now' | 'share-details') => {
    const restoreFocus = logFocusRestorer(box.current);
    setBusy(true);
    const detailsField = choice === 'share-details' && trimmed !== '' ? { details: trimmed } : {};
    const done = await choose({ choice, handoffId: notice.handoffId, ...detailsField });
    if (done) restoreFocus();
    else setBusy(false);
  };
  const sendAsMessage = () => {
    sendMessage(trimmed);
    logFocusRestorer(box.current)();
    setIsOpen(false);
  };

  return (
    <section className="question" ref={box} aria-label="Share details">
      <div className="question-head">
        <h3>Would you like to share details?</h3>
        {isClosed ? null : <Countdown deadline={notice.closesAt} totalMs={FULL_COUNTDOWN_MS} />}
      </div>
      <form
        className="details"
        onSubmit={(event) => {
          event.preventDefault();
          if (isClosed) sendAsMessage();
          else void submit('share-details');
        }}
      >
        <label>
          <span className="hint">
            {isClosed
              ? 'You are being connected. You can still send this as a message.'
              : 'You already have your place in the queue.'}
          </span>
          <textarea
            rows={2}
            maxLength={2_000}
            placeholder="For example an order number, or what you tried…"
            value={details}
            data-testid="share-details-input"
            onChange={(event) => setDetails(event.target.value)}
          />
        </label>
        <div className="quick-replies">
          <button
            type="submit"
            className="primary"
            disabled={busy || trimmed === ''}
            data-testid="choice-share-details"
          >
            {isClosed ? 'Send as a message' : 'Share details'}
          </button>
          <button
            type="button"
            className="secondary"
            disabled={busy}
            data-testid="choice-connect-now"
            onClick={() => (isClosed ? setIsOpen(false) : void submit('connect-now'))}
          >
            {isClosed ? 'Dismiss' : 'Connect now'}
          </button>
        </div>
      </form>
    </section>
  );
};
