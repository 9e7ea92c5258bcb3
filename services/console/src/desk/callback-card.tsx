import { useState } from 'react';
import { post } from '../api.ts';
import { serverNow } from '../server-clock.ts';
import type { Callback } from '../state/desk-view.ts';
import { humanise } from '../state/labels.ts';
import { Countdown } from '../ui/components.tsx';
import { CustomerLine, Priority } from './handoff-facts.tsx';

interface CallbackCardProps {
  readonly callback: Callback;
  readonly agentId: string;
  readonly onRefused: (words: string) => void;
}

const attemptOutcomes = [
  { outcome: 'reached', words: 'Reached' },
  { outcome: 'no-answer', words: 'No answer' },
  { outcome: 'wrong-number', words: 'Wrong number' },
] as const;
const finalOutcomes = [{ outcome: 'done', words: 'Call done' }] as const;

/** A customer to call: the number, what it is about, and what became of the call. */
export const CallbackCard = ({ callback: call, agentId, onRefused: refused }: CallbackCardProps) => {
  const [busy, setBusy] = useState(false);
  const [totalMs] = useState(() => (call.expiresAt ?? serverNow()) - serverNow());
  const { handoffId, phone, subject, team, attempt, dueBy, expiresAt, handoff } = call;

  const report = async (outcome: string) => {
    setBusy(true);
    const path = `/v1/desk/callbacks/${encodeURIComponent(handoffId)}/attempts`;
    const result = await post(path, { agentId, outcome });
    if (result.ok) return;
    setBusy(false);
    refused(result.message);
  };

  return (
    <article className="offer" data-testid="call-card" aria-label="A customer to call">
      {expiresAt === null ? <span aria-hidden="true" /> : <Countdown deadline={expiresAt} totalMs={totalMs} />}
      <div className="offer-what">
        <p className="offer-title">
          {handoff ? <Priority handoff={handoff} /> : null}
          <strong data-testid="call-number">{phone ?? 'No number was left: see what is known'}</strong>
          {handoff ? <CustomerLine customer={handoff.context.customer} /> : null}
        </p>
        <p className="hint">
          {humanise(subject)} · {humanise(team)} · call {attempt} · promised by {new Date(dueBy).toLocaleString()}
        </p>
        {handoff ? <p>{handoff.context.summary.text}</p> : null}
      </div>
      <div className="offer-answer">
        {(expiresAt === null ? finalOutcomes : attemptOutcomes).map(({ outcome, words }) => (
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
