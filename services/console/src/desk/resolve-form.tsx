import { useRef, useState } from 'react';
import { agentConversationPath, post } from '../api.ts';
import { Pills, Problem } from '../ui/components.tsx';

type YesNoUnknown = 'yes' | 'no' | 'unknown';
const yesNo = [
  { value: 'yes', label: 'Yes', testId: 'resolve-resolved' },
  { value: 'no', label: 'No', testId: 'resolve-unresolved' },
] as const;
const yesNoUnknown = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
  { value: 'unknown', label: 'Not sure' },
] as const;

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
        Resolve
      </button>
      <dialog ref={dialog} aria-label="Resolve the conversation" data-testid="resolve-form">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <header className="dialog-head">
            <h3>Outcome</h3>
          </header>
          <Pills
            legend="Is the issue resolved?"
            name="resolve-resolved"
            options={yesNo}
            value={resolved}
            onChange={setResolved}
            required
          />
          <Pills
            legend="Is the customer satisfied?"
            name="resolve-satisfied"
            options={yesNoUnknown}
            value={satisfied}
            onChange={setSatisfied}
          />
          <Pills
            legend="Could the bot have handled it?"
            name="resolve-bot"
            options={yesNoUnknown}
            value={bot}
            onChange={setBot}
          />
          <label className="field">
            Notes <span className="hint">(optional)</span>
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
              Cancel
            </button>
            <button
              type="submit"
              className="primary"
              data-testid="resolve-send"
              disabled={busy || resolved === undefined}
            >
              Close conversation
            </button>
          </div>
        </form>
      </dialog>
    </>
  );
};
