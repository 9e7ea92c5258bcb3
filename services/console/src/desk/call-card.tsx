import { useState } from 'react';
import { post } from '../api.ts';
import { serverNow } from '../clock.ts';
import type { Call } from '../state/desk-view.ts';
import { plain } from '../state/words.ts';
import { Countdown } from '../ui/parts.tsx';
import { CustomerLine, Priority } from './facts.tsx';

interface CallCardProps {
  readonly call: Call;
  readonly agentId: string;
  readonly refused: (words: string) => void;
}

const untilReached = [
  { outcome: 'reached', words: 'Reached' },
  { outcome: 'no-answer', words: 'No answer' },
  { outcome: 'wrong-number', words: 'Wrong number' },
] as const;
const whileTalking = [{ outcome: 'done', words: 'Call done' }] as const;

/** A customer to call: the number, what it is about, and what became of the call. */
export const CallCard = ({ call, agentId, refused }: CallCardProps) => {
  const [busy, setBusy] = useState(false);
  const [wholeMs] = useState(() => (call.expiresAt ?? serverNow()) - serverNow());
  const { handoffId, phone, subject, team, attempt, dueBy, expiresAt, handoff } = call;

  const report = async (outcome: string) => {
    setBusy(true);
    const path = `/v1/desk/callbacks/${encodeURIComponent(handoffId)}/attempts`;
    const answered = await post(path, { agentId, outcome });
    if (answered.ok) return;
    setBusy(false);
    refused(answered.words);
  };

  return (
    <article className="offer" data-testid="call-card" aria-label="A customer to call">
      {expiresAt === null ? <span aria-hidden="true" /> : <Countdown deadline={expiresAt} wholeMs={wholeMs} />}
      <div className="offer-what">
        <p className="offer-title">
          {handoff ? <Priority handoff={handoff} /> : null}
          <strong data-testid="call-number">{phone ?? 'No number was left: see what is known'}</strong>
          {handoff ? <CustomerLine customer={handoff.context.customer} /> : null}
        </p>
        <p className="hint">
          {plain(subject)} · {plain(team)} · call {attempt} · promised by {new Date(dueBy).toLocaleString()}
        </p>
        {handoff ? <p>{handoff.context.summary.text}</p> : null}
      </div>
      <div className="offer-answer">
        {(expiresAt === null ? whileTalking : untilReached).map(({ outcome, words }) => (
          <button
            key={outcome}
            type="button"
            className={outcome === 'no-answer' || outcome === 'wrong-number' ? 'quiet' : 'primary'}
            data-testid={`call-${outcome}`}
            disabled={busy}
            onClick={() => void report(outcome)}
          >
            {words}
          </button>
        ))}
      </div>
    </article>
  );
};
