import { useState } from 'react';
import type { NoticeOf } from '../state/conversation-view.ts';
import { choiceLabels } from '../state/labels.ts';
import type { ChoiceDetails } from './use-widget.ts';

interface ChoiceProps {
  readonly choose: (choice: ChoiceDetails) => Promise<boolean>;
}

/** By the clock of whoever reads it. */
const localTime = (instant: number): string =>
  new Date(instant).toLocaleString(undefined, { weekday: 'short', hour: 'numeric', minute: '2-digit' });

/** The times that are free for a call, and the number to call. */
export const CallbackWindows = ({
  notice: { handoffId, windows: slots },
  choose,
}: ChoiceProps & { notice: NoticeOf<'callback-windows'> }) => {
  const [busy, setBusy] = useState(false);
  const [slot, setSlot] = useState(slots[0]?.from);
  const [phone, setPhone] = useState('');
  if (slot === undefined) return null;
  const book = async () => {
    setBusy(true);
    if (!(await choose({ choice: 'schedule-call', handoffId, windowStart: slot, details: phone.trim() })))
      setBusy(false);
  };
  return (
    <section className="ask" aria-label="A time for a call">
      <h3>When may we call you?</h3>
      <form
        className="details"
        onSubmit={(event) => {
          event.preventDefault();
          void book();
        }}
      >
        <label>
          Time
          <select value={slot} data-testid="callback-window" onChange={(event) => setSlot(Number(event.target.value))}>
            {slots.map(({ from, until }) => (
              <option key={from} value={from}>
                {localTime(from)} – {new Date(until).toLocaleTimeString(undefined, { timeStyle: 'short' })}
              </option>
            ))}
          </select>
        </label>
        <label>
          Phone number to call
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

/** A call that is to come, which the customer may do without. */
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
    <section className="ask" aria-label="Your call">
      <h3>We will call you</h3>
      {notBefore === undefined || dueBy === undefined ? null : (
        <p>
          Between {localTime(notBefore)} and {localTime(dueBy)}
        </p>
      )}
      <button type="button" className="quiet" disabled={busy} data-testid="call-cancel" onClick={() => void cancel()}>
        {choiceLabels['cancel-callback']}
      </button>
    </section>
  );
};
