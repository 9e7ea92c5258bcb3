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

/** "Not sure" is left out: an unknown is not a no. */
const knownAnswer = <K extends string>(field: K, said: YesNoUnknown): Partial<Record<K, boolean>> =>
  said === 'unknown' ? {} : ({ [field]: said === 'yes' } as Partial<Record<K, boolean>>);

interface ResolveFormProps {
  readonly agentId: string;
  readonly conversationId: string;
  readonly onResolved: () => void;
}

/** Closes the hand-off and says how it ended. */
export const ResolveForm = ({ agentId, conversationId, onResolved: done }: ResolveFormProps) => {
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
    const said = notes.trim();
    const outcome = {
      resolved: resolved === 'yes',
      ...knownAnswer('customerSatisfied', satisfied),
      ...knownAnswer('botCouldHaveHandled', bot),
      ...(said === '' ? {} : { notes: said }),
    };
    const answer = await post(`${agentConversationPath(agentId, conversationId)}/resolve`, outcome);
    setBusy(false);
    setProblem(answer.ok ? undefined : answer.message);
    if (!answer.ok) return;
    dialog.current?.close();
    done();
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
            <h3>How did it end?</h3>
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
            <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
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
