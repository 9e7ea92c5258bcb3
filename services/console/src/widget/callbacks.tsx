import { say } from '@warmline/locale';
import { useState } from 'react';
import type { NoticeOf } from '../state/conversation-view.ts';
import { choiceLabel, periodLabel } from '../state/labels.ts';
import { browserTimeZone, useLanguage } from '../ui/language.tsx';
import type { ChoiceDetails } from './use-widget.ts';

interface ChoiceProps {
  readonly choose: (choice: ChoiceDetails) => Promise<boolean>;
}

/** Asks for a callback window and a phone number. */
export const CallbackWindows = ({
  notice: { handoffId, windows },
  choose,
}: ChoiceProps & { notice: NoticeOf<'callback-windows'> }) => {
  const language = useLanguage();
  const [busy, setBusy] = useState(false);
  const [windowStart, setWindowStart] = useState(windows[0]?.from);
  const [phone, setPhone] = useState('');
  if (windowStart === undefined) return null;
  const book = async () => {
    setBusy(true);
    if (!(await choose({ choice: 'schedule-call', handoffId, windowStart, details: phone.trim() }))) setBusy(false);
  };
  return (
    <section className="question" aria-label={choiceLabel(language, 'schedule-call')}>
      <h3>{say(language, 'window.question')}</h3>
      <form
        className="details"
        onSubmit={(event) => {
          event.preventDefault();
          void book();
        }}
      >
        <label>
          {say(language, 'window.time')}
          <select
            value={windowStart}
            data-testid="callback-window"
            onChange={(event) => setWindowStart(Number(event.target.value))}
          >
            {windows.map(({ from, until, text }) => (
              <option key={from} value={from}>
                {periodLabel(language, { from, until, text }, browserTimeZone)}
              </option>
            ))}
          </select>
        </label>
        <label>
          {say(language, 'window.phone')}
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
          {choiceLabel(language, 'schedule-call')}
        </button>
      </form>
    </section>
  );
};

/** A booked callback, with a button to cancel it. */
export const ScheduledCallback = ({
  notice: { handoffId, notBefore, dueBy, text },
  choose,
}: ChoiceProps & { notice: NoticeOf<'callback'> }) => {
  const language = useLanguage();
  const [busy, setBusy] = useState(false);
  const cancel = async () => {
    setBusy(true);
    if (!(await choose({ choice: 'cancel-callback', handoffId }))) setBusy(false);
  };
  return (
    <section className="question" aria-label={say(language, 'callback.label')}>
      <h3>{say(language, 'callback.planned')}</h3>
      {notBefore === undefined || dueBy === undefined ? null : (
        <p>{periodLabel(language, { from: notBefore, until: dueBy, text }, browserTimeZone)}</p>
      )}
      <button
        type="button"
        className="secondary"
        disabled={busy}
        data-testid="call-cancel"
        onClick={() => void cancel()}
      >
        {choiceLabel(language, 'cancel-callback')}
      </button>
    </section>
  );
};
