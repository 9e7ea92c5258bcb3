import { useRef, useState } from 'react';
import { type Answer, conversationPath, get } from '../api.ts';
import { plain } from '../state/words.ts';
import { Time } from '../ui/messages.tsx';
import { Problem } from '../ui/parts.tsx';

interface Turns {
  readonly turns: readonly {
    readonly messageId: string;
    readonly seq: number;
    readonly at: number;
    readonly role: string;
    readonly text: string;
    readonly author?: string;
  }[];
}

/** The whole conversation as the gateway keeps it, read when it is asked for. */
export const Transcript = ({ conversationId }: { conversationId: string }) => {
  const dialog = useRef<HTMLDialogElement>(null);
  const [answer, setAnswer] = useState<Answer<Turns>>();
  const show = async () => {
    dialog.current?.showModal();
    setAnswer(await get<Turns>(`${conversationPath(conversationId)}/transcript`));
  };
  return (
    <>
      <button type="button" className="quiet wide" data-testid="transcript-open" onClick={show}>
        View full transcript
      </button>
      <dialog ref={dialog} aria-label="Full transcript" data-testid="transcript">
        <header className="dialog-head">
          <h3>Full transcript</h3>
          <button type="button" className="quiet" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </header>
        {answer === undefined ? <p className="hint">Loading…</p> : null}
        <Problem words={answer?.ok === false ? answer.words : undefined} />
        <ol className="transcript">
          {(answer?.ok === true ? answer.value.turns : [])
            .filter((turn) => turn.text.trim() !== '')
            .map((turn) => (
              <li key={turn.messageId} className={turn.role}>
                <span className="hint">
                  <Time at={turn.at} /> <strong>{turn.author ?? plain(turn.role)}</strong>
                </span>
                <p>{turn.text}</p>
              </li>
            ))}
        </ol>
      </dialog>
    </>
  );
};
