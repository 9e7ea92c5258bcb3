import { say } from '@warmline/locale';
import { useRef, useState } from 'react';
import { type ApiResult, conversationPath, get, post } from '../api.ts';
import { roleLabel } from '../state/labels.ts';
import { Problem } from '../ui/components.tsx';
import { useLanguage } from '../ui/language.tsx';
import { Time } from '../ui/messages.tsx';

interface Turn {
  readonly messageId: string;
  readonly seq: number;
  readonly at: number;
  readonly role: string;
  readonly text: string;
  readonly author?: string;
  readonly withheld?: true;
  /** The text is masked. */
  readonly hasSecrets?: true;
}
interface TranscriptPage {
  readonly turns: readonly Turn[];
  /** The path of the page before this one; absent on the first. */
  readonly earlier?: string;
}

/** The transcript, loaded from the gateway when it is opened: the last page first, earlier pages on demand. */
export const Transcript = ({ conversationId, agentId }: { conversationId: string; agentId: string }) => {
  const language = useLanguage();
  const dialog = useRef<HTMLDialogElement>(null);
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const [answer, setAnswer] = useState<ApiResult<TranscriptPage>>();
  const load = async (path: string, later: readonly Turn[]) => {
    const page = await get<TranscriptPage>(path);
    if (page.ok) setTurns([...page.value.turns, ...later]);
    setAnswer(page);
  };
  const showSecrets = async ({ messageId }: Turn) => {
    const path = `${conversationPath(conversationId)}/messages/${encodeURIComponent(messageId)}/secrets`;
    const whole = await post<{ readonly text: string }>(path, { agentId });
    if (!whole.ok) return setAnswer(whole);
    const { text } = whole.value;
    const unmasked = ({ hasSecrets: _, ...turn }: Turn): Turn => ({ ...turn, text });
    setTurns((all) => all.map((turn) => (turn.messageId === messageId ? unmasked(turn) : turn)));
  };
  const show = async () => {
    dialog.current?.showModal();
    await load(`${conversationPath(conversationId)}/transcript?withheld=true`, []);
  };
  const earlier = answer?.ok === true ? answer.value.earlier : undefined;
  return (
    <>
      <button type="button" className="secondary wide" data-testid="transcript-open" onClick={show}>
        {say(language, 'transcript.open')}
      </button>
      <dialog ref={dialog} aria-label={say(language, 'transcript.title')} data-testid="transcript">
        <header className="dialog-head">
          <h3>{say(language, 'transcript.title')}</h3>
          <button type="button" className="secondary" onClick={() => dialog.current?.close()}>
            {say(language, 'transcript.close')}
          </button>
        </header>
        {answer === undefined ? <p className="hint">{say(language, 'transcript.loading')}</p> : null}
        <Problem message={answer?.ok === false ? answer.message : undefined} />
        {earlier === undefined ? null : (
          <button type="button" className="secondary" onClick={() => load(earlier, turns)}>
            {say(language, 'transcript.earlier')}
          </button>
        )}
        <ol className="transcript">
          {turns
            .filter((turn) => turn.text.trim() !== '')
            .map((turn) => (
              <li key={turn.messageId} className={turn.role}>
                <span className="hint">
                  <Time at={turn.at} /> <strong>{turn.author ?? roleLabel(language, turn.role)}</strong>
                  {turn.withheld === true ? ` · ${say(language, 'transcript.withheld')}` : null}
                </span>
                <p dir="auto">{turn.text}</p>
                {turn.hasSecrets === true ? (
                  <button
                    type="button"
                    className="secondary"
                    data-testid="show-secrets"
                    onClick={() => showSecrets(turn)}
                  >
                    {say(language, 'transcript.show-secrets')}
                  </button>
                ) : null}
              </li>
            ))}
        </ol>
      </dialog>
    </>
  );
};
