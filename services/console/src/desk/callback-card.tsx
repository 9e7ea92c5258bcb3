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
  readonly onRefused: (message: string) => void;
}

const attemptOutcomes = [
  { outcome: 'reached', label: 'Reached' },
  { outcome: 'no-answer', label: 'No answer' },
  { outcome: 'wrong-number', label: 'Wrong number' },
] as const;
const finalOutcomes = [{ outcome: 'done', label: 'Call finished' }] as const;

/** A callback for this agent: the number, the issue, and buttons to report the result. */
export const CallbackCard = ({ callback: call, agentId, onRefused }: CallbackCardProps) => {
  const [busy, setBusy] = useState(false);
  const [totalMs] = useState(() => (call.expiresAt ?? serverNow()) - serverNow());
  const { handoffId, phone, subject, team, attempt, dueBy, expiresAt, handoff } = call;

  const report = async (outcome: string) => {
    setBusy(true);
    const path = `/v1/desk/callbacks/${encodeURIComponent(handoffId)}/attempts`;
    const result = await post(path, { agentId, outcome });
    if (result.ok) return;
    setBusy(false);
    onRefused(result.message);
  };

  return (
    <article className="offer" data-testid="call-card" aria-label="Callback">
      {expiresAt === null ? <span aria-hidden="true" /> : <Countdown deadline={expiresAt} totalMs={totalMs} />}
      <div className="offer-details">
        <p className="offer-title">
          {handoff ? <Priority handoff={handoff} /> : null}
          <strong data-testid="call-number">{phone ?? 'No phone number; see the customer details'}</strong>
          {handoff ? <CustomerLine customer={handoff.context.customer} /> : null}
        </p>
        <p className="hint">
          {humanise(subject)} · {humanise(team)} · attempt {attempt} · call by {new Date(dueBy).toLocaleString()}
        </p>
        {handoff ? <p>{handoff.context.summary.text}</p> : null}
      </div>
      <div className="offer-actions">
        {(expiresAt === null ? finalOutcomes : attemptOutcomes).map(({ outcome, label }) => (
          <button
            key={outcome}
            type="button"
            className={outcome === 'no-answer' || outcome === 'wrong-number' ? 'secondary' : 'primary'}
            data-testid={`call-${outcome}`}
            disabled={busy}
            onClick={() => void report(outcome)}
          >
            {label}
          </button>
        ))}
      </div>
    </article>
  );
};
