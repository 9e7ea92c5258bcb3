import { useState } from 'react';
import type { NoticeOf } from '../state/conversation-view.ts';
import { choiceLabels } from '../state/labels.ts';
import type { ChoiceDetails } from './use-widget.ts';

interface ChoiceProps {
  readonly choose: (choice: ChoiceDetails) => Promise<boolean>;
}

/** In the time zone of the reader. */
const localTime = (instant: number): string =>
  new Date(instant).toLocaleString(undefined, { weekday: 'short', hour: 'numeric', minute: '2-digit' });

/** Asks for a callback window and a phone number. */
export const CallbackWindows = ({
  notice: { handoffId, windows },
  choose,
}: ChoiceProps & { notice: NoticeOf<'callback-windows'> }) => {
  const [busy, setBusy] = useState(false);
  const [windowStart, setWindowStart] = useState(windows[0]?.from);
  const [phone, setPhone] = useState('');
  if (windowStart === undefined) return null;
  const book = async () => {
    setBusy(true);
    if (!(await choose({ choice: 'schedule-call', handoffId, windowStart, details: phone.trim() }))) setBusy(false);
  };
  return (
    <section className="question" aria-label="Schedule a call">
      <h3>When should we call you?</h3>
      <form
        className="details"
        onSubmit={(event) => {
          event.preventDefault();
          void book();
        }}
      >
        <label>
          Time
          <select
            value={windowStart}
            data-testid="callback-window"
            onChange={(event) => setWindowStart(Number(event.target.value))}
          >
            {windows.map(({ from, until }) => (
              <option key={from} value={from}>
                {localTime(from)} – {new Date(until).toLocaleTimeString(undefined, { timeStyle: 'short' })}
              </option>
            ))}
          </select>
        </label>
        <label>
          Phone number
          <input
            type="tel"
            required
            maxLength={60}
            value={phone}
            data-testid="call-phone"
            onChange={(event) => setPhone(event.target.value)}
          />
        </label>
        <button type="submit" className="primary" disabled={busy} data-testid="call-book">
          {choiceLabels['schedule-call']}
        </button>
      </form>
    </section>
  );
};

/** A booked callback, with a button to cancel it. */
export const ScheduledCallback = ({
  notice: { handoffId, notBefore, dueBy },
  choose,
}: ChoiceProps & { notice: NoticeOf<'callback'> }) => {
  const [busy, setBusy] = useState(false);
  const cancel = async () => {
    setBusy(true);
    if (!(await choose({ choice: 'cancel-callback', handoffId }))) setBusy(false);
  };
  return (
    <section className="question" aria-label="Your call">
      <h3>We will call you</h3>
      {notBefore === undefined || dueBy === undefined ? null : (
        <p>
          Between {localTime(notBefore)} and {localTime(dueBy)}
        </p>
      )}
      <button
        type="button"
        className="secondary"
        disabled={busy}
        data-testid="call-cancel"
        onClick={() => void cancel()}
      >
        {choiceLabels['cancel-callback']}
      </button>
    </section>
  );
};
