import { say } from '@warmline/locale';
import { useRef, useState } from 'react';
import { agentConversationPath, post } from '../api.ts';
import { Pills, Problem } from '../ui/components.tsx';
import { useLanguage } from '../ui/language.tsx';

type YesNoUnknown = 'yes' | 'no' | 'unknown';

/** Leaves the field out for "Not sure". */
const knownAnswer = <K extends string>(field: K, answer: YesNoUnknown): Partial<Record<K, boolean>> =>
  answer === 'unknown' ? {} : ({ [field]: answer === 'yes' } as Partial<Record<K, boolean>>);

interface ResolveFormProps {
  readonly agentId: string;
  readonly conversationId: string;
  readonly onResolved: () => void;
}

/** The outcome form. Sending it closes the hand-off. */
export const ResolveForm = ({ agentId, conversationId, onResolved }: ResolveFormProps) => {
  const language = useLanguage();
  const yes = { value: 'yes', label: say(language, 'resolve.yes') } as const;
  const no = { value: 'no', label: say(language, 'resolve.no') } as const;
  const yesNo = [
    { ...yes, testId: 'resolve-resolved' },
    { ...no, testId: 'resolve-unresolved' },
  ];
  const yesNoUnknown = [yes, no, { value: 'unknown', label: say(language, 'resolve.unsure') } as const];
  const dialog = useRef<HTMLDialogElement>(null);
  const [resolved, setResolved] = useState<'yes' | 'no'>();
  const [satisfied, setSatisfied] = useState<YesNoUnknown>('unknown');
  const [bot, setBot] = useState<YesNoUnknown>('unknown');
  const [notes, setNotes] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();

  const send = async () => {
    if (resolved === undefined) return;
    setBusy(true);
    const trimmedNotes = notes.trim();
    const outcome = {
      resolved: resolved === 'yes',
      ...knownAnswer('customerSatisfied', satisfied),
      ...knownAnswer('botCouldHaveHandled', bot),
      ...(trimmedNotes === '' ? {} : { notes: trimmedNotes }),
    };
    const answer = await post(`${agentConversationPath(agentId, conversationId)}/resolve`, outcome);
    setBusy(false);
    setProblem(answer.ok ? undefined : answer.message);
    if (!answer.ok) return;
    dialog.current?.close();
    onResolved();
  };

  return (
    <>
      <button
        type="button"
        className="primary"
        data-testid="resolve-open"
        aria-haspopup="dialog"
        onClick={() => dialog.current?.showModal()}
      >
        {say(language, 'resolve.open')}
      </button>
      <dialog ref={dialog} aria-label={say(language, 'resolve.label')} data-testid="resolve-form">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <header className="dialog-head">
            <h3>{say(language, 'resolve.outcome')}</h3>
          </header>
          <Pills
            legend={say(language, 'resolve.resolved')}
            name="resolve-resolved"
            options={yesNo}
            value={resolved}
            onChange={setResolved}
            required
          />
          <Pills
            legend={say(language, 'resolve.satisfied')}
            name="resolve-satisfied"
            options={yesNoUnknown}
            value={satisfied}
            onChange={setSatisfied}
          />
          <Pills
            legend={say(language, 'resolve.bot')}
            name="resolve-bot"
            options={yesNoUnknown}
            value={bot}
            onChange={setBot}
          />
          <label className="field">
            {say(language, 'resolve.notes')} <span className="hint">{say(language, 'form.optional')}</span>
            <textarea
              rows={3}
              maxLength={2_000}
              value={notes}
              data-testid="resolve-notes"
              onChange={(event) => setNotes(event.target.value)}
            />
          </label>
          <Problem message={problem} />
          <div className="dialog-actions">
            <button type="button" className="secondary" onClick={() => dialog.current?.close()}>
              {say(language, 'resolve.cancel')}
            </button>
            <button
              type="submit"
              className="primary"
              data-testid="resolve-send"
              disabled={busy || resolved === undefined}
            >
              {say(language, 'resolve.send')}
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
};
