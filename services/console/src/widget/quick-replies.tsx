import { say, type TextKey } from '@warmline/locale';
import { useRef, useState } from 'react';
import type { Choice } from '../state/conversation-view.ts';
import { choiceLabel } from '../state/labels.ts';
import { useLanguage } from '../ui/language.tsx';
import { logFocusRestorer } from '../ui/log.tsx';
import type { ChoiceDetails } from './use-widget.ts';

export interface ChoiceProps {
  readonly choose: (choice: ChoiceDetails) => Promise<boolean>;
}

/** Choices that ask for a detail. */
const detailFields: Partial<
  Record<Choice, { label: Extract<TextKey, `detail.${string}`>; type: string; required: boolean }>
> = {
  callback: { label: 'detail.callback', type: 'tel', required: true },
  email: { label: 'detail.email', type: 'email', required: true },
  ticket: { label: 'detail.ticket', type: 'text', required: false },
  'leave-note': { label: 'detail.leave-note', type: 'text', required: true },
};
const testIds: Partial<Record<Choice, string>> = { 'accept-offer': 'notice-accept', 'decline-offer': 'notice-decline' };

interface QuickRepliesProps extends ChoiceProps {
  readonly choices: readonly Choice[];
  readonly about: { readonly offerId: string } | { readonly handoffId: string };
}

/** A button for each choice. A choice that asks for a detail opens a field. */
export const QuickReplies = ({ choices, about, choose }: QuickRepliesProps) => {
  const language = useLanguage();
  const [busy, setBusy] = useState(false);
  const [openChoice, setOpenChoice] = useState<Choice>();
  const [details, setDetails] = useState('');
  const field = openChoice === undefined ? undefined : detailFields[openChoice];

  const box = useRef<HTMLDivElement>(null);
  const submit = async (choice: Choice) => {
    const restoreFocus = logFocusRestorer(box.current);
    setBusy(true);
    const trimmed = details.trim();
    const done = await choose({ choice, ...about, ...(trimmed === '' ? {} : { details: trimmed }) });
    if (done) restoreFocus();
    else setBusy(false);
  };
  return (
    <>
      <div className="quick-replies" ref={box}>
        {choices.map((choice) => (
          <button
            key={choice}
            type="button"
            className={choice === 'accept-offer' ? 'primary' : 'secondary'}
            data-testid={testIds[choice] ?? `choice-${choice}`}
            disabled={busy}
            aria-expanded={detailFields[choice] === undefined ? undefined : openChoice === choice}
            onClick={() => (detailFields[choice] === undefined ? void submit(choice) : setOpenChoice(choice))}
          >
            {choiceLabel(language, choice)}
          </button>
        ))}
      </div>
      {openChoice === undefined || field === undefined ? null : (
        <form
          className="details"
          onSubmit={(event) => {
            event.preventDefault();
            void submit(openChoice);
          }}
        >
          <label>
            {say(language, field.label)}
            <input
              // biome-ignore lint/a11y/noAutofocus: the user has just opened this field
              autoFocus
              key={openChoice}
              type={field.type}
              required={field.required}
              maxLength={2_000}
              value={details}
              data-testid="choice-details"
              onChange={(event) => setDetails(event.target.value)}
            />
          </label>
          <button type="submit" className="primary" disabled={busy} data-testid="choice-send">
            {choiceLabel(language, openChoice)}
          </button>
        </form>
      )}
    </>
  );
};
