import { useRef, useState } from 'react';
import { type ApiResult, conversationPath, get } from '../api.ts';
import { humanise } from '../state/labels.ts';
import { Problem } from '../ui/components.tsx';
import { Time } from '../ui/messages.tsx';

interface TranscriptResponse {
  readonly turns: readonly {
    readonly messageId: string;
    readonly seq: number;
    readonly at: number;
    readonly role: string;
    readonly text: string;
    readonly author?: string;
  }[];
}

/** The full transcript, loaded from the gateway when it is opened. */
export const Transcript = ({ conversationId }: { conversationId: string }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const [answer, setAnswer] = useState<ApiResult<TranscriptResponse>>();
  const show = async () => {
    dialog.current?.showModal();
    setAnswer(await get<TranscriptResponse>(`${conversationPath(conversationId)}/transcript`));
  };
  return (
    <>
      <button type="button" className="secondary wide" data-testid="transcript-open" onClick={show}>
        View full transcript
      </button>
      <dialog ref={dialog} aria-label="Full transcript" data-testid="transcript">
        <header className="dialog-head">
          <h3>Full transcript</h3>
          <button type="button" className="secondary" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </header>
        {answer === undefined ? <p className="hint">Loading…</p> : null}
        <Problem message={answer?.ok === false ? answer.message : undefined} />
        <ol className="transcript">
          {(answer?.ok === true ? answer.value.turns : [])
            .filter((turn) => turn.text.trim() !== '')
            .map((turn) => (
              <li key={turn.messageId} className={turn.role}>
                <span className="hint">
                  <Time at={turn.at} /> <strong>{turn.author ?? humanise(turn.role)}</strong>
                </span>
                <p>{turn.text}</p>
              </li>
            ))}
        </ol>
      </dialog>
    </>
  );
};
