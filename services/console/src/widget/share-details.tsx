import { useRef, useState } from 'react';
import { useTimeLeft } from '../clock.ts';
import type { NoticeOf } from '../state/conversation-view.ts';
import { placeOf } from '../ui/log.tsx';
import { Countdown } from '../ui/parts.tsx';
import type { ChoiceDetails } from './use-widget.ts';

/** What a full ring stands for; how long the question stays open is the gateway's to say. */
const WHOLE_MS = 20_000;

interface ShareDetailsProps {
  readonly notice: NoticeOf<'share-details'>;
  readonly choose: (choice: ChoiceDetails) => Promise<boolean>;
  readonly say: (text: string) => void;
}

/** Asks for anything to pass along. When it closes, nothing typed is lost: it can still be sent as a message. */
export const ShareDetails = ({ notice, choose, say }: ShareDetailsProps) => {
  const [details, setDetails] = useState('');
  const [busy, setBusy] = useState(false);
  const [kept, setKept] = useState(true);
  const closed = useTimeLeft(notice.closesAt) === 0;
  const box = useRef<HTMLElement>(null);
  const said = details.trim();
  if (!kept || (closed && said === '')) return null;

  const make = async (choice: 'connect-now' | 'share-details') => {
    const keepPlace = placeOf(box.current);
    setBusy(true);
    const passed = choice === 'share-details' && said !== '' ? { details: said } : {};
    const done = await choose({ choice, handoffId: notice.handoffId, ...passed });
    if (done) keepPlace();
    else setBusy(false);
  };
  const asMessage = () => {
    say(said);
    placeOf(box.current)();
    setKept(false);
  };

  return (
    <section className="ask" ref={box} aria-label="Anything to pass along?">
      <div className="ask-head">
        <h3>Anything to pass along?</h3>
        {closed ? null : <Countdown deadline={notice.closesAt} wholeMs={WHOLE_MS} />}
      </div>
      <form
        className="details"
        onSubmit={(event) => {
          event.preventDefault();
          if (closed) asMessage();
          else void make('share-details');
        }}
      >
        <label>
          <span className="hint">
            {closed
              ? 'You are being connected. You can still send this as a message.'
              : 'Your place in line is taken already.'}
          </span>
          <textarea
            rows={2}
            maxLength={2_000}
            placeholder="An order number, what you tried…"
            value={details}
            data-testid="share-details-input"
            onChange={(event) => setDetails(event.target.value)}
          />
        </label>
        <div className="quick-replies">
          <button type="submit" className="primary" disabled={busy || said === ''} data-testid="choice-share-details">
            {closed ? 'Send as a message' : 'Share details'}
          </button>
          <button
            type="button"
            className="quiet"
            disabled={busy}
            data-testid="choice-connect-now"
            onClick={() => (closed ? setKept(false) : void make('connect-now'))}
          >
            {closed ? 'Dismiss' : 'Connect now'}
          </button>
        </div>
      </form>
    </section>
  );
};
